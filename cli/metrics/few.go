package metrics

import (
	"net"
	"sync"
)

// maxConnections is how many may ask at once. Each takes a descriptor, and memory for its
// answer, from the capture.
const maxConnections = 32

// few is a listener of which each connection takes a place, until it is closed. Who comes when
// there is none waits in the kernel.
type few struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

func newFew(listener net.Listener) *few {
	return &few{Listener: listener, places: make(chan struct{}, maxConnections), closed: make(chan struct{})}
}

// Accept waits for a place, and then for a connection.
func (f *few) Accept() (net.Conn, error) {
	select {
	case f.places <- struct{}{}:
	case <-f.closed:
		return nil, net.ErrClosed
	}
	c, err := f.Listener.Accept()
	if err != nil {
		<-f.places
		return nil, err
	}
	return &placed{Conn: c, leave: sync.OnceFunc(func() { <-f.places })}, nil
}

// Close ends an Accept that waits.
func (f *few) Close() error {
	f.once.Do(func() { close(f.closed) })
	return f.Listener.Close()
}

// placed is a connection that has a place.
type placed struct {
	net.Conn
	leave func()
}

func (p *placed) Close() error {
	defer p.leave()
	return p.Conn.Close()
}
