// Package frametest makes frames for tests.
package frametest

import (
	"math/rand/v2"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Of makes frames of a conversation, requests and responses in turn.
func Of(data ...[]byte) []model.Frame {
	var list []model.Frame
	for i, b := range data {
		list = append(list, model.Frame{
			Number: i + 1, Conversation: "1", FromClient: i%2 == 0, Kind: -1, Data: b,
			Time:   time.Unix(1_700_000_000+int64(i), 0),
			Sender: model.Sender{Pid: 4242, UID: 1000},
			Pieces: []model.Piece{{Message: i + 1, Len: len(b)}},
		})
	}
	return list
}

// Pointers are those of frames.
func Pointers(frames []model.Frame) []*model.Frame {
	var list []*model.Frame
	for i := range frames {
		list = append(list, &frames[i])
	}
	return list
}

// Bytes are so many that look random.
func Bytes(random *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}
