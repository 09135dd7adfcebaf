package conversations_test

import (
	"strings"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/conversations/flowfile"
)

const (
	saysHome = `flow: menu
title: Menu
calls: [menu]
nodes:
  a: {say: Apa?, ask: {slot: x, kind: choice, choices: [{id: satu, label: Satu}, {id: lengkap, label: Lengkapi sekarang}]}, go: [{if: x, is: lengkap, to: b}, {to: c}]}
  b: {say: Dipilih.}
  c: {say: Tulis namanya., ask: {slot: nama, kind: text}, go: d}
  d: {say: "Nama {nama}."}
`
	saysFiles = `flow: lengkapi
title: Lengkapi
calls: [lengkapi, berkas]
says: [lengkapi, lengkapi sekarang]
nodes:
  a:
    go: [{if: kiriman, is: "*", to: c}, {to: b}]
  b: {say: Kirim., ask: {slot: foto, kind: photo}, go: c}
  c: {say: "Diterima {kiriman}{foto}."}
`
)

// saying plays messages over two flows, and gives what was said last.
func saying(t *testing.T, messages ...conversations.Message) string {
	t.Helper()
	var flows []*conversations.Flow
	for _, text := range []string{saysHome, saysFiles, codeFlow, dateFlow} {
		f, err := flowfile.Parse("x.flow.yaml", []byte(text), 1)
		if err != nil {
			t.Fatal(err)
		}
		flows = append(flows, f)
	}
	l, s, last := conversations.NewLibrary(flows), conversations.Session{Contact: "1"}, ""
	for i, m := range messages {
		if word, ok := strings.CutPrefix(m.Text, "/"); ok {
			m.Start, m.Text = word, ""
		}
		m.ID, m.At = conversations.MessageID(rune('a'+i)), time.Date(2026, 8, 3, 9, i, 0, 0, time.UTC)
		var effects []conversations.Effect
		s, effects = conversations.Converse(l, s, conversations.Heard{Message: m})
		for _, e := range effects {
			if say, ok := e.(conversations.Say); ok {
				t := say.Reply.Texts[len(say.Reply.Texts)-1]
				last = t.Literal
				for place, value := range t.Args {
					if place != "nama" || last != "Nama {nama}." || value == "k7m-4q2" {
						last = strings.ReplaceAll(last, "{"+place+"}", value)
					}
				}
				last = strings.NewReplacer("{kiriman}", "", "{foto}", "").Replace(last)
			}
		}
	}
	return last
}

func TestWordsThatOpenAFlow(t *testing.T) {
	t.Parallel()
	text := func(s string) conversations.Message { return conversations.Message{Text: s} }
	sent := func(awaited bool, words string) conversations.Message {
		return conversations.Message{Text: words, Media: []conversations.Media{{Kind: conversations.Photo, Ref: "f1", Awaited: awaited}}}
	}
	for name, tt := range map[string]struct {
		messages []conversations.Message
		want     string
	}{
		"nothing is under way":                {[]conversations.Message{text("LENGKAPI!")}, "Kirim."},
		"another question waits":              {[]conversations.Message{text("halo"), text("lengkapi")}, "Kirim."},
		"the words are among the answers":     {[]conversations.Message{text("halo"), text("lengkapi sekarang")}, "Dipilih."},
		"the question takes any words":        {[]conversations.Message{text("halo"), text("1"), text("lengkapi")}, "Nama {nama}."},
		"only a part of the message":          {[]conversations.Message{text("halo"), text("anu lengkapi anu anu anu")}, "Dipilih."},
		"a photo that a case lacks":           {[]conversations.Message{sent(true, "")}, "Diterima f1."},
		"while another question waits":        {[]conversations.Message{text("halo"), sent(true, "")}, "Diterima f1."},
		"with words under it":                 {[]conversations.Message{text("halo"), sent(true, "ini fotonya")}, "Diterima f1."},
		"while the flow asks for one":         {[]conversations.Message{text("lengkapi"), sent(true, "")}, "Diterima ."},
		"a photo that nobody waits for":       {[]conversations.Message{text("halo"), sent(false, "")}, "Apa?"},
		"and none while any words are wanted": {[]conversations.Message{text("halo"), text("1"), sent(true, "")}, "Diterima f1."},
	} {
		if got := saying(t, tt.messages...); got != tt.want {
			t.Errorf("%s: said %q, want %q", name, got, tt.want)
		}
	}
}
