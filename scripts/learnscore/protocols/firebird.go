package protocols

// Operations of Firebird that others do not resemble.
const (
	fbConnect        = 1
	fbAccept         = 3
	fbReject         = 4
	fbDisconnect     = 6
	fbResponse       = 9
	fbCompile        = 22
	fbSend           = 25
	fbDatabase       = 40
	fbBlobs          = 43
	fbFetch          = 65
	fbFetchResponse  = 66
	fbPrepare        = 68
	fbExecuteNow     = 75
	fbCancel         = 91
	fbContinue       = 92
	fbAcceptWithData = 94
	fbAcceptForNow   = 98
)

// fbNobody is the statement that has no number.
const fbNobody = -1

// frameFirebird frames packets by their fields, as they have no length.
func frameFirebird() framer { return framedBy(newFirebirdTurn()) }

// firebirdFields are the fields of packets of a conversation with Firebird, version 15 of its protocol, as Firebird 3.0 declares and packs
// them: big-endian, as XDR has it, but for the blocks of parameters and of information within, which are little-endian.
func firebirdFields() (Layout, error) { return laidBy(newFirebirdTurn()), nil }

// firebirdTurn are the packets that have no answer yet, and what is known of the rows and messages of statements and requests.
type firebirdTurn struct {
	asked           []fbAsked
	bound, selected map[int][]fbColumn         // of statements
	requests        map[int]map[int][]fbColumn // messages of requests
}

// fbAsked is a packet without an answer.
type fbAsked struct {
	operation, statement int
	messages             map[int][]fbColumn // those that a request declares
}

func newFirebirdTurn() *firebirdTurn {
	return &firebirdTurn{bound: map[int][]fbColumn{}, selected: map[int][]fbColumn{}, requests: map[int]map[int][]fbColumn{}}
}

func (t *firebirdTurn) lay(data []byte, fromClient bool) (*structure, bool) {
	l := &firebird{structure: structure{protocol: "firebird", data: data}, turn: t, fromClient: fromClient,
		parsed: map[int][]fbColumn{}, bound: map[int][]fbColumn{}, selected: map[int][]fbColumn{}}
	if l.add("operation:u32"); l.short {
		return &l.structure, false
	}
	l.operation = l.told()
	if !fromClient {
		ok := l.answer()
		return &l.structure, ok
	}
	words, known := fbRequests[l.operation]
	ok := known && l.values(words)
	if ok {
		l.remember()
	}
	return &l.structure, ok
}

// firebird lays fields over a packet.
type firebird struct {
	structure
	turn            *firebirdTurn
	fromClient      bool
	operation       int
	parsed          map[int][]fbColumn // messages that a program declares
	bound, selected map[int][]fbColumn // columns that this packet declares, by statements
}

// remember keeps what answers to a client's packet need.
func (l *firebird) remember() {
	for statement, columns := range l.bound {
		l.turn.bound[statement] = columns
	}
	for statement, columns := range l.selected {
		l.turn.selected[statement] = columns
	}
	switch l.operation {
	case fbDisconnect, fbCancel:
		return
	case fbContinue: // what has been asked goes on
		if len(l.turn.asked) > 0 && l.turn.asked[0].operation != fbConnect {
			return
		}
		l.turn.asked = nil
	}
	l.turn.asked = append(l.turn.asked, fbAsked{l.operation, l.statement(), l.parsed})
}

// statement is the number of the one that a packet is about.
func (l *firebird) statement() int {
	if len(l.bytesOf("statement_id")) == 0 {
		return fbNobody
	}
	return l.number("statement_id") & 0xffff
}

// answer adds what a server's packet holds, and forgets what is answered by it.
func (l *firebird) answer() bool {
	words, known := fbAnswers[l.operation]
	if !known || !l.values(words) {
		return false
	}
	asked := l.asked()
	switch l.operation {
	case fbAccept, fbAcceptWithData, fbReject, fbResponse:
	case fbSend, fbFetchResponse:
		if l.number("messages_count") > 0 {
			return true
		}
	default: // something else follows
		return true
	}
	if l.operation == fbResponse && asked.operation == fbCompile {
		l.turn.requests[l.number("object_id")] = asked.messages
	}
	if len(l.turn.asked) > 0 {
		l.turn.asked = l.turn.asked[1:]
	}
	return true
}

// asked is the first packet without an answer.
func (l *firebird) asked() (first fbAsked) {
	if len(l.turn.asked) > 0 {
		first = l.turn.asked[0]
	}
	return first
}

func (l *firebird) values(words string) bool { return l.each(words, l.value) }

// value adds what structures do not know. =BLOCK is one with its length and padding.
func (l *firebird) value(name, kind string) bool {
	if kind[0] == '=' {
		return l.counted(name, kind[1:])
	}
	switch kind {
	case "bool4":
		l.one(name, "FT_BOOLEAN", 4)
	case "float4":
		l.one(name, "FT_FLOAT", 4)
	case "float8":
		l.one(name, "FT_DOUBLE", 8)
	case "date", "time": // days, and parts of a second since midnight
		l.one(name, map[string]string{"date": "FT_ABSOLUTE_TIME", "time": "FT_RELATIVE_TIME"}[kind], 4)
	case "ip4":
		l.one(name, "FT_IPv4", 4)
	case "octets8":
		l.one(name, "FT_BYTES", 8)
	case "text16": // a text with its length, little-endian
		return l.values(name+"_length:u16") && l.saidOf(name, l.lower(name+"_length"))
	case "quad": // of a blob
		l.add(name + "_high:u32 " + name + "_low:u32")
	case "versions":
		return l.repeat(l.number("versions_count"), fbVersion, l.value)
	case "status":
		return l.status()
	case "input":
		return l.number("messages_count") == 0 || l.row(l.columns(l.bound, l.turn.bound, l.statement()))
	case "output": // of a statement that is executed at once, or of one that is fetched from
		statement := fbNobody
		if l.operation == fbFetchResponse {
			statement = l.asked().statement
		}
		return l.number("messages_count") == 0 || l.row(l.columns(l.selected, l.turn.selected, statement))
	case "message":
		return l.message(l.turn.requests[l.number("request_id")][l.number("message_number")])
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// columns are those of a statement, which this packet or one before it declares.
func (l *firebird) columns(here, before map[int][]fbColumn, statement int) []fbColumn {
	if columns, ok := here[statement]; ok {
		return columns
	}
	return before[statement]
}

// counted adds a block with its length and padding.
func (l *firebird) counted(name, block string) bool {
	if l.add(name + "_length:u32"); l.short {
		return false
	}
	n := l.told()
	if !l.within(n, func() bool { return n == 0 || l.block(name, block) }) {
		return false
	}
	return l.pad(n)
}

// pad adds what fills up so many bytes.
func (l *firebird) pad(n int) bool {
	if n%4 > 0 {
		l.one("padding", "FT_BYTES", 4-n%4)
	}
	return !l.short
}

// status adds a vector of errors: arguments with their types.
func (l *firebird) status() bool {
	for {
		if l.add("arg_type:u32"); l.short {
			return false
		}
		switch l.told() {
		case 0:
			return true
		case 1, 18: // of an error, and of a warning
			l.add("error_code:u32")
		case 2, 5, 19:
			if !l.counted("arg_text", "text") {
				return false
			}
		default:
			l.add("arg_number:i32")
		}
	}
}
