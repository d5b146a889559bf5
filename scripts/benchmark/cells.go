package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"
)

// prepare has a load ready to run.
func (b *bench) prepare(l load) (traffic, error) {
	if l.kind == redis {
		return newRedisTraffic(b.redis)
	}
	return newPairTraffic(b.pairs, l, b.duration)
}

// scene is what a tool is told of some loads.
func (b *bench) scene(loads []load) *scene {
	s := &scene{unixsnoop: b.unixsnoop, dir: b.dir}
	pairs := 0
	for _, l := range loads {
		pairs = max(pairs, l.pairs)
		if l.kind == redis {
			s.sockets = append(s.sockets, b.redis.path)
			s.pids = append(s.pids, b.redis.cmd.Process.Pid)
		}
	}
	for _, p := range b.pairs[:pairs] {
		s.sockets = append(s.sockets, p.path)
		s.pids = append(s.pids, p.server.cmd.Process.Pid, p.client.cmd.Process.Pid)
	}
	return s
}

// unit runs the loads of a unit, and returns a sample of each.
func (b *bench) unit(u unit) ([]sample, error) {
	switch {
	case u.config.name == untraced:
		return b.bare(u)
	case u.loads[0].kind == startup:
		return b.startUp(u)
	case u.config.anew:
		return b.single(u)
	default:
		return b.several(u)
	}
}

// bare runs loads that nobody looks at.
func (b *bench) bare(u unit) ([]sample, error) {
	var samples []sample
	for _, l := range u.loads {
		t, err := b.prepare(l)
		if err != nil {
			return nil, err
		}
		s := sample{Config: u.config.name, Load: l.name}
		if s.Rate, err = t.run(); err != nil {
			return nil, err
		}
		if s.Sent, err = t.sent(); err != nil {
			return nil, err
		}
		samples = append(samples, s)
	}
	return samples, nil
}

// single runs one load under a tool that says in the end what it saw.
func (b *bench) single(u unit) ([]sample, error) {
	t, err := b.prepare(u.loads[0])
	if err != nil {
		return nil, err
	}
	x, err := begin(u.config, b.scene(u.loads), nil)
	if err != nil {
		return nil, err
	}
	defer x.kill()
	s, err := x.watch(u.loads[0], t)
	if err != nil {
		return nil, err
	}
	var said []string
	if s.Tool.EndCPU, said, err = x.end(); err != nil {
		return nil, err
	}
	if s.Tool.Captured, err = x.captured(said, s.during); err != nil {
		return nil, err
	}
	if s.Sent, err = t.sent(); err != nil {
		return nil, err
	}
	return []sample{*s}, nil
}

// several runs loads, one after the other, under a tool that only has to be there.
func (b *bench) several(u unit) ([]sample, error) {
	x, err := begin(u.config, b.scene(u.loads), nil)
	if err != nil {
		return nil, err
	}
	defer x.kill()
	var samples []sample
	for _, l := range u.loads {
		t, err := b.prepare(l)
		if err != nil {
			return nil, err
		}
		s, err := x.watch(l, t)
		if err != nil {
			return nil, err
		}
		if s.Sent, err = t.sent(); err != nil {
			return nil, err
		}
		samples = append(samples, *s)
	}
	_, said, err := x.end()
	if err != nil {
		return nil, err
	}
	for i := range samples {
		if samples[i].Tool.Captured, err = x.captured(said, samples[i].during); err != nil {
			return nil, err
		}
	}
	return samples, nil
}

// watch runs a load, and tells what the tool used meanwhile.
func (x *session) watch(l load, t traffic) (*sample, error) {
	s := &sample{Config: x.config.name, Load: l.name, Tool: &tool{Ready: x.ready}}
	before, err := x.cpu()
	if err != nil {
		return nil, err
	}
	s.during.start = monotonic()
	if s.Rate, err = t.run(); err != nil {
		return nil, err
	}
	s.during.end = monotonic()
	after, err := x.cpu()
	if err != nil {
		return nil, err
	}
	s.Tool.CPU = after - before
	s.Tool.PeakRSS, err = x.peakRSS()
	return s, err
}

// startUp measures how long it takes from the start of the tool until it has shown a
// message, which is sent as soon as the tool is in place.
func (b *bench) startUp(u unit) (_ []sample, err error) {
	path := filepath.Join(b.dir, "first.sock")
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	defer listener.Close()
	out, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer out.Close()
	s := b.scene(nil)
	s.sockets = []string{path}
	start := time.Now()
	x, err := begin(u.config, s, in)
	in.Close()
	if err != nil {
		return nil, err
	}
	defer x.kill()
	conn, err := net.Dial("unix", path)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := conn.Write([]byte{0}); err != nil {
		return nil, err
	}
	if _, err := out.Read(make([]byte, 1)); err != nil {
		return nil, fmt.Errorf("nothing was shown: %w", err)
	}
	t := &tool{Ready: x.ready, First: time.Since(start).Seconds()}
	if t.PeakRSS, err = x.peakRSS(); err != nil {
		return nil, err
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	var said []string
	if t.EndCPU, said, err = x.end(); err != nil {
		return nil, err
	}
	if t.Captured, err = x.captured(said, window{}); err != nil {
		return nil, err
	}
	return []sample{{Config: u.config.name, Load: u.loads[0].name, Sent: 1, Tool: t}}, nil
}
