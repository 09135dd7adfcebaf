package broadcast

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"sapa/conversations/understand"
	"sapa/locales"
	"sapa/store"
)

func words(t *testing.T) *locales.Catalogue {
	t.Helper()
	c, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func fine() store.Broadcast {
	return store.Broadcast{Code: "AB2K", BroadcastDraft: store.BroadcastDraft{Title: "Jadwal", Text: "Yth. {nama}, permohonan {nomor} di {kabkota}.",
		Choices: []store.BroadcastChoice{{Call: "cek_status"}}, Audience: store.Audience{Source: store.FromCases, Programme: "wrse"}}}
}

func TestCheckTellsEverythingThatIsWrong(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(*store.Broadcast, *store.Reach)
		want   []ProblemCode
	}{
		"nothing":         {func(*store.Broadcast, *store.Reach) {}, nil},
		"no title":        {func(b *store.Broadcast, _ *store.Reach) { b.Title = " " }, []ProblemCode{ProblemTitle}},
		"no text":         {func(b *store.Broadcast, _ *store.Reach) { b.Text = "" }, []ProblemCode{ProblemText}},
		"a long text":     {func(b *store.Broadcast, _ *store.Reach) { b.Text = strings.Repeat("a", TextMost+1) }, []ProblemCode{ProblemText}},
		"a strange place": {func(b *store.Broadcast, _ *store.Reach) { b.Text = "{nik}" }, []ProblemCode{ProblemPlace}},
		"an open brace":   {func(b *store.Broadcast, _ *store.Reach) { b.Text = "Halo {nama" }, []ProblemCode{ProblemPlace}},
		"a strange flow":  {func(b *store.Broadcast, _ *store.Reach) { b.Choices[0].Call = "hapus_data" }, []ProblemCode{ProblemChoice}},
		"a long label":    {func(b *store.Broadcast, _ *store.Reach) { b.Choices[0].Label = strings.Repeat("a", LabelMost+1) }, []ProblemCode{ProblemChoice}},
		"many choices":    {func(b *store.Broadcast, _ *store.Reach) { b.Choices = make([]store.BroadcastChoice, 4) }, []ProblemCode{ProblemChoice}},
		"lacking":         {func(_ *store.Broadcast, r *store.Reach) { r.CaseLess = 2 }, []ProblemCode{ProblemLack, ProblemLack}},
		"one region": {func(b *store.Broadcast, r *store.Reach) {
			b.Audience.Regions, r.CaseLess, b.Text = []string{"64.72"}, 2, "{kabkota}"
		},
			nil},
		"nobody":           {func(_ *store.Broadcast, r *store.Reach) { r.People = 0 }, []ProblemCode{ProblemNobody}},
		"no such region":   {func(b *store.Broadcast, _ *store.Reach) { b.Audience.Regions = []string{"31.71"} }, []ProblemCode{ProblemAudience}},
		"no such district": {func(b *store.Broadcast, _ *store.Reach) { b.Audience.Districts = []string{"64.72"} }, []ProblemCode{ProblemAudience}},
		"no such source":   {func(b *store.Broadcast, _ *store.Reach) { b.Audience.Source = "" }, []ProblemCode{ProblemAudience}},
		"no channel":       {func(b *store.Broadcast, _ *store.Reach) { b.Channel = true }, []ProblemCode{ProblemChannel}},
	} {
		b, r := fine(), store.Reach{People: 5}
		tt.change(&b, &r)
		err := (&Service{}).Check(b, r)
		var got []ProblemCode
		var draft *DraftError
		if errors.As(err, &draft) {
			for _, p := range draft.Problems {
				got = append(got, p.Code)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestReplyFillsThePlaces(t *testing.T) {
	t.Parallel()
	c := words(t)
	known := store.CaseHead{Number: "WRSE-2026-000007", Name: "Siti {nomor}", Region: "64.72", Programme: "wrse"}
	r := Reply(fine(), known)
	if got := c.Words(r.Texts[0]); got != "Yth. Siti {nomor}, permohonan WRSE-2026-000007 di Kota Samarinda." {
		t.Errorf("for whom we know: %q", got) // what a person is called is never filled in again
	}
	b := fine()
	b.Text = "Yth. {nama}, {program} dibuka."
	if got := c.Words(Reply(b, store.CaseHead{}).Texts[0]); got != "Yth. Bapak/Ibu, Bantuan usaha WRSE dibuka." {
		t.Errorf("for whom we do not: %q", got)
	}
	if got := c.Words(r.Texts[1]); !strings.Contains(got, "CEK AB2K") || !strings.Contains(got, "STOP") {
		t.Errorf("the end: %q", got)
	}
	if a := Announcement(b); len(a.Choices) > 0 || !strings.HasPrefix(c.Words(a.Texts[0]), "*Jadwal*") {
		t.Errorf("on the public channel: %+v", a)
	}
}

// What is offered below a message on WhatsApp is typed: the words must open the flow.
func TestOfferedWordsAreUnderstood(t *testing.T) {
	t.Parallel()
	c := words(t)
	for _, call := range Calls() {
		label := c.Words(offer(store.BroadcastChoice{Call: call}).Label)
		if got := understand.Read(label); string(got.Intent) != call {
			t.Errorf("%q is understood as %s, want %s", label, got.Intent, call)
		}
		if len(label) > LabelMost {
			t.Errorf("%q is longer than %d", label, LabelMost)
		}
	}
}

func TestReadList(t *testing.T) {
	t.Parallel()
	l, err := readList(strings.NewReader("\ufeffNIK;Nama\n6472034507859901;Siti\n'6472034507859902\n0811 9900 003,x\n6472034507859901\n\nbukan angka\n12\n"))
	if err != nil || len(l.niks) != 2 || len(l.phones) != 1 || l.Lines != 3 || l.Bad != 2 || l.Example != "7" {
		t.Errorf("%+v, %v", l, err)
	}
	var draft *DraftError
	if _, err := readList(strings.NewReader("nama\nSiti\n")); !errors.As(err, &draft) || draft.Problems[0].Code != ProblemListEmpty {
		t.Errorf("of names: %v", err)
	}
}
