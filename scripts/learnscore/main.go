package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/protocols"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

func main() {
	switch err := run(os.Args[1:], os.Stdout); {
	case err == nil:
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, "learn-score:", err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "learn-score:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("see --help")

// options are those of the command line.
type options struct {
	dir       string // where captures and truths are
	command   string // that answers, with the file behind it
	answers   string // a directory with answers in files, instead of the command
	published string // a directory of published messages, judged instead
	public    bool   // public traces, in dir, are judged instead
	renew     bool
	json      bool
	mistakes  bool
}

func run(args []string, out io.Writer) error {
	var o options
	flags := flag.NewFlagSet("learn-score", flag.ContinueOnError)
	flags.SetOutput(new(bytes.Buffer))
	flags.StringVar(&o.dir, "dir", filepath.Join("testdata", "learn"), "")
	flags.StringVar(&o.command, "command", "unixsnoop learn --format json --each", "")
	flags.StringVar(&o.answers, "answers", "", "")
	flags.StringVar(&o.published, "published", "", "")
	flags.BoolVar(&o.public, "public", false, "")
	flags.BoolVar(&o.renew, "renew", false, "")
	flags.BoolVar(&o.json, "json", false, "")
	flags.BoolVar(&o.mistakes, "mistakes", false, "")
	if err := flags.Parse(args); err != nil {
		if name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -"); unknown {
			err = fmt.Errorf("unknown option --%s", name)
		}
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	among := protocols.All
	switch {
	case o.published != "":
		among = published
	case o.public:
		among = protocols.Public()
	}
	chosen, err := choose(among, flags.Args())
	if err != nil {
		return err
	}
	if o.published != "" {
		if o.dir, err = os.MkdirTemp("", "learn-score"); err != nil {
			return err
		}
		defer os.RemoveAll(o.dir)
		if err := importPublished(o.published, o.dir); err != nil {
			return err
		}
	}
	var scores []*score
	for _, p := range chosen {
		s, err := o.one(p, out)
		if err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		scores = append(scores, s)
	}
	switch {
	case o.renew:
	case o.json:
		return writeJSON(out, scores)
	default:
		writeTables(out, scores)
		for _, s := range scores {
			if o.mistakes && (s.Part == protocols.Worked || s.Part == protocols.Fourth || s.Part == protocols.OpenTrace) {
				writeMistakes(out, s)
			}
		}
	}
	return nil
}

// choose are those of these names, all without.
func choose(among []protocols.Protocol, names []string) (list []*protocols.Protocol, err error) {
	for i := range among {
		if p := &among[i]; len(names) == 0 || slices.Contains(names, p.Name) {
			list = append(list, p)
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(among, func(p protocols.Protocol) bool { return p.Name == name }) {
			return nil, fmt.Errorf("unknown protocol '%s' (%w)", name, errUsage)
		}
	}
	return list, nil
}

// one judges a protocol, or renews its truth.
func (o *options) one(p *protocols.Protocol, out io.Writer) (*score, error) {
	if o.public && o.renew {
		if err := importTrace(o.dir, p.Name); err != nil {
			return nil, err
		}
	}
	c, err := truth.Open(p.CapturePath(o.dir))
	if err != nil {
		return nil, err
	}
	if o.renew {
		t, err := renew(p, c)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(out, "%s: %d messages, %d skipped, %d sends\n", p.Name, len(t.Messages), t.Skipped, len(c.Sends))
		return nil, t.Write(p.TruthPath(o.dir))
	}
	t, err := truth.Read(p.TruthPath(o.dir), c)
	if err != nil {
		return nil, err
	}
	lines, err := o.ask(p)
	if err != nil {
		return nil, err
	}
	answers, err := readAnswers(bytes.NewReader(lines))
	if err != nil {
		return nil, err
	}
	return judge(p, c, t, answers)
}

// ask has the command answer.
func (o *options) ask(p *protocols.Protocol) ([]byte, error) {
	if o.answers != "" {
		return os.ReadFile(filepath.Join(o.answers, p.Name+".json"))
	}
	words := append(strings.Fields(o.command), p.CapturePath(o.dir))
	cmd := exec.Command(words[0], words[1:]...)
	var errors bytes.Buffer
	cmd.Stderr = &errors
	lines, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %s", strings.Join(words, " "), err, errors.Bytes())
	}
	return lines, nil
}
