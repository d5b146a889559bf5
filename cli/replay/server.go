package replay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// server is a stage where clients come to.
type server struct {
	*socket  // that listens or, for datagrams, serves
	timeout  time.Duration
	patience time.Duration // for the next client, 0 for ever
	failed   error         // why no client is waited for any more
}

// listen makes the socket of a server.
func listen(conversations []*format.Conversation, o *Options) (*server, error) {
	if len(conversations) == 0 {
		return nil, errors.New("there is no conversation to play")
	}
	typ := conversations[0].Type
	for _, c := range conversations {
		if c.Type != typ {
			return nil, fmt.Errorf("one socket can't be both %s and %s", typ, c.Type)
		}
	}
	s, err := newSocket(typ)
	if err != nil {
		return nil, fmt.Errorf("making the socket %s: %w", o.Socket, err)
	}
	if err := s.bind(o.Socket, false); err != nil {
		s.close()
		return nil, err
	}
	s.shared = typ == format.Datagram
	if !s.shared {
		if err := unix.Listen(s.fd, unix.SOMAXCONN); err != nil {
			s.close()
			return nil, fmt.Errorf("listening at %s: %w", o.Socket, err)
		}
	}
	return &server{socket: s, timeout: o.Timeout, patience: o.Patience}, nil
}

func (s *server) enter(ctx context.Context, _ *format.Conversation) (*socket, error) {
	if s.failed != nil {
		return nil, s.failed
	}
	connection, err := s.next(ctx)
	if errors.Is(err, errTimeout) {
		err = fmt.Errorf("no client came within %v", s.patience)
	}
	s.failed = err
	s.patience = s.timeout
	return connection, err
}

// next waits for a client.
func (s *server) next(ctx context.Context) (*socket, error) {
	for {
		if _, err := s.wait(ctx, unix.POLLIN, s.patience); err != nil {
			return nil, err
		}
		if s.shared {
			return s.socket, nil
		}
		fd, _, err := unix.Accept4(s.fd, unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK)
		switch {
		case err == nil:
			return &socket{fd: fd, typ: s.typ}, nil
		case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR), errors.Is(err, unix.ECONNABORTED):
		default:
			return nil, fmt.Errorf("accepting a connection: %w", err)
		}
	}
}

func (s *server) leave(connection *socket) {
	if connection != s.socket {
		connection.close()
	}
}
