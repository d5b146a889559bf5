package claim

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of a magic number: how many frames of ten begin with it, how many of its bytes are different from
// each other, and how many of them are no small number.
const (
	mostMagic      = 6
	differentMagic = 3
	greatMagic     = 2
)

// magicBonus is that of a magic number, a logarithm.
const magicBonus = 6.0

// Magics are of a number that nearly all frames of a direction begin with: four bytes, none of them zero,
// that look drawn.
func Magics(frames []*model.Frame) []Claim {
	counts := map[[magic]byte]int{}
	var most [magic]byte
	for _, f := range frames {
		if len(f.Data) >= magic {
			b := [magic]byte(f.Data)
			if counts[b]++; counts[b] > counts[most] {
				most = b
			}
		}
	}
	n := counts[most]
	values := map[byte]bool{}
	great := 0
	for _, b := range most {
		if b == 0 {
			return nil
		}
		values[b] = true
		if b >= column.Small {
			great++
		}
	}
	if n < FewExchanges || n*10 < len(frames)*mostMagic || len(values) < differentMagic || great < greatMagic {
		return nil
	}
	return []Claim{{
		Offset: 0, Size: magic, Order: AnyOrder, Type: model.Constant, Sure: 0.7, Bonus: magicBonus, Held: n, Of: len(frames),
		Evidence: fmt.Sprintf("%d of %d frames begin with it", n, len(frames)),
	}}
}
