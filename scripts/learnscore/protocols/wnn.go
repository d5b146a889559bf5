package protocols

// wnnWrong is the result of what is wrong, and the number of no dictionary.
const wnnWrong = -1

// frameWnn frames messages by their fields, as none has a length.
func frameWnn() framer { return framedBy(&wnnTurn{}) }

// wnnFields are the fields of messages of a conversation with jserver, version 4.2 of its protocol (0x4003 of the library),
// as FreeWnn 1.1.1's js.c writes requests and reads answers. Numbers are big-endian, and kana and kanji have two bytes each.
func wnnFields() (Layout, error) { return laidBy(&wnnTurn{}), nil }

// wnnTurn is what a conversation has come to: the request that has no answer yet.
type wnnTurn struct {
	asked   int
	waiting bool
}

// lay lays fields over the message that data begins with.
func (t *wnnTurn) lay(data []byte, fromClient bool) (_ *structure, ok bool) {
	l := &wnn{structure{protocol: "wnn", data: data}}
	if !fromClient {
		if !t.waiting {
			return &l.structure, false
		}
		ok = l.answer(wnnAnswers[t.asked])
		t.waiting = l.short || !ok
		return &l.structure, ok
	}
	if l.add("command:u32"); l.short {
		return &l.structure, false
	}
	command := bigEndian(data[:4])
	words, known := wnnRequests[command]
	ok = known && l.values(words)
	if ok {
		t.asked, t.waiting = command, true
	}
	return &l.structure, ok
}

type wnn struct{ structure }

func (l *wnn) values(words string) bool { return l.each(words, l.value) }

// signed is the number of that name, which may be below zero.
func (l *wnn) signed(name string) int { return int(int32(l.number(name))) }

// answer adds what a command is answered by: its words say what is behind the result, which is -1 if something is
// wrong, and after a "?" a count.
func (l *wnn) answer(words string) bool {
	switch {
	case words == "":
		return l.values("result:i32") && (l.signed("result") != wnnWrong || l.values("error_number:i32"))
	case words[0] == '=': // no result, but what it says
		return l.values(words[1:])
	case words[0] == '?':
		if !l.values("result_count:i32") {
			return false
		}
		if l.signed("result_count") == wnnWrong {
			return l.values("error_number:i32")
		}
		return l.values(words[1:])
	case !l.values("result:i32"):
		return false
	case l.signed("result") == wnnWrong:
		return l.values("error_number:i32")
	}
	return l.values(words)
}

// times adds fields so many times.
func (l *wnn) times(n int, words string) bool {
	for ; n > 0; n-- {
		if !l.values(words) {
			return false
		}
	}
	return !l.short
}

// value adds a text that ends with a NUL of one or two bytes, a list, or what structure knows.
func (l *wnn) value(name, kind string) bool {
	switch kind {
	case "textz":
		l.terminated(name)
	case "wide":
		l.wide(name)
	case "files":
		return l.times(l.signed("result_count"), "file:i32 local:i32 reference_count:i32 file_type:i32 file_name:textz")
	case "dictionaries":
		return l.times(l.signed("result_count"), wnnDictionary)
	case "clients":
		return l.clients()
	case "environments":
		return l.environments()
	case "words":
		return l.words()
	case "names":
		return l.times(l.signed("result_count"), "word_class_name:wide")
	case "numbers":
		return l.times(l.signed("result_count"), "dictionary:i32")
	case "clauses":
		return l.clauses()
	case "small":
		count := l.signed("result_count")
		return count == 0 || l.values("kanji_sum:i32") && l.small(count)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// wide adds a text of two bytes each, which ends with two that are zero.
func (l *wnn) wide(name string) {
	for n := 2; l.at+n <= len(l.data); n += 2 {
		if l.data[l.at+n-2]|l.data[l.at+n-1] == 0 {
			l.one(name, "FT_STRING", n)
			return
		}
	}
	l.short = true
}
