package frame

import (
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestSpread: messages whose fields are sent each by itself are put together by their length, though hardly a send is a
// message.
func TestSpread(t *testing.T) {
	word := func(n int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(n)) }
	var all []model.Message
	want := 0
	for c := range 3 {
		var sends [][]byte
		for i := range 8 {
			fields := [][]byte{word(c*7 + i), payload(9 + (c+i)%4*8), word(3)}[:2+i%2]
			size := 0
			for _, f := range fields {
				size += len(f)
			}
			sends = append(append(sends, word(20+i%3), word(size)), fields...)
			want++
		}
		all = append(all, sendsOf(string(rune('a'+c)), sends...)...)
	}
	frames, how, _ := Find(numbered(all))
	if len(how) != 1 || how[0].How != model.ByLength || how[0].Offset != 4 || how[0].Size != 4 || how[0].Order != model.Little || how[0].Add != 8 || how[0].First != nil || len(frames) != want {
		t.Errorf("%+v, %d frames, want %d", how, len(frames), want)
	}
}
