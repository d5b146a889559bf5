package protocols

import (
	"cmp"
	"fmt"
)

// fbEnds are the codes of information that nothing follows but what is not used.
const (
	fbEnd       = 1
	fbTruncated = 2
)

// fbTexts are parameters of databases and services that are texts.
var fbTexts = map[int]bool{
	19: true, 28: true, 29: true, 30: true, 47: true, 48: true, 60: true, 62: true, 68: true, 74: true, 76: true, 80: true, 81: true, 82: true,
	83: true, 84: true, 85: true, 86: true, 87: true, 105: true, 106: true, 111: true, 112: true, 116: true, 117: true, 119: true, 120: true,
	121: true, 122: true, 123: true, 124: true,
}

// fbNumbers are the names of parameters that are numbers; others are just values.
var fbNumbers = map[int]string{4: "page_size", 57: "connect_timeout", 71: "process_id", 110: "process_id"}

// fbUser are the names and types of what a client says of itself.
var fbUser = map[int]string{1: "user_name", 4: "host_name", 8: "plugin_name", 9: "login", 10: "plugin_list"}

// block adds what a counted value holds, up to its end.
func (l *firebird) block(name, block string) bool {
	switch block {
	case "text":
		l.text(name)
	case "said":
		l.said(name, len(l.data)-l.at)
	case "bound", "selected", "out":
		return l.rows(block)
	case "program":
		return l.program()
	case "answered":
		return l.block(name, cmp.Or(fbInformation[l.asked().operation], "bytes"))
	case "auth":
		return l.proof()
	case "socket":
		return l.values("family:u16 port:u16 address:ip4 unused:octets8")
	case "dpb", "bpb":
		return l.values("block_version:u8") && l.parameters(1)
	case "spb":
		return l.service()
	case "tpb":
		return l.values("block_version:u8") && l.all(l.transaction)
	case "user":
		return l.all(l.client)
	case "keys":
		return l.all(func() bool { return l.values("key_code:u8 key_length:u8") && l.textOf("key_text", l.told()) })
	case "events":
		return l.values("block_version:u8") && l.all(func() bool {
			return l.values("event_length:u8") && l.textOf("event", l.told()) && l.values("event_count:u32")
		})
	case "segments":
		return l.all(func() bool { return l.values("part_length:u16") && l.saidOf("part", l.lower("part_length")) })
	case "items":
		return l.all(func() bool { return l.values("item_code:u8") })
	case "sqlitems":
		return l.all(l.asking)
	case "sent":
		return l.all(l.sent)
	case "start":
		return l.start()
	case "information":
		return l.items(l.information)
	case "described":
		return l.items(l.described)
	case "service":
		return l.items(l.says)
	default:
		l.rest(name)
	}
	return !l.short
}

// all adds elements up to the end.
func (l *firebird) all(add func() bool) bool {
	for l.at < len(l.data) {
		if !add() || l.short {
			return false
		}
	}
	return true
}

// rows adds BLR that declares a row.
func (l *firebird) rows(block string) bool {
	columns, ok := l.declaration()
	switch block {
	case "bound":
		l.bound[l.statement()] = columns
	case "selected":
		l.selected[l.statement()] = columns
	case "out":
		l.selected[fbNobody] = columns
	}
	return ok
}

// textOf, saidOf and numberOf add a value of so many bytes.
func (l *firebird) textOf(name string, n int) bool {
	if n > 0 {
		l.one(name, "FT_STRING", n)
	}
	return !l.short
}

func (l *firebird) saidOf(name string, n int) bool {
	l.said(name, n)
	return !l.short
}

func (l *firebird) numberOf(name string, n int) bool {
	switch n {
	case 0:
	case 1, 2, 4, 8:
		l.one(name, fmt.Sprintf("FT_UINT%d", 8*n), n)
	default:
		l.one(name, "FT_BYTES", n)
	}
	return !l.short
}

