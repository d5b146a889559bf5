package infer

import (
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestRoomForNUL: a text that NULs fill up has a byte more than a multiple of 4 if a number of the little order begins
// right behind; else it has a multiple.
func TestRoomForNUL(t *testing.T) {
	for room, want := range map[int]int{33: 33, 32: 32, 35: 32} {
		var list []*model.Frame
		for i := range 20 {
			b := make([]byte, room)
			copy(b, []string{"sampler", "looper", "metronome"}[i%3])
			list = append(list, &model.Frame{Data: binary.LittleEndian.AppendUint32(b, uint32(1+i))})
		}
		claims := textClaims(list, room+4)
		if len(claims) != 1 || claims[0].offset != 0 || claims[0].size != want {
			t.Errorf("%d bytes: %+v, want %d", room, claims, want)
		}
	}
}
