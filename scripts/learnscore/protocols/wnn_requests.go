package protocols

// What several requests and answers hold.
const (
	wnnYomi       = "environment:i32 reading:wide word_class:i32 suffix:wide end_vector:i32 end_vector_1:i32"
	wnnParameters = `clauses_count:i32 small_clauses_maximum:i32 frequency_weight:i32 small_length_weight:i32 stem_length_weight:i32
		recent_weight:i32 dictionary_weight:i32 small_weight:i32 clause_length_weight:i32 small_count_weight:i32 digits_frequency:i32 kana_frequency:i32
		letters_frequency:i32 symbols_frequency:i32 closing_frequency:i32 suffix_frequency:i32 opening_frequency:i32`
	wnnDictionary = `dictionary:i32 body_file:i32 frequency_file:i32 read_only:i32 frequency_read_only:i32 enabled:i32 priority:i32 reverse:i32
		comment:wide file_name:textz frequency_file_name:textz password:textz frequency_password:textz dictionary_type:i32 words_count:i32 local:i32
		frequency_local:i32`
)

// wnnRequests are what is behind the command of a request.
var wnnRequests = map[int]string{
	0x00: "",
	0x01: "library_version:u32 host_name:textz user_name:textz",
	0x03: "",
	0x05: "environment_name:textz",
	0x06: "environment:i32",
	0x07: "environment_name:textz",
	0x08: "environment:i32",
	0x09: "environment:i32",
	0x11: wnnYomi + " end_vector_2:i32", // conversions
	0x12: wnnYomi,
	0x13: wnnYomi,
	0x14: wnnYomi,
	0x15: wnnYomi,
	0x18: "environment:i32 dictionary:i32 entry:i32 recent:i32 frequency:i32",
	0x21: "environment:i32 file:i32 frequency_file:i32 priority:i32 read_only:i32 frequency_read_only:i32 password:textz frequency_password:textz reverse:i32",
	0x22: "environment:i32 dictionary:i32",
	0x23: "environment:i32 dictionary:i32 enabled:i32",
	0x24: "environment:i32",
	0x25: "environment:i32 dictionary:i32",
	0x29: "environment:i32 file:i32",
	0x30: "environment:i32",
	0x31: "environment:i32 dictionary:i32 reading:wide written:wide comment:wide word_class:i32 frequency:i32",
	0x32: "environment:i32 dictionary:i32 entry:i32",
	0x33: "environment:i32 dictionary:i32 reading:wide",
	0x34: "environment:i32 reading:wide",
	0x35: "environment:i32 dictionary:i32 entry:i32",
	0x36: "environment:i32 dictionary:i32 entry:i32 comment:wide",
	0x41: "environment:i32 " + wnnParameters,
	0x42: "environment:i32",
	0x51: "environment:i32 path:textz",
	0x52: "environment:i32 access_mode:i32 path:textz",
	0x53: "",
	0x55: "",
	0x56: "",
	0x57: "",
	0x61: "environment:i32 path:textz",
	0x62: "environment:i32 file:i32 path:textz",
	0x65: "environment:i32 file:i32 path:textz comment:wide frequency_password:textz",
	0x66: "environment:i32 path:textz comment:wide password:textz frequency_password:textz dictionary_type:i32",
	0x67: "path:textz password:textz",
	0x68: "environment:i32",
	0x69: "environment:i32 file:i32",
	0x6a: "path:textz",
	0x6c: "environment:i32 file:i32",
	0x6d: "environment:i32 file:i32 comment:wide",
	0x6e: "environment:i32 file:i32 which:i32 password:textz new_password:textz",
	0x6f: "environment:i32 path:textz",
	0x70: "",
	0x72: "environment:i32 dictionary:i32 word_class_name:wide",
	0x73: "word_class:i32",
	0x74: "word_class_name:wide",
	0x75: "environment:i32 word_class:i32",
}

// wnnAnswers are what answers hold, but those that are no more than a result: see wnn.answer.
var wnnAnswers = map[int]string{
	0x00: "=server_version:u32",
	0x07: "=result:i32",
	0x08: "=result:i32",
	0x09: "=result:i32",
	0x11: "?=:clauses", // conversions
	0x12: "?=:small",
	0x13: "?=:small",
	0x14: "?=:clauses",
	0x15: "?=:clauses",
	0x24: "?=:dictionaries",
	0x25: wnnDictionary,
	0x33: "=words_count:i32 kanji_sum:i32 =:words",
	0x34: "=words_count:i32 kanji_sum:i32 =:words",
	0x35: "reading:wide words_count:i32 kanji_sum:i32 =:words",
	0x42: wnnParameters,
	0x52: "=result:i32",
	0x53: "?=:clients",
	0x55: "?=:environments",
	0x56: "?=:files",
	0x57: "?=:dictionaries",
	0x68: "?=:files",
	0x69: "file_name:textz local:i32 reference_count:i32 file_type:i32",
	0x6a: "=result:i32",
	0x6f: "=file_type:i32",
	0x70: "=result:i32",
	0x72: "?names_sum:i32 =:names",
	0x73: "word_class_name:wide",
	0x75: "?=:numbers",
}
