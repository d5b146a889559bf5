// The agent that HAProxy asks for spoe.pcapng, on the socket that it is told. With
// github.com/negasus/haproxy-spoe-go v1.0.7.
package main

import (
	"hash/fnv"
	"log"
	"net"
	"os"
	"strings"
	"time"

	"github.com/negasus/haproxy-spoe-go/action"
	"github.com/negasus/haproxy-spoe-go/agent"
	"github.com/negasus/haproxy-spoe-go/logger"
	"github.com/negasus/haproxy-spoe-go/request"
)

func main() {
	listener, err := net.Listen("unix", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(agent.New(answer, logger.NewDefaultLog()).Serve(listener))
}

func answer(r *request.Request) {
	if m, err := r.Messages.GetByName("client"); err == nil {
		src, _ := m.KV.Get("src")
		address, _ := src.(net.IP)
		r.Actions.SetVar(action.ScopeSession, "network", address.Mask(net.CIDRMask(24, 8*len(address))).String())
		r.Actions.SetVar(action.ScopeSession, "seen", time.Now().UnixMilli())
	}
	if m, err := r.Messages.GetByName("request"); err == nil {
		path, _ := m.KV.Get("path")
		user, _ := m.KV.Get("agent")
		name, _ := user.(string)
		r.Actions.SetVar(action.ScopeTransaction, "score", int32(len(name)*7%101))
		switch path := path.(string); {
		case strings.HasPrefix(path, "/admin"):
			r.Actions.SetVar(action.ScopeSession, "blocked", true)
			r.Actions.SetVar(action.ScopeTransaction, "reason", "nobody may go to "+path)
		case strings.HasPrefix(path, "/account"):
			r.Actions.SetVar(action.ScopeTransaction, "login", "first")
		case strings.HasPrefix(path, "/cart"):
			sum := fnv.New64a()
			sum.Write([]byte(name))
			r.Actions.SetVar(action.ScopeRequest, "fingerprint", sum.Sum(nil))
			r.Actions.SetVar(action.ScopeRequest, "shard", uint32(sum.Sum64()%4096))
		}
	}
	if m, err := r.Messages.GetByName("response"); err == nil {
		status, _ := m.KV.Get("status")
		r.Actions.SetVar(action.ScopeResponse, "missing", status == int64(404))
		r.Actions.SetVar(action.ScopeProcess, "answers", uint64(time.Now().UnixMicro()%100000000))
	}
	if m, err := r.Messages.GetByName("basket"); err == nil {
		if basket, ok := m.KV.Get("basket"); ok && basket != nil {
			r.Actions.SetVar(action.ScopeTransaction, "basket", basket)
		}
	}
}
