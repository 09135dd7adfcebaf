package telegram_test

import (
	"testing"

	"sapa/bot/channel/telegram"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"Halo, Ibu", "Halo, Ibu"},
		{"*Halo* Ibu", "<b>Halo</b> Ibu"},
		{"NIK 6472********9901", "NIK 6472********9901"},
		{"<b>Bu & Pak</b>", "&lt;b&gt;Bu &amp; Pak&lt;/b&gt;"},
		{"*a < b & c*", "<b>a &lt; b &amp; c</b>"},
		{"&amp;", "&amp;amp;"},
		{"baris\n*dua*", "baris\n<b>dua</b>"},
	} {
		if got := telegram.HTML(c.text); got != c.want {
			t.Errorf("HTML(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
