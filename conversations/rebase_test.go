package conversations_test

import (
	"os"
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/conversations/flowfile"
)

// revised reads the form of testdata as revision 2, changed.
func revised(t *testing.T, changes ...string) *conversations.Flow {
	t.Helper()
	data, err := os.ReadFile("testdata/formulir.flow.yaml")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.NewReplacer(changes...).Replace(string(data))
	f, err := flowfile.Parse("formulir.flow.yaml", []byte(words), 2)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRebaseKeepsWhatStillFits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		changes []string
		at      conversations.NodeID
	}{
		{"nothing that matters", []string{"Mohon diperiksa.", "Silakan diperiksa."}, "ringkasan"},
		{"a question more", []string{"go: jumlah", "go: sapaan", "  jumlah:\n", "  sapaan:\n    say: Panggilan?\n    ask: {slot: sapaan, kind: text}\n    go: jumlah\n  jumlah:\n"}, "sapaan"},
		{"a choice less", []string{"        - {id: biru, label: Biru}\n", ""}, "warna"},
		{"a question less", []string{"go: alamat", "go: jumlah", "  alamat:\n    say: Di mana alamat Anda?\n    ask: {slot: alamat, kind: text, min: 5, max: 60, label: Alamat, step: 2}\n    go: jumlah\n", ""}, "ringkasan"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			k := filled(t)
			before := stored(k.s)
			s, effects := conversations.Rebase(revised(t, tt.changes...), k.s, k.now)
			if stored(k.s) != before {
				t.Error("rebase changed the session it was given")
			}
			if s.At != tt.at || s.Status != conversations.Waiting || s.Flow.Revision != 2 || s.Answers["nama"] != "Siti Aminah" {
				t.Errorf("landed at %s (%s, revision %d) with %v", s.At, s.Status, s.Flow.Revision, s.Answers)
			}
			k.wants(said(effects), "<flow.changed>")
		})
	}
}
