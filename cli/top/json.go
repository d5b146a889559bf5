package top

import (
	"io"

	"github.com/unixsnoop/unixsnoop/format"
)

// jsonPair is one line of the JSON format of rates. docs/json.md describes it.
type jsonPair struct {
	Version int            `json:"v"`
	Time    string         `json:"time"`
	Seconds float64        `json:"seconds"`
	Type    string         `json:"type"`
	A       format.JSONEnd `json:"a"`
	B       format.JSONEnd `json:"b"`
	AtoB    jsonTally      `json:"a_to_b"`
	BtoA    jsonTally      `json:"b_to_a"`
	Last    string         `json:"last"`
}

type jsonTally struct {
	Messages uint64 `json:"messages"`
	Bytes    uint64 `json:"bytes"`
}

// jsonWriter writes a JSON object a line for each pair of each interval, and one for
// each loss that has grown since the interval before.
type jsonWriter struct {
	lines *format.JSONLines
	lost  map[string]uint64 // by cause
}

// newJSONWriter returns one that writes to w.
func newJSONWriter(w io.Writer) *jsonWriter {
	return &jsonWriter{lines: format.NewJSON(w), lost: map[string]uint64{}}
}

// Write writes an interval through to the reader.
func (j *jsonWriter) Write(i *Interval) error {
	for _, p := range i.Pairs {
		err := j.lines.Encode(jsonPair{
			Version: format.SchemaVersion,
			Time:    i.End.UTC().Format(format.JSONTime),
			Seconds: i.Length.Seconds(),
			Type:    p.Type.String(),
			A:       format.ToJSON(p.A),
			B:       format.ToJSON(p.B),
			AtoB:    jsonTally(p.AtoB),
			BtoA:    jsonTally(p.BtoA),
			Last:    p.Last.UTC().Format(format.JSONTime),
		})
		if err != nil {
			return err
		}
	}
	for _, l := range i.Losses {
		if j.lost[l.Cause] == l.Count {
			continue
		}
		j.lost[l.Cause] = l.Count
		if err := j.lines.WriteLoss(l); err != nil {
			return err
		}
	}
	return j.lines.Flush()
}
