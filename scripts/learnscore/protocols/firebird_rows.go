package protocols

// Codes of Firebird's language for requests, BLR, and those of its types.
const (
	blrBegin   = 2
	blrMessage = 4

	blrShort     = 7
	blrLong      = 8
	blrQuad      = 9
	blrFloat     = 10
	blrDFloat    = 11
	blrDate      = 12
	blrTime      = 13
	blrText      = 14
	blrText2     = 15
	blrInt64     = 16
	blrBlob2     = 17
	blrBool      = 23
	blrDouble    = 27
	blrTimestamp = 35
	blrVarying   = 37
	blrVarying2  = 38
	blrCString   = 40
	blrCString2  = 41
)

// blrTypes are what is behind the code of a type.
var blrTypes = map[int]string{
	blrShort: "scale:i8", blrLong: "scale:i8", blrQuad: "scale:i8", blrInt64: "scale:i8",
	blrFloat: "", blrDFloat: "", blrDouble: "", blrDate: "", blrTime: "", blrTimestamp: "", blrBool: "",
	blrText: "text_size:u16", blrVarying: "text_size:u16", blrCString: "text_size:u16",
	blrText2: "charset:u16 text_size:u16", blrVarying2: "charset:u16 text_size:u16", blrCString2: "charset:u16 text_size:u16",
	blrBlob2: "sub_type:u16 charset:u16",
}

// fbOctets is the character set of texts that are bytes; how texts are ordered is above it.
const fbOctets = 1

// fbColumn is a value of a row or message.
type fbColumn struct{ kind, charset, size int }

// fbValues are the fields of values by their types; padding is added behind.
var fbValues = map[int]string{
	blrShort: "value:i32", blrLong: "value:i32", blrQuad: "blob_id:quad", blrBlob2: "blob_id:quad", blrInt64: "value:i64",
	blrFloat: "value:float4", blrDFloat: "value:float8", blrDouble: "value:float8",
	blrDate: "date:date", blrTime: "time:time", blrTimestamp: "date:date time:time",
}

// little is the number that bytes are, the lower ones first.
func little(bytes []byte) (n int) {
	for i := len(bytes) - 1; i >= 0; i-- {
		n = n<<8 | int(bytes[i])
	}
	return n
}

// lower is the last number of that name, little-endian.
func (l *firebird) lower(name string) int { return little(l.bytesOf(name)) }

// declaration adds BLR that declares nothing but a message, and is what columns it has.
func (l *firebird) declaration() (columns []fbColumn, ok bool) {
	if !l.values("blr_version:u8 begin_code:u8 message_code:u8 message_number_small:u8") {
		return nil, false
	}
	columns, ok = l.declared()
	return columns, ok && l.values("end_code:u8 eoc_code:u8")
}

// declared adds the columns of a message.
func (l *firebird) declared() (columns []fbColumn, ok bool) {
	if !l.values("columns_count:u16") {
		return nil, false
	}
	for n := l.lower("columns_count"); n > 0; n-- {
		if !l.values("blr_type:u8") {
			return nil, false
		}
		column := fbColumn{kind: l.told()}
		words, known := blrTypes[column.kind]
		if !known || !l.values(words) {
			return nil, false
		}
		switch column.kind {
		case blrText2, blrVarying2, blrCString2:
			column.charset = l.lower("charset")
			fallthrough
		case blrText, blrVarying, blrCString:
			column.size = l.lower("text_size")
		}
		columns = append(columns, column)
	}
	return columns, true
}

// program adds BLR that declares messages and says what is done with them, which is not dissected.
func (l *firebird) program() bool {
	if l.add("blr_version:u8"); l.at+1 < len(l.data) && l.data[l.at] == blrBegin {
		l.add("begin_code:u8")
		for l.at < len(l.data) && l.data[l.at] == blrMessage {
			if !l.values("message_code:u8 message_number_small:u8") {
				return false
			}
			number := l.told()
			columns, ok := l.declared()
			if !ok {
				return false
			}
			l.parsed[number] = columns
		}
	}
	if n := len(l.data) - l.at; n > 0 {
		l.one("program", "FT_NONE", n)
	}
	return !l.short
}

// row adds a row: a bit for each column, which says that it is NULL, and the others. Behind each column is declared whether it is NULL.
func (l *firebird) row(columns []fbColumn) bool {
	size := (len(columns)/2 + 7) / 8
	if size == 0 {
		return true
	}
	if l.one("nulls_flags", "FLAGS", size); l.short {
		return false
	}
	nulls := l.bytesOf("nulls_flags")
	if !l.pad(size) {
		return false
	}
	for i := 0; i < len(columns)/2; i++ {
		if nulls[i/8]>>(i%8)&1 == 0 && !l.datum(columns[2*i]) {
			return false
		}
	}
	return true
}

// message adds a message of a request, in which no column is left out.
func (l *firebird) message(columns []fbColumn) bool {
	for _, column := range columns {
		if !l.datum(column) {
			return false
		}
	}
	return len(columns) > 0
}

// datum adds the value of a column.
func (l *firebird) datum(column fbColumn) bool {
	kind := "FT_STRING"
	if column.charset&0xff == fbOctets {
		kind = "FT_BYTES"
	}
	n := column.size
	switch column.kind {
	case blrBool:
		l.one("value", "FT_BOOLEAN", 1)
		return l.pad(1)
	case blrVarying, blrVarying2, blrCString, blrCString2:
		if l.add("text_length:u32"); l.short {
			return false
		}
		n = l.told()
	case blrText, blrText2:
	default:
		return l.values(fbValues[column.kind])
	}
	if n > 0 {
		l.one("text", kind, n)
	}
	return l.pad(n)
}
