package packets

import (
	"bufio"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// Options say how a file looks. The zero Options are not valid, DefaultOptions are.
type Options struct {
	Link       Link
	UDP        bool // datagrams are shown as UDP, not as exported PDUs
	NoComments bool // nothing can be read back then

	// What the file says of itself.
	Application string // name and version of the program
	OS          string
	Filter      string // what was captured
	// Hosts are those that messages are of, as far as known: the first of them those that do
	// not say so.
	Hosts []*format.Host
}

// DefaultOptions serve Wireshark best.
func DefaultOptions() Options { return Options{Link: PKTAP} }

// Writer writes messages to a pcapng file. It implements format.Writer.
type Writer struct {
	options Options
	out     *format.Counter
	buffer  *bufio.Writer
	blocks  *pcapng.Writer

	messages      uint64
	begun         int64 // where the first packet of the last one ends
	interfaces    map[where]uint32
	received      []uint64 // packets of each interface
	conversations conversations
	named         map[netip.Addr]bool
	told          map[*format.Process]bool // processes that the file describes
	losses        []format.Loss
	counted       time.Time // when the statistics were written last
	ofMessages    uint64    // in these

	ways []way // made when the first is asked for

	// Used again for each message.
	to      *way
	packet  pcapng.Packet
	headers []byte // in front of the message's bytes
	comment []byte
	runs    []run // of the message
}

const (
	bufferSize = 1 << 18
	// maxInterfaces is how many names of sockets become interfaces; packets of more
	// belong to the first one.
	maxInterfaces = 1024
	// maxNamed is how many addresses are remembered to have been given a name.
	maxNamed = 1 << 16
	// statisticsTick is how often statistics are written: a reader that goes away
	// never sees the last ones.
	statisticsTick = 10 * time.Second
)

// NewWriter writes the beginning of a file.
func NewWriter(w io.Writer, o Options) (*Writer, error) { return NewWriterSize(w, o, bufferSize) }

// NewWriterSize is NewWriter with a buffer of so many bytes, for who has many.
func NewWriterSize(w io.Writer, o Options, bufferSize int) (*Writer, error) {
	out := &format.Counter{W: w}
	buffer := bufio.NewWriterSize(out, bufferSize)
	p := &Writer{
		options:    o,
		out:        out,
		buffer:     buffer,
		blocks:     pcapng.NewWriter(buffer),
		interfaces: map[where]uint32{},
		named:      map[netip.Addr]bool{},
		told:       map[*format.Process]bool{},
		counted:    time.Now(),
	}
	if err := p.blocks.WriteSection(pcapng.Section{OS: o.OS, Application: o.Application}); err != nil {
		return nil, err
	}
	// All before the first packet, so that a Reader knows then whether there are several.
	for _, host := range append(o.Hosts, nil) {
		if _, err := p.interfaceOf("", host); err != nil {
			return nil, err
		}
	}
	return p, p.buffer.Flush()
}

// Write adds a message. It keeps what does not fill the buffer until Flush.
func (p *Writer) Write(m *format.Message) error {
	p.messages++
	w, err := p.way(m)
	if err != nil {
		return err
	}
	p.to = w
	p.packet = pcapng.Packet{
		Interface: w.iface,
		Time:      m.Time,
		Direction: pcapng.Direction(w.direction),
		ID:        p.messages,
		Pid:       uint32(m.From.Pid),
		Tid:       uint32(m.From.Tid),
	}
	return p.writeFrames(m, w)
}

// writePacket writes a packet of a message. Missing is how many bytes behind data belong
// to it, but are not there.
func (p *Writer) writePacket(m *format.Message, headers, data []byte, missing int, at place) error {
	p.packet.Data, p.packet.Rest = headers, data
	p.packet.Len = uint32(len(headers) + len(data) + missing)
	p.packet.Dropped = 0
	if m.Dropped > 0 && at.part == 1 {
		p.packet.Dropped = 1 // a record at least
	}
	if !p.options.NoComments {
		var d described
		if at.part == 1 {
			d = described{p.first(m.From.Process), p.first(m.To.Process)}
		}
		p.comment = appendComment(p.comment[:0], m, p.to.ends, p.to.names, at, d)
		p.packet.Comment = p.comment
		p.packet.More = nil
		if at.part == 1 {
			p.packet.More = contents(m.Files)
		}
	}
	p.received[p.packet.Interface]++
	err := p.blocks.WritePacket(&p.packet)
	if at.part == 1 {
		p.begun = p.Size()
	}
	return err
}

// where is what an interface stands for.
type where struct {
	host format.Host
	name format.Name
}

// interfaceOf returns the interface for sockets of that name on a host, the file's if it is
// nil, which it begins if there is none yet.
func (p *Writer) interfaceOf(n format.Name, host *format.Host) (uint32, error) {
	w := where{name: n}
	if host == nil && len(p.options.Hosts) > 0 {
		host = p.options.Hosts[0]
	}
	if host != nil {
		w.host = *host
	}
	if id, ok := p.interfaces[w]; ok || len(p.interfaces) >= maxInterfaces {
		return id, nil
	}
	i := pcapng.Interface{
		LinkType:    p.options.Link.number(),
		SnapLen:     pcapng.MaxCaptured,
		Name:        n.String(),
		Description: "unix sockets of this name",
		Filter:      p.options.Filter,
		OS:          p.options.OS,
	}
	if n == "" {
		i.Name, i.Description = "unix", "unix sockets without a name"
	}
	if host != nil {
		i.Description += hostNote(host)
	}
	id, err := p.blocks.WriteInterface(i)
	p.interfaces[w] = id
	p.received = append(p.received, 0)
	return id, err
}

// name tells whose the addresses are, before their first packet.
func (p *Writer) name(m *format.Message, c *conversation) error {
	from, to := p.addresses(m, c)
	if p.named[from] && p.named[to] {
		return nil
	}
	var names []pcapng.Name
	for _, n := range []pcapng.Name{{Addr: from, Name: m.From.String()}, {Addr: to, Name: m.To.String()}} {
		if !p.named[n.Addr] {
			if len(p.named) >= maxNamed {
				clear(p.named)
			}
			p.named[n.Addr] = true
			names = append(names, n)
		}
	}
	return p.blocks.WriteNames(names...)
}

// addresses of sender and receiver.
func (p *Writer) addresses(m *format.Message, c *conversation) (from, to netip.Addr) {
	if m.Type != format.Stream {
		return address(m.Type, m.From.Pid, m.From.Inode), address(m.Type, m.To.Pid, m.To.Inode)
	}
	if c.direction(m) == towards {
		return c.clientEnd.addr, c.serverEnd.addr
	}
	return c.serverEnd.addr, c.clientEnd.addr
}

// AddLoss keeps a loss for the statistics that end the file.
func (p *Writer) AddLoss(l format.Loss) { p.losses = append(p.losses, l) }

// Flush brings everything to the reader. From time to time it adds statistics, if they have
// changed.
func (p *Writer) Flush() error {
	if now := time.Now(); now.Sub(p.counted) >= statisticsTick && p.messages > p.ofMessages {
		p.counted, p.ofMessages = now, p.messages
		if err := p.statistics(now); err != nil {
			return err
		}
	}
	return p.buffer.Flush()
}

// Close ends the file: the last statistics say what is missing.
func (p *Writer) Close() error {
	if err := p.statistics(time.Now()); err != nil {
		return err
	}
	return p.buffer.Flush()
}

func (p *Writer) statistics(now time.Time) error {
	for id, received := range p.received {
		s := pcapng.Statistics{Interface: uint32(id), Time: now, Received: received}
		if id == 0 {
			s.Dropped, s.Comment = lossComment(p.losses)
		}
		if err := p.blocks.WriteStatistics(s); err != nil {
			return err
		}
	}
	return nil
}

// Words that begin a line of the statistics' comment.
const (
	wordLost = "lost" // so many messages are not there
	wordFlaw = "flaw" // so many are not as they should be
)

// lossComment says what is missing, a line for each cause, and how many messages are.
func lossComment(losses []format.Loss) (missing uint64, comment string) {
	var lines []string
	for _, l := range losses {
		kind := wordFlaw
		if l.Missing {
			kind = wordLost
			missing += l.Count
		}
		lines = append(lines, fmt.Sprintf("%s %d %q %q", kind, l.Count, l.Cause, l.Note))
	}
	return missing, strings.Join(lines, "\n")
}