// proof adds what passwords are proved with, for Srp: the salt and the public key of a server, or what a client says of both.
func (l *firebird) proof() bool {
	if l.fromClient {
		l.text("proof")
		return !l.short
	}
	return l.values("salt_length:u16") && l.textOf("salt", l.lower("salt_length")) &&
		l.values("public_key_length:u16") && l.textOf("public_key", l.lower("public_key_length"))
}

// client adds a thing that a client says of itself.
func (l *firebird) client() bool {
	if !l.values("user_code:u8 user_length:u8") {
		return false
	}
	code, n := int(l.data[l.at-2]), l.told()
	switch {
	case code == 7 && n > 0: // in parts of as many bytes as a length can say
		return l.values("part_number:u8") && l.textOf("specific_data", n-1)
	case fbUser[code] != "":
		return l.textOf(fbUser[code], n)
	case code == 11:
		return l.numberOf("client_crypt", n)
	}
	return l.numberOf("user_value", n)
}

// parameters adds those of a database or service, each with a length of so many bytes.
func (l *firebird) parameters(size int) bool {
	return l.all(func() bool {
		if !l.values("parameter_code:u8") {
			return false
		}
		code := l.told()
		if l.one("parameter_length", fmt.Sprintf("FT_UINT%d", 8*size), size); l.short {
			return false
		}
		n := l.lower("parameter_length")
		if fbTexts[code] {
			return l.textOf("parameter_text", n)
		}
		return l.numberOf(cmp.Or(fbNumbers[code], "parameter_value"), n)
	})
}

// service adds parameters of a service, of which there are three versions.
func (l *firebird) service() bool {
	if !l.values("block_version:u8") {
		return false
	}
	switch l.told() {
	case 2:
		return l.values("block_current_version:u8") && l.parameters(1)
	case 3:
		return l.parameters(4)
	}
	return l.parameters(1)
}

// transaction adds a parameter of a transaction.
func (l *firebird) transaction() bool {
	if !l.values("parameter_code:u8") {
		return false
	}
	switch l.told() {
	case 10, 11: // a table that is locked
		return l.values("table_length:u8") && l.textOf("table", l.told())
	case 21:
		return l.values("lock_timeout_length:u8") && l.numberOf("lock_timeout", l.told())
	}
	return true
}

// asking adds what is asked for of a statement.
func (l *firebird) asking() bool {
	if !l.values("item_code:u8") {
		return false
	}
	if l.told() == 20 { // from which variable on
		return l.values("start_length:u8") && l.numberOf("start", l.told())
	}
	return true
}

// sent adds what is said to a service in between.
func (l *firebird) sent() bool {
	if !l.values("item_code:u8") {
		return false
	}
	switch code := l.told(); code {
	case 1, 2, 3, 4, 126, 127:
		return true
	case 64:
		return l.values("item_length:u16") && l.numberOf("timeout", l.lower("item_length"))
	}
	return l.values("item_length:u16") && l.saidOf("item", l.lower("item_length"))
}

// unused adds what is behind the end of information.
func (l *firebird) unused() bool {
	l.rest("unused")
	return !l.short
}

// fbFacts are the names and types of information of a database, a request, a transaction or a blob, where it is no number.
var fbFacts = map[int]string{
	4: "texts", 11: "implementations", 12: "texts", 13: "levels", 23: "counts", 24: "counts", 25: "counts", 26: "counts", 27: "counts", 28: "counts",
	29: "counts", 30: "counts", 53: "name", 103: "texts", 111: "timestamp", 114: "systems",
}

// fbFactNames are the names of those of a database that are numbers.
var fbFactNames = map[int]string{
	5: "reads", 6: "writes", 7: "fetches", 14: "page_size", 15: "buffers_count", 21: "allocation", 22: "attachment_id", 32: "ods_version", 33: "ods_minor_version",
	52: "forced_writes_flags", 62: "dialect", 63: "read_only_flags", 64: "pages_count", 101: "charset",
}

