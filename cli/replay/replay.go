package replay

import (
	"context"
	"fmt"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// Role is the side that is played.
type Role string

// The two sides of a conversation.
const (
	Client Role = "client"
	Server Role = "server"
)

// other is the side that is tested.
func (r Role) other() Role {
	if r == Client {
		return Server
	}
	return Client
}

// Options say how to play.
type Options struct {
	Role   Role
	Socket format.Name // to connect to, or to make and listen at

	// Bind is the name of a client's own socket. Without one, the kernel gives it an
	// abstract name if it is for datagrams and the captured client had a name.
	Bind format.Name

	// Timeout is how long nothing may happen when it is the other side's turn. It must
	// be positive.
	Timeout time.Duration
	// Patience is how long a server waits for its first client, 0 for ever.
	Patience time.Duration

	Ignore []Ignore // what is not compared

	// Ready is called, if it is set, when clients can connect to a server.
	Ready func()
}

// stage is where conversations are played.
type stage interface {
	// enter returns a socket for a conversation, connected unless it is a server's of
	// datagrams.
	enter(ctx context.Context, c *format.Conversation) (*socket, error)
	leave(*socket)
	close()
}

// Play plays conversations, one after the other, and reports the result of each. As
// the server, they must be of the same type, and none is played if one of them can't be:
// its client would be taken for another's. Its error is that of making a server's
// socket, of the report or of the context.
func Play(ctx context.Context, conversations []*format.Conversation, o Options, report func(*Result) error) error {
	plays := make([]*play, len(conversations))
	for i, c := range conversations {
		plays[i] = newPlay(c, &o)
	}
	var s stage = &client{o: &o}
	if o.Role == Server && !cancelAll(plays) {
		server, err := listen(conversations, &o)
		if err != nil {
			return err
		}
		s = server
		if o.Ready != nil {
			o.Ready()
		}
	}
	defer s.close()
	for i, p := range plays {
		if !p.over() {
			p.run(ctx, s, &o, i == len(plays)-1)
		}
		if err := report(&p.result); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// play is a conversation on its way to a result.
type play struct {
	script script
	result Result
}

func newPlay(c *format.Conversation, o *Options) *play {
	p := &play{result: Result{Conversation: c, Role: o.Role, Notes: notes(c)}}
	script, err := newScript(c, o.Role)
	if err != nil {
		p.result.end(Unplayable, err.Error())
	}
	p.script = script
	return p
}

func (p *play) over() bool { return p.result.Verdict != "" }

// cancelAll gives all a result if one can't be played.
func cancelAll(plays []*play) (cancelled bool) {
	for _, bad := range plays {
		if !bad.over() {
			continue
		}
		for _, p := range plays {
			if !p.over() {
				p.result.end(Failed, fmt.Sprintf("it was not played, as conversation %s can't be", bad.result.Conversation.ID))
			}
		}
		return true
	}
	return false
}

// run plays the conversation, which may be the last one.
func (p *play) run(ctx context.Context, s stage, o *Options, last bool) {
	socket, err := s.enter(ctx, p.result.Conversation)
	if err != nil {
		p.result.end(Failed, reason(err))
		return
	}
	defer s.leave(socket)
	e := &exchange{
		socket:   socket,
		script:   p.script,
		ignore:   NewMasks(o.Ignore),
		timeout:  o.Timeout,
		alone:    last || !socket.shared,
		pathless: o.Role == Client && socket.typ == format.Datagram && socket.file == nil,
		result:   &p.result,
	}
	e.run(ctx)
}
