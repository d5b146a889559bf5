package layout

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/tagged"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Group is frames of one direction that are laid out alike, and what is known of them.
type Group struct {
	Frames []*model.Frame // at least one
	Match  []model.Match  // what tells them from others
	Plain  bool           // no elements of variable size are to be looked for

	Lengths func(offset int) bool // tells where frames of the direction have their length
	End     byte                  // ends all frames of the direction, 0 if none does
	Tables  tagged.Tables         // tagged elements of the protocol
	Reads   *Budget               // of elements
	Seen    Seen                  // options that kinds are proved to have, which those of this group are added to
	Trusted Trusted               // runs that are proved by all frames of which these are some
	Command int                   // where frames of the direction have a letter that is a command, -1 if they have none
	Body    *model.Body           // what frames carry behind their fields, nil if that is not known
}

// Plan is how frames are laid out.
type Plan struct {
	Header []segment.Piece // what they share with others, from offset 0 on
	Start  int             // where that ends
	Claims []claim.Claim   // of their own, behind that

	Checksums []claim.Claim // that are proved of them
}

// KindOf is a kind, and the frames that it was made of.
type KindOf struct {
	Kind   model.Kind
	Frames []*model.Frame // which its layout need not all fit
}
