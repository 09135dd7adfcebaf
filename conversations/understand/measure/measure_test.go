package measure

import (
	"os"
	"testing"
	"time"
)

func TestPrint(t *testing.T) {
	for _, f := range []string{"build.tsv", "heldout.tsv"} {
		in, err := os.Open("../testdata/" + f)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Intents(in)
		if err != nil {
			t.Fatal(err)
		}
		if f == "heldout.tsv" {
			r.Wrong = nil
			r.Counts = nil
		}
		r.Write(os.Stdout)
	}
}

func TestPrintValues(t *testing.T) {
	in, _ := os.Open("../testdata/" + os.Getenv("VAL"))
	r, err := Values(in, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	r.Write(os.Stdout)
}