// fbBlobFacts are the names of those of a blob.
var fbBlobFacts = map[int]string{4: "segments_count", 5: "most_length", 6: "total_length", 7: "blob_type"}

// items adds codes and what is behind each up to the last one, behind which nothing is used.
func (l *firebird) items(add func(code int) bool) bool {
	return l.all(func() bool {
		if !l.values("item_code:u8") {
			return false
		}
		switch code := l.told(); code {
		case fbEnd, fbTruncated:
			return l.unused()
		default:
			return add(code)
		}
	})
}

// information adds what is behind the code of a fact about a database, a request, a transaction or a blob.
func (l *firebird) information(code int) bool {
	if code == 127 {
		return true
	}
	if !l.values("item_length:u16") {
		return false
	}
	n := l.lower("item_length")
	if code == 3 {
		return l.within(n, func() bool { return l.values("wrong_item_code:u8") && l.numberOf("error_code", n-1) })
	}
	switch l.asked().operation {
	case fbDatabase:
		return l.within(n, func() bool { return l.fact(code, n) })
	case fbBlobs:
		return l.numberOf(cmp.Or(fbBlobFacts[code], "fact"), n)
	}
	return l.numberOf("fact", n)
}

// fact adds one about a database.
func (l *firebird) fact(code, n int) bool {
	switch fbFacts[code] {
	case "texts":
		return l.values("texts_count:u8") && l.all(func() bool { return l.values("fact_length:u8") && l.textOf("fact_text", l.told()) })
	case "name":
		return l.values("fact_length:u8") && l.textOf("fact_text", l.told())
	case "implementations":
		return l.values("implementations_count:u8") && l.all(func() bool { return l.values("implementation:u8 class:u8") })
	case "systems":
		return l.values("implementations_count:u8") && l.all(func() bool { return l.values("cpu:u8 os:u8 compiler:u8 implementation_flags:u8 class:u8 level:u8") })
	case "levels":
		return l.values("levels_count:u8") && l.all(func() bool { return l.values("level:u8") })
	case "counts":
		return l.all(func() bool { return l.values("table_id:u16 rows_count:u32") })
	case "timestamp":
		return l.values("date:date time:time")
	}
	return l.numberOf(cmp.Or(fbFactNames[code], "fact"), n)
}

// fbDescribed are the names of what is said of a statement and its variables: of texts behind ".".
var fbDescribed = map[int]string{
	6: "variables_count", 7: "variables_count", 9: "sequence_number", 10: "message_sequence_number", 11: "sql_type", 12: "sub_type", 13: "scale", 14: "variable_length",
	15: "null_indicator", 16: ".field", 17: ".relation", 18: ".owner", 19: ".alias", 21: "statement_type", 22: ".plan", 25: ".relation_alias", 26: ".plan",
	27: "statement_flags",
}

// described adds what is behind the code of what is said of a statement or of one of its variables.
func (l *firebird) described(code int) bool {
	switch code {
	case 4, 5, 8, 127: // what begins or ends
		return true
	}
	if !l.values("item_length:u16") {
		return false
	}
	n, name := l.lower("item_length"), fbDescribed[code]
	switch {
	case code == 23: // rows that were changed
		return l.within(n, func() bool { return l.all(l.changed) })
	case code == 3:
		return l.within(n, func() bool { return l.values("wrong_item_code:u8") && l.numberOf("error_code", n-1) })
	case name == "":
		return l.numberOf("fact", n)
	case name[0] == '.':
		return l.textOf(name[1:], n)
	}
	return l.numberOf(name, n)
}

// changed adds how many rows were changed in one way.
func (l *firebird) changed() bool {
	if !l.values("item_code:u8") {
		return false
	}
	if l.told() == fbEnd {
		return l.unused()
	}
	return l.values("item_length:u16") && l.numberOf("rows_count", l.lower("item_length"))
}
