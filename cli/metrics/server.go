package metrics

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// Server serves counts over HTTP, at /metrics.
type Server struct {
	listener net.Listener
	server   *http.Server
	ended    chan error
}

// loopback is where an address listens that names no host: names of sockets are not for
// everybody.
const loopback = "127.0.0.1"

// ParseAddress reads HOST:PORT, or a port alone, which is one of this machine's own, as is
// :PORT.
func ParseAddress(s string) (string, error) {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		host, port = "", s
	}
	if host == "" {
		host = loopback
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", errors.New("want a port, such as 9435, or HOST:PORT")
	}
	return net.JoinHostPort(host, port), nil
}

// Listen takes an address that ParseAddress has read; below port 1024 that takes
// CAP_NET_BIND_SERVICE. Who asks there waits for Serve.
func Listen(address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serving metrics: %w", err)
	}
	return listener, nil
}

// Serve begins to serve counts. The listener is the server's from now on.
func Serve(listener net.Listener, c *Counts, version string) *Server {
	text := recentText{counts: c, version: version}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", ContentType)
		_, _ = w.Write(text.now()) // who asked has gone
	})
	const patience = 10 * time.Second // with who asks slowly
	s := &Server{listener, &http.Server{
		Handler: mux, ReadTimeout: patience, WriteTimeout: patience, IdleTimeout: patience, MaxHeaderBytes: 1 << 13,
	}, make(chan error, 1)}
	go func() { s.ended <- s.server.Serve(newFew(listener)) }()
	return s
}

// Address is where it listens.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Close ends it.
func (s *Server) Close() error {
	err := s.server.Close()
	<-s.ended
	return err
}
