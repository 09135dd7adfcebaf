package flowfile

import (
	"strings"
	"testing"
	"time"

	"sapa/conversations"
)

const good = `flow: salam
title: Salam
calls: [menu]
draft: 48h
steps: 1
nodes:
  tanya:
    say:
      - Apa kabar?
      - {text: "Kami ingat {nama}.", if: nama, is: "*"}
    ask: {slot: nama, kind: nama, label: Nama, step: 1, choices: [{id: rahasia, label: Rahasia, also: [diam]}]}
    go:
      - {if: nama, is_not: [rahasia, siapa], to: balas}
      - to: "@menu"
  balas:
    say: Halo {nama}.
`

func TestParse(t *testing.T) {
	f, err := Parse("salam.flow.yaml", []byte(good), 3)
	if err != nil {
		t.Fatal(err)
	}
	if f.Ref != (conversations.FlowRef{ID: "salam", Revision: 3}) || f.Start != "tanya" || f.Draft != 48*time.Hour || len(f.Order) != 2 {
		t.Errorf("read as %+v", f)
	}
	n := f.Nodes["tanya"]
	if len(n.Say) != 2 || n.Say[1].When.Slot != "nama" || n.Ask.Choices[0].Also[0] != "diam" {
		t.Errorf("node read as %+v", n)
	}
	if r := n.Go[0]; !r.When.Not || len(r.When.Is) != 2 || r.To != "balas" || n.Go[1].To != "@menu" {
		t.Errorf("routes read as %+v", n.Go)
	}
	if f.Nodes["balas"].Say[0].Text != "Halo {nama}." {
		t.Errorf("words read as %q", f.Nodes["balas"].Say[0].Text)
	}
}

// TestMistakes changes one thing in a good file at a time: the error must name its line and column, and say what is wrong.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ name, from, to, place, says string }{
		{"unknown field", "    say: Halo {nama}.", "    sai: Halo", "16:5", "sai"},
		{"unknown field of an ask", "kind: nama, label", "jenis: nama, label", "11:23", "jenis"},
		{"wrong type", "steps: 1", "steps: satu", "5:8", "int"},
		{"double key", "title: Salam", "title: Salam\ntitle: Lagi", "3:1", "title"},
		{"tab", "    say: Halo {nama}.", "\tsay: Halo", "", ""},
		{"no such node", "to: balas}", "to: jawab}", "13:7", "jawab"},
		{"no such slot in words", "Halo {nama}.", "Halo {orang}.", "16:10", "orang"},
		{"no such kind", "kind: nama,", "kind: nma,", "11:11", "nma"},
		{"never reached", "to: balas}", "to: \"\"}", "16:5", "no way"},
		{"draft is no duration", "draft: 48h", "draft: lama", "4:8", "duration"},
		{"label like a number", "label: Rahasia", "label: 1 rahasia", "11:", "number"},
		{"no title", "title: Salam\n", "", "1:1", "title"},
		{"not YAML", "nodes:", "nodes: [", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(good, c.from) {
				t.Fatalf("the good file has no %q", c.from)
			}
			_, err := Parse("f.yaml", []byte(strings.Replace(good, c.from, c.to, 1)), 1)
			if err == nil {
				t.Fatal("nothing was found wrong")
			}
			if !strings.HasPrefix(err.Error(), "f.yaml:") || !strings.Contains(err.Error(), "f.yaml:"+c.place) {
				t.Errorf("found at %v, not at %s", err, c.place)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v does not name %s", err, c.says)
			}
		})
	}
}

func TestEmptyFile(t *testing.T) {
	for _, data := range []string{"", "# nothing\n", "nodes:\n", "[]", "satu"} {
		if _, err := Parse("f.yaml", []byte(data), 1); err == nil {
			t.Errorf("%q is no flow", data)
		}
	}
}

func TestMermaid(t *testing.T) {
	f, err := Parse("f.yaml", []byte(good), 1)
	if err != nil {
		t.Fatal(err)
	}
	got := Mermaid(f)
	for _, want := range []string{"flowchart TD", `tanya("tanya: Apa kabar?")`, `tanya -->|"nama bukan rahasia, siapa"| balas`, "flow_menu[[menu]]"} {
		if !strings.Contains(got, want) {
			t.Errorf("the graph lacks %s:\n%s", want, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Fuzz(func(t *testing.T, data []byte) {
		if flow, err := Parse("f.yaml", data, 1); err == nil && len(flow.Nodes) == 0 {
			t.Error("a flow without nodes is good")
		}
	})
}
