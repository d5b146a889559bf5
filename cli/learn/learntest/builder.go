package learntest

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Builder puts one message together, field by field.
type Builder struct {
	Data   []byte
	Begins map[int]bool   // offsets at which a field begins
	right  map[int]labels // what the field that begins there may be called, if that is known
	order  binary.AppendByteOrder
}

func (b *Builder) begin() { b.Begins[len(b.Data)] = true }

// label begins a field that may be called so.
func (b *Builder) label(right labels) {
	b.begin()
	b.right[len(b.Data)] = right
}

// U8 and the like append a number.
func (b *Builder) U8(v int)  { b.begin(); b.Data = append(b.Data, byte(v)) }
func (b *Builder) U16(v int) { b.begin(); b.Data = b.order.AppendUint16(b.Data, uint16(v)) }
func (b *Builder) U32(v int) { b.begin(); b.Data = b.order.AppendUint32(b.Data, uint32(v)) }
func (b *Builder) U64(v int) { b.begin(); b.Data = b.order.AppendUint64(b.Data, uint64(v)) }
func (b *Builder) Raw(v []byte) {
	if len(v) > 0 {
		b.begin()
		b.Data = append(b.Data, v...)
	}
}

// Text8 and Text16 append a text with its length before it.
func (b *Builder) Text8(s string)  { b.U8(len(s)); b.Raw([]byte(s)) }
func (b *Builder) Text16(s string) { b.U16(len(s)); b.Raw([]byte(s)) }

// Align fills up to a multiple.
func (b *Builder) Align(to int) {
	if n := (to - len(b.Data)%to) % to; n > 0 {
		b.Raw(make([]byte, n))
	}
}

// Traffic is what was said, and the truth about it.
type Traffic struct {
	Messages []model.Message
	Begins   []map[int]bool // of each message, where its fields begin

	right  []map[int]labels
	order  binary.AppendByteOrder
	socket string
	now    time.Time
	rand   *rand.Rand
}

// New makes an empty one for a type of socket. The seed says what is random in it.
func New(socket string, order binary.AppendByteOrder, seed uint64) *Traffic {
	return &Traffic{
		order: order, socket: socket, now: time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC),
		rand: rand.New(rand.NewPCG(seed, 1)),
	}
}

// Say adds a message of a conversation.
func (t *Traffic) Say(conversation int, fromClient bool, build func(b *Builder)) {
	b := &Builder{Begins: map[int]bool{}, right: map[int]labels{}, order: t.order}
	build(b)
	t.now = t.now.Add(time.Duration(1+t.rand.IntN(400_000)) * time.Microsecond)
	pid := 5000
	if fromClient {
		pid = 20000 + conversation
	}
	t.Messages = append(t.Messages, model.Message{
		Number: len(t.Messages) + 1, Conversation: fmt.Sprint(conversation), FromClient: fromClient, Type: t.socket,
		Time: t.now, Data: b.Data, Sender: model.Sender{Pid: pid, UID: 1000, Inode: uint64(40000 + pid)},
	})
	t.Begins = append(t.Begins, b.Begins)
	t.right = append(t.right, b.right)
}

// Now is the time of the message that is said next, nearly.
func (t *Traffic) Now() time.Time { return t.now }

// N is a random number from 0 to n-1.
func (t *Traffic) N(n int) int { return t.rand.IntN(n) }

// Bytes are n random bytes.
func (t *Traffic) Bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(t.rand.Uint32())
	}
	return b
}

var words = []string{"alpha", "bravo", "cpu.load", "disk0", "eth1", "firmware", "gamma-ray", "hosts", "index", "jobs/today", "kilo", "log", "memory", "net"}

// Word is a random word.
func (t *Traffic) Word() string { return words[t.rand.IntN(len(words))] }
