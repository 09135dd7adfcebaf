package conversations_test

import (
	"testing"
	"time"

	"sapa/conversations"
	"sapa/conversations/flowfile"
)

const (
	newsHome = `flow: menu
title: Menu
calls: [menu]
nodes:
  a: {say: Menu?, ask: {slot: x, kind: choice, choices: [{id: satu, label: Satu}, {id: dua, label: Dua}]}, go: b}
  b: {say: "Menu {x}."}
`
	newsForm = `flow: isian
title: Isian
calls: [isian]
draft: 168h
nodes:
  a: {say: Berapa?, ask: {slot: n, kind: jumlah}, go: b}
  b: {say: Siapa?, ask: {slot: nama, kind: text}, go: c}
  c: {say: "Isian {n} {nama}."}
`
	newsAsk = `flow: tanya
title: Tanya
calls: [tanya]
nodes:
  a: {say: Mana?, ask: {slot: y, kind: choice, choices: [{id: kiri, label: Kiri}, {id: kanan, label: Kanan}]}, go: b}
  b: {say: "Tanya {y}."}
`
	newsApply = `flow: daftar
title: Daftar
calls: [daftar]
nodes:
  a: {say: Daftar dibuka.}
`
)

// An answer to an announcement opens the flow that it offers, but takes nobody out of a talk that they are in.
func TestAnswersToNews(t *testing.T) {
	t.Parallel()
	var flows []*conversations.Flow
	for _, text := range []string{newsHome, newsForm, newsAsk, newsApply} {
		f, err := flowfile.Parse("x.flow.yaml", []byte(text), 1)
		if err != nil {
			t.Fatal(err)
		}
		flows = append(flows, f)
	}
	l := conversations.NewLibrary(flows)
	const apply = "Daftar dibuka."
	for name, tt := range map[string]struct {
		before []string      // said before the news
		after  []string      // said after it, before the answer
		quiet  time.Duration // between the last word and the news
		typed  bool
		answer string
		want   string
	}{
		"nobody ever spoke":                  {answer: "1", want: apply},
		"by its words":                       {answer: "daftar sekarang", want: apply},
		"no number where words are to type":  {answer: "1", typed: true, want: "Menu?"},
		"words where they are to type":       {answer: "Daftar sekarang!", typed: true, want: apply},
		"no such offer":                      {answer: "3", want: "Menu?"},
		"a way on that opens no flow":        {answer: "2", want: "Menu?"},
		"the menu stands, but news came":     {before: []string{"halo"}, answer: "1", want: apply},
		"the menu came after the news":       {after: []string{"halo"}, answer: "1", want: "Menu {x}."},
		"in a talk":                          {before: []string{"/tanya"}, answer: "1", want: "Tanya {y}."},
		"in a talk that fell silent":         {before: []string{"/tanya"}, quiet: 24 * time.Hour, answer: "1", want: apply},
		"in a form that fell silent":         {before: []string{"/isian"}, quiet: 24 * time.Hour, answer: "1", want: "Siapa?"},
		"in a form, by its words":            {before: []string{"/isian"}, answer: "daftar sekarang", want: apply},
		"words of one's own are asked for":   {before: []string{"/isian", "1"}, answer: "daftar sekarang", want: "Isian {n} {nama}."},
		"something else is said to the news": {answer: "apa ini", want: "Menu?"},
	} {
		s, now, last := conversations.Session{Contact: "1"}, time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC), ""
		hear := func(text string, news *conversations.News) {
			now = now.Add(time.Minute)
			m := conversations.Message{ID: conversations.MessageID(now.String()), At: now, Text: text, News: news}
			if text[0] == '/' {
				m.Start, m.Text = text[1:], ""
			}
			var effects []conversations.Effect
			s, effects = conversations.Converse(l, s, conversations.Heard{Message: m})
			for _, e := range effects {
				if say, ok := e.(conversations.Say); ok {
					last = say.Reply.Texts[len(say.Reply.Texts)-1].Literal
				}
			}
		}
		for _, text := range tt.before {
			hear(text, nil)
		}
		now = now.Add(tt.quiet + time.Minute)
		news := &conversations.News{At: now, Typed: tt.typed, Offers: []conversations.Offer{
			{ID: "@daftar", Label: conversations.Text{Literal: "Daftar sekarang"}}, {ID: "lain", Label: conversations.Text{Literal: "Lain"}}}}
		for _, text := range tt.after {
			hear(text, news)
		}
		if hear(tt.answer, news); last != tt.want {
			t.Errorf("%s: said %q, want %q", name, last, tt.want)
		}
	}
}

// A poster's link opens its flow, or one announcement, whatever tag it bears.
func TestTagsOfPosters(t *testing.T) {
	t.Parallel()
	if got := conversations.TagStart("pengumuman:AB2K", "k7m2q"); got != "pengumuman-AB2K--k7m2q" {
		t.Errorf("TagStart = %q", got)
	}
	for start, want := range map[string][2]string{"wrse--K7M2Q": {"wrse", "k7m2q"}, "wrse": {"wrse", ""}, "daftar_wrse--": {"daftar_wrse", ""}, "": {}} {
		if call, tag := conversations.CutTag(start); call != want[0] || tag != want[1] {
			t.Errorf("CutTag(%q) = %q, %q", start, call, tag)
		}
	}
	for start, want := range map[string]string{"daftar--k7m2q": "Daftar.", "daftar-ab2k--k7m2q": "Daftar ab2k.", "daftar:ab2k--k7m2q": "Daftar ab2k."} {
		f, err := flowfile.Parse("x.flow.yaml", []byte("flow: daftar\ntitle: Daftar\ncalls: [menu]\nnodes:\n"+
			"  a: {go: [{if: sebutan, is: \"*\", to: b}, {to: c}]}\n  b: {say: \"Daftar {sebutan}.\"}\n  c: {say: Daftar.}\n"), 1)
		if err != nil {
			t.Fatal(err)
		}
		_, effects := conversations.Converse(conversations.NewLibrary([]*conversations.Flow{f}), conversations.Session{Contact: "1"},
			conversations.Heard{Message: conversations.Message{ID: "1", Start: start}})
		got := ""
		for _, e := range effects {
			if say, ok := e.(conversations.Say); ok {
				text := say.Reply.Texts[len(say.Reply.Texts)-1]
				if got = text.Literal; text.Args["sebutan"] != "" {
					got = "Daftar " + text.Args["sebutan"] + "."
				}
			}
		}
		if got != want {
			t.Errorf("%s: said %q, want %q", start, got, want)
		}
	}
}
