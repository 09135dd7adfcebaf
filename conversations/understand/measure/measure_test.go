package measure

import (
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

var monday = time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("WITA", 8*3600))

func TestReadingKeepsItsPromise(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]io.Reader{"held out": HeldOut(), "build": file(t, "../words/examples.tsv")} {
		r, err := Intents(in)
		if err != nil {
			t.Fatal(name, err)
		}
		if got := Percent(r.Right, r.Total); got < 95 || r.Total < 300 {
			t.Errorf("%s: %.1f%% of %d right, want 95%%\n%s", name, got, r.Total, misses(r))
		}
		if got := Percent(r.RightAnswer, r.Answers); got < 98 || r.Answers < 80 {
			t.Errorf("%s: %.1f%% of %d answers and commands right, want 98%%\n%s", name, got, r.Answers, misses(r))
		}
		if got := Percent(r.FalseAction, r.Nothing); got >= 2 || r.Nothing < 50 {
			t.Errorf("%s: %.1f%% of %d meaningless texts start something, want under 2%%\n%s", name, got, r.Nothing, misses(r))
		}
	}
}

func TestValuesKeepTheirPromise(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]io.Reader{"held out": HeldOutValues(), "build": file(t, "../testdata/values_build.tsv")} {
		r, err := Values(in, monday)
		if err != nil {
			t.Fatal(name, err)
		}
		if got := Percent(r.Right, r.Total); got < 97 || r.Total < 140 {
			t.Errorf("%s: %.1f%% of %d values right, want 97%%\n%s", name, got, r.Total, misses(r))
		}
	}
}

func TestReportSaysWhatWasReadAs(t *testing.T) {
	t.Parallel()
	got, err := Confusion(strings.NewReader("# a comment\nmenu\tmenu\nya\tiya\nstop\tmenu\ntidak_dikenal\tlapor\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"right 2 of 4 (50.0%)", "yes, no and commands 2 of 3", "started something 1 of 1", "- stop read as menu: menu", "stop                0 right of    1  menu 1"} {
		if !strings.Contains(got, want) {
			t.Errorf("report lacks %q:\n%s", want, got)
		}
	}
}

func TestBrokenLinesAreNamed(t *testing.T) {
	t.Parallel()
	if _, err := Intents(strings.NewReader("menu\tmenu\nno tab here\n")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("want an error that names line 2, have %v", err)
	}
}

func file(t *testing.T, name string) io.Reader {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReader(string(b))
}

func misses(r Report) string {
	var b strings.Builder
	_ = r.Write(&b)
	return b.String()
}
