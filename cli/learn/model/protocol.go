package model

// Protocol is all that was learned of the messages of a socket.
type Protocol struct {
	Socket        string    `json:"socket"` // its name, escaped
	Type          string    `json:"type"`   // stream, dgram, seqpacket
	Conversations int       `json:"conversations"`
	Messages      int       `json:"messages"` // sends
	Incomplete    int       `json:"incomplete"`
	Opaque        *Opaque   `json:"opaque,omitempty"` // nothing was learned of the fields, and why
	Framing       []Framing `json:"framing"`          // of one direction or of both
	Kinds         []Kind    `json:"kinds"`
	Notes         []string  `json:"notes,omitempty"` // what else is to be said, for people

	Frames []Frame `json:"-"` // all of them, in the order of Frame.Number
	// Unframed are the bytes that belong to no frame, as the framing did not hold there
	// or a hole is in the way.
	Unframed int `json:"unframed"`
}

// Opaque says why nothing is learned of the fields: the bytes are no binary protocol
// with fields in them, or one that has a better tool.
type Opaque struct {
	What string  `json:"what"` // such as TLS, HTTP, text lines, compressed or encrypted
	Why  string  `json:"why"`  // the evidence, in words
	Tool string  `json:"tool"` // what to use instead, in words
	Sure float64 `json:"sure"`
}

// How is how frames are found.
type How string

// The ways there are.
const (
	Datagrams How = "datagrams" // each message is a frame, as the socket keeps them apart
	Sends     How = "sends"     // of a stream: each send seems to be a frame; nothing in the bytes proves it
	ByLength  How = "length"    // a field tells the length
	Delimited How = "delimiter" // a sequence of bytes ends a frame
	Fixed     How = "fixed"     // all have the same size
	Lines     How = "lines"     // of text, ended by a line feed or carriage return and line feed
)

// Framing is how the bytes of one direction, or of both, become frames.
type Framing struct {
	From string `json:"from"` // client, server or both
	How  How    `json:"how"`

	// Of ByLength: the frame has Scale*value + Add bytes, where the value is at Offset
	// from its start, Size bytes wide, in Order. With Varint it is a number of base 128,
	// the low 7 bits first, and Add counts from behind it.
	Offset int    `json:"offset,omitempty"`
	Size   int    `json:"size,omitempty"`
	Order  Order  `json:"order,omitempty"`
	Scale  int    `json:"scale,omitempty"`
	Add    int    `json:"add,omitempty"`
	Varint bool   `json:"varint,omitempty"`
	Counts string `json:"counts,omitempty"` // what the length counts: all, rest, body, in words

	// Align and Plus are of a frame with two lengths: to the bytes up to the end of the
	// part that Plus tells the length of, rounded up to a multiple of Align, come Scale*value.
	Align int      `json:"align,omitempty"`
	Plus  *Framing `json:"plus,omitempty"`

	Delimiter []byte `json:"delimiter,omitempty"` // of Delimited and Lines
	Length    int    `json:"length,omitempty"`    // of Fixed

	// First is how the first frame of a conversation is found, where that differs.
	First *Framing `json:"first,omitempty"`

	Frames        int     `json:"frames"`
	Conversations int     `json:"conversations"` // streams, one of each direction, that were parsed to their end
	Sure          float64 `json:"sure"`
	Evidence      string  `json:"evidence"`
}

// Kind is a kind of frame.
type Kind struct {
	Name    string   `json:"name"`
	From    string   `json:"from"` // client or server
	Count   int      `json:"count"`
	Min     int      `json:"min"` // bytes of the shortest
	Max     int      `json:"max"`
	Select  []Match  `json:"select,omitempty"`  // what a frame of this direction has to be of this kind: all of them
	Answers []Answer `json:"answers,omitempty"` // the kinds that answer it, the most frequent first
	Fields  []Field  `json:"fields"`
	Example int      `json:"example"` // Number of a typical frame
}

// Match is a value that tells a kind from others. With Size 0 it is the length of the
// frame in bytes.
type Match struct {
	Offset int    `json:"offset"`
	Size   int    `json:"size"`
	Order  Order  `json:"order,omitempty"`
	Value  uint64 `json:"value"`
}

// Answer is a kind that answers another.
type Answer struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}
