// Package measure tells how well understand reads: it takes labelled lines and gives accuracy and a confusion table.
package measure

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"sapa/conversations/understand"
)

// Report is the outcome of one measurement.
type Report struct {
	Total, Right         int
	Answers, RightAnswer int // lines labelled ya, tidak, or a command
	Nothing, FalseAction int // lines that mean nothing for us, and those of them that would have started something
	Wrong                []Miss
	Counts               map[string]map[string]int // label -> reading -> how often
}

// Miss is one line read otherwise than labelled.
type Miss struct{ Label, Got, Text string }

// answers are the labels of yes, no and commands.
var answers = []string{"ya", "tidak", "batal", "kembali", "menu", "stop"}

// Intents reads "label<TAB>text" lines (# starts a comment line) and measures Read on them.
func Intents(in io.Reader) (Report, error) {
	r := Report{Counts: map[string]map[string]int{}}
	err := eachLine(in, 2, func(f []string) error {
		r.add(f[0], string(understand.Read(f[1]).Intent), f[1])
		return nil
	})
	return r, err
}

// Values reads "kind<TAB>text<TAB>expected" lines and measures Value on them; an empty expectation means: ask again.
func Values(in io.Reader, now time.Time) (Report, error) {
	r := Report{Counts: map[string]map[string]int{}}
	err := eachLine(in, 3, func(f []string) error {
		got, problem := understand.Value(understand.Kind(f[0]), f[1], now)
		if problem != nil {
			got = ""
		}
		if got == f[2] {
			r.add(f[0], f[0], f[1])
			return nil
		}
		r.add(f[0], "("+got+")", f[1]+" -> "+f[2])
		return nil
	})
	return r, err
}

func eachLine(in io.Reader, fields int, each func([]string) error) error {
	s := bufio.NewScanner(in)
	for n := 1; s.Scan(); n++ {
		line := strings.TrimRight(s.Text(), "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != fields {
			return fmt.Errorf("line %d: want %d fields between tabs, have %d", n, fields, len(f))
		}
		if err := each(f); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("reading labelled lines: %w", err)
	}
	return nil
}

func (r *Report) add(label, got, text string) {
	r.Total++
	if r.Counts[label] == nil {
		r.Counts[label] = map[string]int{}
	}
	r.Counts[label][got]++
	right := label == got
	if right {
		r.Right++
	} else {
		r.Wrong = append(r.Wrong, Miss{label, got, text})
	}
	if slices.Contains(answers, label) {
		r.Answers++
		if right {
			r.RightAnswer++
		}
	}
	if label == string(understand.Unknown) {
		r.Nothing++
		if !right {
			r.FalseAction++
		}
	}
}

// Percent gives part of whole in per cent, 100 when there is nothing to count.
func Percent(part, whole int) float64 {
	if whole == 0 {
		return 100
	}
	return 100 * float64(part) / float64(whole)
}

// Write prints the figures, the confusion table as one line per label, and every miss.
func (r Report) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "right %d of %d (%.1f%%)\n", r.Right, r.Total, Percent(r.Right, r.Total))
	if r.Answers > 0 {
		fmt.Fprintf(&b, "yes, no and commands %d of %d (%.1f%%)\n", r.RightAnswer, r.Answers, Percent(r.RightAnswer, r.Answers))
	}
	if r.Nothing > 0 {
		fmt.Fprintf(&b, "meaningless that started something %d of %d (%.1f%%)\n", r.FalseAction, r.Nothing, Percent(r.FalseAction, r.Nothing))
	}
	for _, label := range slices.Sorted(maps.Keys(r.Counts)) {
		n := 0
		for _, c := range r.Counts[label] {
			n += c
		}
		fmt.Fprintf(&b, "%-16s %4d right of %4d", label, r.Counts[label][label], n)
		for _, got := range slices.Sorted(maps.Keys(r.Counts[label])) {
			if got != label {
				fmt.Fprintf(&b, "  %s %d", got, r.Counts[label][got])
			}
		}
		b.WriteByte('\n')
	}
	for _, m := range r.Wrong {
		fmt.Fprintf(&b, "- %s read as %s: %s\n", m.Label, m.Got, m.Text)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
