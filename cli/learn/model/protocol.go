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
	Bodies        []Body    `json:"bodies,omitempty"` // what is behind the fields, of one direction each
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

// Body is what frames of a direction carry behind their fields, in an encoding that describes
// itself.
type Body struct {
	From   string `json:"from"`   // client or server
	Offset int    `json:"offset"` // where it begins in all frames
	What   string `json:"what"`   // the encoding, such as MessagePack
	Tool   string `json:"tool"`   // what reads it, in words
	Why    string `json:"why"`    // the evidence, in words
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
