package probes

import (
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/order"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

var eventKinds = map[program.EventKind]format.EventKind{
	program.EventConnect: format.Connect, program.EventAccept: format.Accept, program.EventShutdown: format.Shutdown,
	program.EventClose: format.Close, program.EventRefused: format.Refused,
}

// fillEvent makes a message of what else happened: with who did it, to whom.
func (r *reader) fillEvent(p *order.Piece) {
	record, m := &p.Record, &r.message
	var payload []byte
	if parts := p.AppendParts(m.Parts[:0]); len(parts) > 0 {
		payload = parts[0].Data
	}
	told, _ := program.DecodeEvent(payload) // take has seen that it can
	from := r.ends.of(&record.From)
	*m = format.Message{
		Time: r.clock.Wall(p.Key), Type: format.SocketType(record.Type),
		From:  endOf(record.From.Inode, &from.process, from.name),
		Parts: m.Parts[:0], Late: p.Late, Event: &r.event,
	}
	if int(record.Thread>>32) == m.From.Pid { // else it is of the kernel
		m.From.Tid = int(uint32(record.Thread))
	}
	r.event = format.Event{
		Kind: eventKinds[told.Kind], Error: syscall.Errno(-told.Result), Offered: int64(told.Offered),
		Read:  told.Kind == program.EventShutdown && told.How != unix.SHUT_WR,
		Write: told.Kind == program.EventShutdown && told.How != unix.SHUT_RD,
		First: told.Kind == program.EventClose && told.How == 1,
	}
	r.fillReceiver(m, record)
	if r.event.Kind == format.Connect && r.event.Error == unix.EAGAIN {
		alone := r.acceptors.alone(&record.To.Name) // who does not accept
		m.To = endOf(0, &alone, m.To.Name)
	}
}
