package protocols

// How much room the lists of a client and of an environment have.
const (
	wnnEnvironments = 32
	wnnDictionaries = 30
	wnnFiles        = 60
)

// clients adds who is there, with the environments of each.
func (l *wnn) clients() bool {
	for range l.signed("result_count") {
		if !l.values("socket:i32 user_name:textz host_name:textz") || !l.times(wnnEnvironments, "environment:i32") {
			return false
		}
	}
	return true
}

// environments adds those of the server, with the dictionaries and the files of each.
func (l *wnn) environments() bool {
	for range l.signed("result_count") {
		if !l.values("environment:i32 environment_name:textz reference_count:i32 grammar_file:i32 dictionaries_count:i32") ||
			!l.times(wnnDictionaries, "dictionary:i32") || !l.times(wnnFiles, "file:i32") {
			return false
		}
	}
	return true
}

// words adds what is known of words, up to a number that is no dictionary, and then how they are written.
func (l *wnn) words() bool {
	count := 0
	for l.values("dictionary:i32") {
		if l.signed("dictionary") == wnnWrong {
			return l.times(count, "written:wide comment:wide")
		}
		if count++; !l.values("entry:i32 word_class:i32 frequency:i32 recent:i32 internal_frequency:i32 internal_recent:i32") {
			return false
		}
	}
	return false
}

// clauses adds clauses, then the small ones of all, and then how these are written; nothing if there are none.
func (l *wnn) clauses() bool {
	count, small := l.signed("result_count"), 0
	if count != 0 && !l.values("small_clauses_sum:i32 kanji_sum:i32") {
		return false
	}
	for range count {
		if !l.values("end:i32 start:i32 small_clauses_count:i32 value:i32") {
			return false
		}
		small += max(0, l.signed("small_clauses_count"))
	}
	return l.small(small)
}

// small adds so many small clauses, and then how they are written.
func (l *wnn) small(count int) bool {
	return l.times(count, "end:i32 start:i32 stem_end:i32 dictionary:i32 entry:i32 frequency:i32 recent:i32 word_class:i32 status:i32 backward_status:i32 end_vector:i32 value:i32") &&
		l.times(count, "written:wide reading:wide suffix:wide")
}
