package present

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sapa/bot/channel"
	"sapa/conversations"
)

// plain says keys as they are, with the words to type.
type plain struct{}

func (plain) Words(t conversations.Text) string {
	return t.Literal + t.Key + t.Args["words"]
}

func says(texts ...string) conversations.Reply {
	var r conversations.Reply
	for _, t := range texts {
		r.Texts = append(r.Texts, conversations.Text{Literal: t})
	}
	return r
}

func offers(r conversations.Reply, labels ...string) conversations.Reply {
	r.Prompt = "7.3"
	for i, l := range labels {
		r.Choices = append(r.Choices, conversations.Offer{ID: conversations.ChoiceID(fmt.Sprint("c", i)), Label: conversations.Text{Literal: l}})
	}
	return r
}

var (
	buttons = channel.Shape{Buttons: 3, Label: 10, Text: 100, Share: true}
	none    = channel.Shape{Text: 100}
)

func TestReply(t *testing.T) {
	t.Parallel()
	typed := offers(says("Siapa?"), "Batal", "Petugas")
	typed.Typed = true
	told := offers(says("*1.* Ya"), "Ya")
	told.Told = true
	share := says("Nomor?")
	share.Share = true
	photo := says("Ini fotonya.")
	photo.Media = []conversations.Media{{Kind: conversations.Photo, Ref: "berkas"}}
	captioned, alone := photo, conversations.Reply{Media: photo.Media, Captioned: true}
	captioned.Captioned = true
	bare := conversations.Reply{Media: photo.Media}
	numbered := []channel.Outgoing{{Text: "Pilih:\n\n1. Satu\n2. Dua\nask.numbered"}}
	tests := map[string]struct {
		reply conversations.Reply
		shape channel.Shape
		want  []channel.Outgoing
	}{
		"nothing":          {conversations.Reply{}, buttons, nil},
		"blank paragraphs": {says(" ", "Halo.\n", ""), buttons, []channel.Outgoing{{Text: "Halo."}}},
		"paragraphs":       {says("Halo.", "Apa kabar?"), none, []channel.Outgoing{{Text: "Halo.\n\nApa kabar?"}}},
		"buttons": {offers(says("Pilih:"), "Satu", "Dua"), buttons, []channel.Outgoing{{Text: "Pilih:",
			Buttons: []channel.Button{{Label: "Satu", Data: "7.3|c0"}, {Label: "Dua", Data: "7.3|c1"}}}}},
		"no buttons here":  {offers(says("Pilih:"), "Satu", "Dua"), none, numbered},
		"too many buttons": {offers(says("Pilih:"), "a", "b", "c", "d"), buttons, []channel.Outgoing{{Text: "Pilih:\n\n1. a\n2. b\n3. c\n4. d\nask.numbered"}}},
		"a long label": {offers(says("Pilih:"), "Satu", "Sebelas kata"), buttons,
			[]channel.Outgoing{{Text: "Pilih:\n\n1. Satu\n2. Sebelas kata\nask.numbered"}}},
		"emoji count twice":  {offers(says("Pilih:"), "😀😀😀😀😀!"), buttons, []channel.Outgoing{{Text: "Pilih:\n\n1. 😀😀😀😀😀!\nask.numbered"}}},
		"typed":              {typed, none, []channel.Outgoing{{Text: "Siapa?\n\nask.typed*Batal*, *Petugas*"}}},
		"told in the text":   {told, none, []channel.Outgoing{{Text: "*1.* Ya"}}},
		"share":              {share, buttons, []channel.Outgoing{{Text: "Nomor?", Share: true}}},
		"no share here":      {share, none, []channel.Outgoing{{Text: "Nomor?"}}},
		"media first":        {photo, none, []channel.Outgoing{{Media: &photo.Media[0]}, {Text: "Ini fotonya."}}},
		"with a caption":     {captioned, none, []channel.Outgoing{{Text: "Ini fotonya.", Media: &photo.Media[0]}}},
		"nothing to caption": {alone, none, []channel.Outgoing{{Media: &photo.Media[0]}}},
		"media alone":        {bare, none, []channel.Outgoing{{Media: &photo.Media[0]}}},
	}
	for name, tt := range tests {
		if d := cmp.Diff(tt.want, Reply(tt.reply, plain{}, tt.shape)); d != "" {
			t.Errorf("%s: -want +got\n%s", name, d)
		}
	}
}

func TestLongTextIsSplitWhereItHurtsLeast(t *testing.T) {
	t.Parallel()
	a, b := strings.Repeat("a", 60), strings.Repeat("b", 60)
	tests := map[string]struct {
		text string
		want []string
	}{
		"at a paragraph":        {a + "\n\n" + b, []string{a, b}},
		"at a line":             {a + "\n" + b, []string{a, b}},
		"at a blank":            {a + " " + b, []string{a, b}},
		"anywhere":              {a + b, []string{a + b[:40], b[40:]}},
		"rather at a paragraph": {"satu\n\n" + a + "\n" + b, []string{"satu", a, b}},
		"fits":                  {a + " " + b[:39], []string{a + " " + b[:39]}},
	}
	for name, tt := range tests {
		var got []string
		for _, o := range Reply(says(tt.text), plain{}, none) {
			got = append(got, o.Text)
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s: -want +got\n%s", name, d)
		}
	}
}

func TestButtonsStandUnderTheLastPart(t *testing.T) {
	t.Parallel()
	r := offers(says(strings.Repeat("kata ", 50)), "Ya")
	r.Share = true
	out := Reply(r, plain{}, buttons)
	for i, o := range out {
		if last := i == len(out)-1; len(out) < 3 || (len(o.Buttons) > 0) != last || o.Share != last {
			t.Errorf("part %d of %d has %d buttons, share %v", i+1, len(out), len(o.Buttons), o.Share)
		}
	}
}

func TestSplitLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab é😀\n "))).Draw(t, "text")
		limit := rapid.IntRange(2, 40).Draw(t, "limit")
		var all string
		for _, part := range split(strings.TrimSpace(text), limit) {
			if n := len(utf16.Encode([]rune(part))); n > limit || n == 0 || !utf8.ValidString(part) {
				t.Fatalf("part %q has %d units of %d", part, n, limit)
			}
			all += part
		}
		if words := strings.Join(strings.Fields(text), ""); strings.Join(strings.Fields(all), "") != words {
			t.Fatalf("%q became %q", text, all)
		}
	})
}
