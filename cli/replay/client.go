package replay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// client is a stage with a new socket for each conversation.
type client struct{ o *Options }

func (c *client) enter(ctx context.Context, conversation *format.Conversation) (*socket, error) {
	s, err := newSocket(conversation.Type)
	if err != nil {
		return nil, err
	}
	wantsName := conversation.Type == format.Datagram && conversation.Client.Name != ""
	if c.o.Bind != "" || wantsName {
		err = s.bind(c.o.Bind, true) // the server may be another user, who is to answer
	}
	if err == nil {
		err = s.connect(ctx, c.o.Socket, c.o.Timeout)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (c *client) leave(s *socket) { s.close() }

func (c *client) close() {}

// connect connects to a server, which may be busy for a while.
func (s *socket) connect(ctx context.Context, n format.Name, timeout time.Duration) error {
	for deadline := time.Now().Add(timeout); ; {
		err := unix.Connect(s.fd, sockaddr(n))
		switch {
		case err == nil:
			return nil
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EAGAIN):
			if time.Now().After(deadline) {
				return fmt.Errorf("%s accepted no connection within %v", n, timeout)
			}
			select { // poll does not tell of room in a server's queue
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(retry):
			}
		case errors.Is(err, unix.ENOENT), errors.Is(err, unix.ECONNREFUSED) && n[0] == 0:
			return fmt.Errorf("there is no socket %s; start the server first", n)
		case errors.Is(err, unix.ECONNREFUSED):
			return fmt.Errorf("nobody serves %s any more; start the server first", n)
		case errors.Is(err, unix.EPROTOTYPE):
			return fmt.Errorf("%s is of another type than the socket that was captured, which was %s", n, s.typ)
		default:
			return fmt.Errorf("connecting to %s: %w", n, err)
		}
	}
}
