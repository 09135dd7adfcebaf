package conversations_test

import (
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/conversations/flowfile"
)

func TestParseCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"K7M-4Q2": "K7M4Q2", "k7m4q2": "K7M4Q2", " k7m 4q2 ": "K7M4Q2", "K 7 M - 4 Q 2": "K7M4Q2", "*K7M-4Q2*": "K7M4Q2", "k7m–4q2": "K7M4Q2",
		"K7M-4O2": "K7M4O2", // an O was read where none is: it was meant as a code
		"status":  "", "123456": "", "ABCDEF": "", "kasus2": "", "wrse 2026": "", "K7M-4Q": "", "K7M-4Q22": "", "K7M/4Q2": "", "": "", "6472034507859901": "",
		"lks 25": "", "kube12": "", "KK 1234": "", "100001": "", "150500": "", "4 digit": "", "402402": "", "wrse 26": "",
		"402-4Q2": "4024Q2", // a Q was read as 0
	} {
		got, ok := conversations.ParseCode(text)
		if got != want || ok != (want != "") {
			t.Errorf("ParseCode(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	if got := conversations.FormatCode("K7M4Q2"); got != "K7M-4Q2" {
		t.Errorf("FormatCode = %q", got)
	}
	if strings.ContainsAny(conversations.CodeLetters, "01OI") {
		t.Error("letters that look alike")
	}
}

const codeFlow = `flow: cek_kode
title: Cek
calls: [cek_kode]
says: ["cek $", "kode pesan $", "$"]
nodes:
  a: {say: "Kode {sebutan}."}
`

const dateFlow = `flow: tgl
title: Tanggal
calls: [tgl]
nodes:
  a: {say: "Kapan?", ask: {slot: lahir, kind: tanggal}, go: b}
  b: {say: "Lahir {lahir}."}
`

// Said with its word, a code is heard wherever the talk stands; alone, only where no words of one's own are asked for.
func TestCodesOpenAFlow(t *testing.T) {
	t.Parallel()
	text := func(s string) conversations.Message { return conversations.Message{Text: s} }
	for name, tt := range map[string]struct {
		messages []conversations.Message
		want     string
	}{
		"nothing is under way":       {[]conversations.Message{text("CEK K7M-4Q2")}, "Kode K7M4Q2."},
		"written oddly":              {[]conversations.Message{text("kode pesan: k7m 4q2.")}, "Kode K7M4Q2."},
		"the code alone":             {[]conversations.Message{text("k7m4q2")}, "Kode K7M4Q2."},
		"another question waits":     {[]conversations.Message{text("halo"), text("k7m4q2")}, "Kode K7M4Q2."},
		"words are asked for":        {[]conversations.Message{text("halo"), text("1"), text("cek k7m-4q2")}, "Kode K7M4Q2."},
		"words are asked for, alone": {[]conversations.Message{text("halo"), text("1"), text("k7m-4q2")}, "Nama k7m-4q2."},
		"a date is asked for":        {[]conversations.Message{text("/tgl"), text("5 mei 85")}, "Lahir 5 Mei 1985."},
		"a date is asked for, cek":   {[]conversations.Message{text("/tgl"), text("cek k7m 4q2")}, "Kode K7M4Q2."},
		"another wish":               {[]conversations.Message{text("halo"), text("cek status")}, "Apa?"},
	} {
		if got := saying(t, tt.messages...); got != tt.want {
			t.Errorf("%s: said %q, want %q", name, got, tt.want)
		}
	}
	if _, err := flowfile.Parse("x.flow.yaml", []byte(codeFlow), 1); err != nil {
		t.Fatal(err)
	}
}
