package lua_test

import (
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/lua"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/writetest"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/internal/testgolden"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

func script(t testing.TB, p *model.Protocol, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := lua.Write(&b, p, name); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestGolden shows every change of what is written in a diff.
func TestGolden(t *testing.T) {
	for name, p := range map[string]*model.Protocol{"clock": writetest.Clock(), "store": writetest.Store()} {
		got := script(t, p, name)
		got = got[:bytes.Index(got, []byte("\n-- What follows is the same"))]
		file := filepath.Join("testdata", name+".lua")
		testgolden.Check(t, file, got)
	}
}

// capture writes the frames of a protocol to a file; of a stream, each send has so many
// bytes, or is one frame if that is 0.
func capture(t *testing.T, p *model.Protocol, o packets.Options, send int) (path string) {
	t.Helper()
	var file bytes.Buffer
	w, err := packets.NewWriter(&file, o)
	if err != nil {
		t.Fatal(err)
	}
	name := p.Socket
	if strings.HasPrefix(name, "@") {
		name = "\x00" + name[1:]
	}
	client, server := format.End{Pid: 1, Inode: 1, Name: "/run/client"}, format.End{Pid: 2, Inode: 2, Name: format.Name(name)}
	m := &format.Message{Type: format.Datagram}
	if p.Type == "stream" {
		client.Name, m.Type = "", format.Stream
	}
	for i, f := range p.Frames {
		m.Time = time.Unix(1795604664, int64(i))
		if m.From, m.To = client, server; !f.FromClient {
			m.From, m.To = server, client
		}
		for data := f.Data; len(data) > 0; {
			n := len(data)
			if send > 0 {
				n = min(n, send)
			}
			m.Len, m.Parts = int64(n), []format.Part{{Data: data[:n]}}
			if err := w.Write(m); err != nil {
				t.Fatal(err)
			}
			data = data[n:]
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return create(t, "capture.pcapng", file.Bytes())
}

func create(t *testing.T, name string, content []byte) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// dissected are the fields that Wireshark shows of each message, as name=hex, and its kind
// in front.
func dissected(t *testing.T, script, capture, name string) (all []string) {
	t.Helper()
	cmd := exec.Command("tshark", "-X", "lua_script:"+script, "-r", capture, "-T", "pdml", "-j", "unix_"+name, "-J", "unix_"+name)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || strings.Contains(strings.ToLower(stderr.String()), "lua") {
		t.Fatalf("tshark: %v\n%s", err, &stderr)
	}
	decoder := xml.NewDecoder(bytes.NewReader(out))
	for {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		attributes := map[string]string{}
		for _, a := range element.Attr {
			attributes[a.Name.Local] = a.Value
		}
		path, ours := strings.CutPrefix(attributes["name"], "unix_"+name)
		switch {
		case !ours:
		case element.Name.Local == "proto" && path == "":
			all = append(all, "")
		case len(all) == 0:
			t.Fatalf("there is %v outside of the protocol", attributes)
		case path == ".kind":
			all[len(all)-1] = attributes["show"] + all[len(all)-1]
		case strings.HasPrefix(path, "."):
			all[len(all)-1] += " " + strings.TrimSuffix(path, ".bytes") + "=" + attributes["value"]
		}
	}
	return all
}

// expected are the same as the layouts have it.
func expected(p *model.Protocol) (all []string) {
	known := code.New(p)
	for i := range p.Frames {
		f := &p.Frames[i]
		if len(f.Data) == 0 {
			continue
		}
		k, spans := known.KindOf(f.FromClient, f.Data)
		if k == nil {
			all = append(all, " .misfit=")
			continue
		}
		text := k.Name
		for _, s := range spans {
			if s.Size == 0 {
				continue
			}
			path := "." + k.Name
			for word := range strings.SplitSeq(s.Path, ".") {
				if word[0] < '0' || word[0] > '9' {
					path += "." + word
				}
			}
			text += " " + path + "=" + hex.EncodeToString(f.Data[s.Offset:s.Offset+s.Size])
		}
		all = append(all, text)
	}
	return all
}

// normal makes no difference between what fits no layout and what no layout is for.
func normal(list []string) []string {
	for i, s := range list {
		if strings.HasPrefix(s, " .misfit=") || strings.HasPrefix(s, " .unknown=") {
			list[i] = "none"
		}
	}
	return list
}

// TestTshark: Wireshark takes what is written and shows each field of each message, of
// sockets of every type, however the capture looks.
func TestTshark(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "tshark")
	random := testrand.New(t)
	type look struct {
		p    *model.Protocol
		o    packets.Options
		send int
	}
	looks := []look{
		{writetest.Clock(), packets.Options{Link: packets.PKTAP}, 0},
		{writetest.Clock(), packets.Options{Link: packets.User0}, 0},
		{writetest.Store(), packets.Options{Link: packets.PKTAP}, 0},
		{writetest.Store(), packets.Options{Link: packets.IP, NoComments: true}, 7},
		{writetest.Store(), packets.Options{Link: packets.EXP}, 0},
		{writetest.Random(random), packets.Options{Link: packets.PKTAP}, 0},
		{writetest.Random(random), packets.Options{Link: packets.PKTAP, UDP: true}, 0},
	}
	for i, l := range looks {
		t.Run(fmt.Sprintf("%d %s %d", i, l.o.Link, l.send), func(t *testing.T) {
			t.Parallel()
			got := dissected(t, create(t, "learned.lua", script(t, l.p, "test")), capture(t, l.p, l.o, l.send), "test")
			if diff := cmp.Diff(normal(expected(l.p)), normal(got)); diff != "" {
				t.Errorf("layouts (-), Wireshark (+):\n%s", diff)
			}
		})
	}
}

// TestHostileNames: no name in what was learned keeps Wireshark from showing each message.
func TestHostileNames(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "tshark")
	random := testrand.New(t)
	for _, p := range []*model.Protocol{writetest.Clock(), writetest.Store()} {
		p = writetest.Hostile(random, p)
		p.Socket = "/run/hostile"
		want := len(expected(p))
		got := dissected(t, create(t, "learned.lua", script(t, p, "test")), capture(t, p, packets.Options{Link: packets.PKTAP}, 0), "test")
		if len(got) != want || strings.Count(strings.Join(normal(got), "\n"), "none") != 1 {
			t.Errorf("%d messages are shown, not %d: %q", len(got), want, got)
		}
	}
}
