package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// redisServer is one that runs for the whole run.
type redisServer struct {
	cmd      *exec.Cmd
	path     string // of its socket
	requests int    // that its benchmark sends, enough for a part of the time of a cell
}

// startRedis starts a server that keeps nothing on disk, and finds out how many requests
// it takes in a quarter of the time of a cell: what slows it down shall not take too long.
func startRedis(dir string, duration time.Duration) (*redisServer, error) {
	r := &redisServer{path: filepath.Join(dir, "redis.sock"), requests: 500}
	r.cmd = exec.Command("redis-server", "--port", "0", "--unixsocket", r.path, "--save", "", "--appendonly", "no", "--dir", dir)
	stdout, err := r.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(stdout)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("redis-server ended: %w", err)
		}
		if strings.Contains(line, "eady to accept connections") {
			break
		}
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	t, err := newRedisTraffic(r)
	if err != nil {
		return nil, err
	}
	rate, err := t.run()
	if err != nil {
		return nil, err
	}
	r.requests = max(1, int(rate/2*duration.Seconds()/4))
	return r, nil
}

// redisTraffic is what redis-benchmark and the server say to each other.
type redisTraffic struct {
	server *redisServer
	before uint64 // commands that the server has seen
}

func newRedisTraffic(r *redisServer) (*redisTraffic, error) {
	before, err := r.commands()
	return &redisTraffic{r, before}, err
}

func (t *redisTraffic) run() (rate float64, err error) {
	out, err := exec.Command("redis-benchmark", "-s", t.server.path, "-t", "set", "-c", "10", "-d", "64",
		"-n", strconv.Itoa(t.server.requests), "--csv").Output()
	if err != nil {
		return 0, fmt.Errorf("redis-benchmark: %w", err)
	}
	requests, err := parseRedisBenchmark(string(out))
	return 2 * requests, err
}

// parseRedisBenchmark reads the requests a second of what --csv prints.
func parseRedisBenchmark(csv string) (float64, error) {
	for line := range strings.Lines(csv) {
		if fields := strings.Split(line, ","); len(fields) > 1 && fields[0] == `"SET"` {
			return strconv.ParseFloat(strings.Trim(fields[1], `"`), 64)
		}
	}
	return 0, fmt.Errorf("redis-benchmark printed no rate of SET, but %q", csv)
}

// sent is a request and its answer for each command, but that which asked before. Of two
// commands with which redis-benchmark begins, both requests are one message, and so are
// both answers.
func (t *redisTraffic) sent() (uint64, error) {
	after, err := t.server.commands()
	if err != nil {
		return 0, err
	}
	return 2 * (after - t.before - 2), nil
}

// commands asks the server how many commands it has carried out.
func (r *redisServer) commands() (uint64, error) {
	conn, err := net.Dial("unix", r.path)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "INFO stats\r\n"); err != nil {
		return 0, err
	}
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		if n, ok := strings.CutPrefix(lines.Text(), "total_commands_processed:"); ok {
			return strconv.ParseUint(n, 10, 64)
		}
	}
	return 0, errors.Join(errors.New("redis-server does not tell how many commands it has processed"), lines.Err())
}
