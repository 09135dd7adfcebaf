package conversations_test

import (
	"errors"
	"strings"
	"testing"

	"sapa/conversations/flowfile"
)

const sound = `flow: uji
title: Uji
calls: [menu]
nodes:
  satu:
    say: Apa warna?
    ask:
      slot: warna
      kind: choice
      choices:
        - {id: merah, label: Merah}
        - {id: biru, label: Biru}
    go: dua
  dua:
    say: "Warnanya {warna}."
`

// TestFlawsAreFoundWithTheirPlace breaks a sound flow in one way each, and expects that alone to be told, with its line.
func TestFlawsAreFoundWithTheirPlace(t *testing.T) {
	t.Parallel()
	if _, err := flowfile.Parse("uji.flow.yaml", []byte(sound), 1); err != nil {
		t.Fatalf("the sound flow: %v", err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"missing node", "go: dua", "go: tiga", "uji.flow.yaml:13:9: satu: no node tiga"},
		{"unfilled place", "{warna}", "{bentuk}", "uji.flow.yaml:15:10: dua: nothing fills the place {bentuk}"},
		{"open brace", "{warna}", "{warna", "dua: a { without its }"},
		{"unknown kind", "kind: choice", "kind: warna", `satu: no kind of answer is called "warna"`},
		{"unknown field", "slot: warna", "slott: warna", `uji.flow.yaml:8:7: unknown field "slott"`},
		{"wrong type", "kind: choice", "kind: [a]", "uji.flow.yaml:9:"},
		{"choices alike", "label: Biru", "label: Merah", `"merah" means both merah and biru`},
		{"a command as a choice", "label: Biru", "label: Menu", `"menu" is a command everywhere`},
		{"a label like a pick", "label: Biru", "label: 2 Biru", "begins with a number"},
		{"an ask without words", "    say: Apa warna?\n", "", "satu: an ask needs words"},
		{"silence for some", "say: Apa warna?", "say: [{text: Apa?, if: warna, is: merah}]", "there are answers with which nothing is said"},
		{"unknown slot in a condition", "go: dua", "go: [{if: bentuk, is: x, to: dua}, {to: dua}]", "nothing fills the slot bentuk"},
		{"routes after the last", "go: dua", "go: [{to: dua}, {to: satu}]", "are never taken"},
		{"unknown verb", "  dua:\n", "  dua:\n    do: terbang\n", `the world knows no "terbang"`},
		{"argument missing", "  dua:\n", "  dua:\n    do: open_ticket\n    take: [nomor_tiket]\n", "open_ticket needs alasan"},
		{"result not taken", "  dua:\n", "  dua:\n    do: office_hours\n", "which the flow must take"},
		{"result not given", "  dua:\n", "  dua:\n    do: office_hours\n    take: [warna_kantor]\n", "does not give warna_kantor"},
		{"step beyond steps", "slot: warna", "slot: warna\n      step: 2", "step 2 of 0"},
		{"no way leads here", "go: dua", "go: [{if: warna, is: x, to: satu}]", "uji.flow.yaml:15:5: dua: no way leads here"},
		{"a circle", `say: "Warnanya {warna}."`, "go: dua", "goes round in a circle without asking"},
		{"start", "nodes:", "start: nol\nnodes:", "start names no node: nol"},
		{"tries without a way", "kind: choice", "kind: choice\n      tries: 2", "tries without give_up"},
		{"draft", "nodes:", "draft: seminggu\nnodes:", "uji.flow.yaml:4:8: draft is a duration"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			broken := strings.Replace(sound, tt.old, tt.new, 1)
			if broken == sound {
				t.Fatal("nothing was broken")
			}
			_, err := flowfile.Parse("uji.flow.yaml", []byte(broken), 1)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v\nwant %s", err, tt.want)
			}
			var e *flowfile.Error
			if !errors.As(err, &e) || e.Line == 0 {
				t.Errorf("no line in %v", err)
			}
		})
	}
}
