package stats

import (
	"io"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// jsonRow is a line of JSON. docs/json.md describes it.
type jsonRow struct {
	Version       int             `json:"v"`
	By            By              `json:"by"`
	Others        bool            `json:"others,omitempty"`
	Socket        string          `json:"socket,omitempty"`
	Path          string          `json:"path,omitempty"`
	Type          string          `json:"type,omitempty"`
	Conversation  string          `json:"conversation,omitempty"`
	Role          Role            `json:"role,omitempty"`
	Client        *format.JSONEnd `json:"client,omitempty"`
	Server        *format.JSONEnd `json:"server,omitempty"`
	Conversations int             `json:"conversations"`
	FromClient    jsonTally       `json:"from_client"`
	FromServer    jsonTally       `json:"from_server"`
	Events        *jsonEvents     `json:"events,omitempty"`
	First         string          `json:"first"`
	Last          string          `json:"last"`
	Seconds       float64         `json:"seconds"`
	Latency       *jsonLatency    `json:"latency,omitempty"`
	NoTurns       int             `json:"no_turns,omitempty"`
	Why           string          `json:"why,omitempty"`
}

type jsonTally struct {
	Messages uint64 `json:"messages"`
	Bytes    uint64 `json:"bytes"`
}

// jsonEvents are what is known to have happened.
type jsonEvents struct {
	Connects       uint64 `json:"connects"`
	ConnectsFailed uint64 `json:"connects_failed"`
	Accepts        uint64 `json:"accepts"`
	Refused        uint64 `json:"refused"`
	RefusedBytes   uint64 `json:"refused_bytes"`
	Shutdowns      uint64 `json:"shutdowns"`
	Closes         uint64 `json:"closes"`
	ClientFirst    uint64 `json:"closed_first_by_client"`
	ServerFirst    uint64 `json:"closed_first_by_server"`
}

// jsonLatency has times in seconds.
type jsonLatency struct {
	Count     uint64    `json:"count"`
	P50       float64   `json:"p50"`
	P90       float64   `json:"p90"`
	P99       float64   `json:"p99"`
	Max       float64   `json:"max"`
	Exact     bool      `json:"exact"`
	Histogram []jsonBin `json:"histogram"`
}

type jsonBin struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Count uint64  `json:"count"`
}

// writeJSON writes an object a line for each row and each loss.
func writeJSON(w io.Writer, by By, rows []*Row, losses []format.Loss) error {
	lines := format.NewJSON(w)
	for _, r := range rows {
		if err := lines.Encode(r.json(by)); err != nil {
			return err
		}
	}
	for _, l := range losses {
		if err := lines.WriteLoss(l); err != nil {
			return err
		}
	}
	return lines.Flush()
}

func (r *Row) json(by By) jsonRow {
	row := jsonRow{
		Version:       format.SchemaVersion,
		By:            by,
		Others:        r.Others,
		Socket:        r.Socket.String(),
		Path:          format.Escape(r.Path),
		Conversation:  r.ID,
		Role:          r.Role,
		Client:        jsonEnd(r.Client),
		Server:        jsonEnd(r.Server),
		Conversations: r.Conversations,
		FromClient:    jsonTally(r.FromClient),
		FromServer:    jsonTally(r.FromServer),
		First:         r.First.UTC().Format(format.JSONTime),
		Last:          r.Last.UTC().Format(format.JSONTime),
		Seconds:       r.Duration().Seconds(),
		NoTurns:       r.NoTurns,
		Why:           r.Why,
	}
	if by != ByProcess && !r.Others {
		row.Type = r.Type.String()
	}
	if e := r.Events; e.any() {
		row.Events = &jsonEvents{
			Connects: e.Connects, ConnectsFailed: e.Failed, Accepts: e.Accepts, Refused: e.Refused, RefusedBytes: e.Offered,
			Shutdowns: e.Shutdowns, Closes: e.Closes, ClientFirst: e.ClientFirst, ServerFirst: e.ServerFirst,
		}
	}
	if l := &r.Latency; l.Count > 0 {
		row.Latency = &jsonLatency{
			Count: l.Count, Exact: l.IsExact(), Max: l.Max.Seconds(),
			P50: l.Percentile(50).Seconds(), P90: l.Percentile(90).Seconds(), P99: l.Percentile(99).Seconds(),
		}
		for _, b := range l.Histogram() {
			row.Latency.Histogram = append(row.Latency.Histogram, jsonBin{seconds(b.From), seconds(b.To), b.Count})
		}
	}
	return row
}

func jsonEnd(e format.End) *format.JSONEnd {
	if e == (format.End{}) {
		return nil
	}
	e.Tid = 0 // of its first message
	j := format.ToJSON(e)
	return &j
}

func seconds(d time.Duration) float64 { return d.Seconds() }
