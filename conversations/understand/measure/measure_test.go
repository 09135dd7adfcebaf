package measure

import (
	"os"
	"testing"
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
