package parquet

import (
	"io"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/snappy"

	"github.com/unixsnoop/unixsnoop/format"
)

// Writer writes messages and events as rows. It implements format.LossWriter and io.Closer: a file
// without its end can't be read.
type Writer struct {
	rows *parquet.GenericWriter[row]
	host *format.Host
	seq  int64
	last int64 // time of the last message or event

	group int64 // bytes of payload in the group of rows that is not written yet
	count int64 // its rows
}

const (
	// What a group of rows has at most, but for the last row: what the Writer keeps, and
	// what who reads it has to, by the column.
	groupRows  = 1 << 16
	groupBytes = 16 << 20
)

// NewWriter writes to w. Messages that do not say so are of host, nil if that is unknown.
func NewWriter(w io.Writer, host *format.Host) *Writer {
	return &Writer{
		// Snappy is what all engines read, and the cheapest.
		rows: parquet.NewGenericWriter[row](w, parquet.Compression(&snappy.Codec{}), parquet.CreatedBy("unixsnoop", "", ""),
			parquet.SkipPageBounds("data")),
		host: host,
	}
}

// Write adds a row.
func (w *Writer) Write(m *format.Message) error {
	host := m.Host
	if host == nil {
		host = w.host
	}
	w.seq++
	w.last = m.Time.UnixNano()
	return w.write(rowOf(m, w.seq, host), m.Size())
}

// WriteLoss adds a row that says what is missing.
func (w *Writer) WriteLoss(l format.Loss) error {
	w.seq++
	return w.write(rowOfLoss(l, w.seq, w.last, w.host), 0)
}

func (w *Writer) write(r *row, payload int64) error {
	if _, err := w.rows.Write([]row{*r}); err != nil {
		return err
	}
	w.count++
	w.group += payload
	if w.count < groupRows && w.group < groupBytes {
		return nil
	}
	w.count, w.group = 0, 0
	return w.rows.Flush()
}

// Flush does nothing: the rows of a group are written together.
func (w *Writer) Flush() error { return nil }

// Close writes the last group and the end of the file.
func (w *Writer) Close() error { return w.rows.Close() }
