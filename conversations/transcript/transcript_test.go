package transcript

import (
	"context"
	"strings"
	"testing"
	"time"

	"sapa/conversations"
)

// silent is a world in which nothing can be found.
type silent struct{ told []string }

func (s *silent) Arrange(_ context.Context, line string, _ time.Time) ([]conversations.Reply, error) {
	return []conversations.Reply{{Texts: []conversations.Text{{Literal: "kabar: " + line}}}}, nil
}

func (s *silent) Find(context.Context, conversations.Session, conversations.Request, time.Time) (map[conversations.Slot]string, error) {
	return nil, nil
}

func (s *silent) Tell(_ context.Context, _ conversations.Session, o conversations.Order, _ time.Time) error {
	s.told = append(s.told, o.Name)
	return nil
}

// menu asks one thing and keeps a draft of it for two days.
func menu() *conversations.Flow {
	return conversations.Link(&conversations.Flow{Ref: conversations.FlowRef{ID: "menu", Revision: 1}, Title: "Menu", Calls: []string{"menu"},
		Start: "pilih", Order: []conversations.NodeID{"pilih", "merah"}, Nodes: map[conversations.NodeID]*conversations.Node{
			"pilih": {ID: "pilih", Say: []conversations.Line{{Text: "Warna apa?"}},
				Ask: &conversations.Ask{Slot: "warna", Kind: conversations.KindChoice, Choices: []conversations.Choice{{ID: "merah", Label: "Merah"}, {ID: "biru", Label: "Biru"}}},
				Go:  []conversations.Route{{When: conversations.Condition{Slot: "warna", Is: []string{"merah"}}, To: "merah"}}},
			"merah": {ID: "merah", Say: []conversations.Line{{Text: "Merah, baik."}}, Do: &conversations.Do{Name: "stop_news"}},
		}})
}

func play(t *testing.T, w *silent, taps bool, c *Coverage, file string) (string, error) {
	t.Helper()
	return Play(t.Context(), Script{Library: conversations.NewLibrary([]*conversations.Flow{menu()}), Taps: taps, Channel: "test",
		World: func() (World, error) { return w, nil }, Start: time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC), Visit: c.Visit,
		Show: func(r conversations.Reply) []string {
			var lines []string
			for _, x := range r.Texts {
				lines = append(lines, x.Literal+x.Key)
			}
			return []string{strings.Join(lines, " | ")}
		}}, file)
}

func TestPlayFillsInWhatTheBotSays(t *testing.T) {
	for _, taps := range []bool{false, true} {
		w, c := &silent{}, NewCoverage()
		got, err := play(t, w, taps, c, "# awal\n-- satu\n> menu\n< lama\n> 1\n@ berita\n-- dua\n> menu\n* Biru\n")
		if err != nil {
			t.Fatal(err)
		}
		want := "# awal\n-- satu\n> menu\n< greet | Warna apa?\n> 1\n= stop_news\n< Merah, baik.\n@ berita\n< kabar: berita\n-- dua\n> menu\n< greet | Warna apa?\n* Biru\n"
		if got != want {
			t.Errorf("taps %v: got\n%s\nwant\n%s", taps, got, want)
		}
		if len(w.told) != 1 || w.told[0] != "stop_news" {
			t.Errorf("the world was told %v", w.told)
		}
		if taken, all, left := c.Of(menu()); taken != 3 || all != 3 || len(left) != 0 {
			t.Errorf("%d of %d ways taken, left %v", taken, all, left)
		}
	}
}

func TestCoverageNamesWhatIsLeft(t *testing.T) {
	c := NewCoverage()
	if _, err := play(t, &silent{}, false, c, "-- satu\n> menu\n> merah\n"); err != nil {
		t.Fatal(err)
	}
	taken, all, left := c.Of(menu())
	if taken != 2 || all != 3 || len(left) != 1 || left[0] != "pilih -> (end) (2)" {
		t.Errorf("%d of %d, left %q", taken, all, left)
	}
}

func TestMistakesInAScript(t *testing.T) {
	for _, c := range []struct{ file, says string }{
		{"> halo", "begins with a title"},
		{"-- a\n? apa", "no line begins with"},
		{"-- a\n> menu\n* Hijau", "no button is labelled"},
		{"-- a\n+ kue", "nothing to send"},
		{"-- a\n~ lama", "time passes"},
		{"-- a\n~ 3 abad", "no unit of time"},
	} {
		if _, err := play(t, &silent{}, true, NewCoverage(), c.file); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want %q", c.file, err, c.says)
		}
	}
}
