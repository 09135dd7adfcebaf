package main

import (
	"strings"
	"testing"
)

// A citizen asks for an officer; while one leads the talk the bot is silent and what is heard is kept; then it answers again.
func TestTicketFromAskingToClosing(t *testing.T) {
	t.Parallel()
	data := worked(t)
	must(t, data, "petugas\nbantuan saya dipotong RT\n", "talk")
	for _, tt := range []struct{ line, want string }{
		{"ticket list", "TKT-2026-0001\t"},
		{"ticket list --json", `"region": "64.72"`},
		{"ticket say TKT-2026-0001 halo --as rina", "take TKT-2026-0001 first"},
		{"ticket take TKT-2026-0001 --as joko", "the case belongs to 64.72"},
		{"ticket take TKT-2026-0001 --as rina", "the bot is silent"},
		{"ticket take TKT-2026-0001 --as budi", "taken by rina already"},
		{"ticket say TKT-2026-0001 --as budi halo", "taken by rina already"},
		{"ticket say TKT-2026-0001 --as rina", "say something"},
		{"ticket say TKT-2026-0001 Kapan_kejadiannya? --as rina", "is told"},
		{"ticket say TKT-2026-0001 --canned tunggu --as rina", "is told"},
		{"ticket say TKT-2026-0001 --canned hura --as rina", "no ready-made answer"},
	} {
		out, err := sapa(t, data, "", strings.Fields(tt.line)...)
		if err != nil {
			out += err.Error()
		}
		if !strings.Contains(out, tt.want) {
			t.Errorf("sapa %s: %q lacks %q", tt.line, out, tt.want)
		}
	}
	said := must(t, data, "kemarin sore\ncek status\n", "talk")
	for want, times := range map[string]int{"Petugas Dinas Sosial sekarang membaca percakapan ini.": 1, "Petugas Dinas Sosial: Kapan_kejadiannya?": 1,
		"Mohon tunggu sebentar, kami periksa dahulu.": 1, "Status: ": 0, "Apa yang dapat kami bantu": 0} {
		if strings.Count(said, want) != times {
			t.Errorf("%q is said %d times, want %d:\n%s", want, strings.Count(said, want), times, said)
		}
	}
	shown := must(t, data, "", "ticket", "show", "TKT-2026-0001", "--as", "rina")
	if !strings.Contains(shown, "> kemarin sore") || !strings.Contains(shown, "< *Petugas Dinas Sosial:* Kapan_kejadiannya?") {
		t.Errorf("the officer reads %s", shown)
	}
	must(t, data, "", "ticket", "close", "TKT-2026-0001", "--as", "rina")
	if said := must(t, data, "cek status\n", "talk"); !strings.Contains(said, "Percakapan dengan petugas sudah selesai") || !strings.Contains(said, "Status: Diajukan") {
		t.Errorf("afterwards the bot says %s", said)
	}
	if _, err := sapa(t, data, "", "ticket", "close", "TKT-2026-0001", "--as", "rina"); err == nil || !strings.Contains(err.Error(), "is closed already") {
		t.Errorf("closed twice: %v", err)
	}
}

// MENU takes the talk back from an officer, and STOP is obeyed while one leads it.
func TestCitizenTakesTheTalkBack(t *testing.T) {
	t.Parallel()
	data := worked(t)
	must(t, data, "petugas\nbantuan saya dipotong RT\n", "talk")
	must(t, data, "", "ticket", "take", "TKT-2026-0001", "--as", "rina")
	said := must(t, data, "halo\nstop\nhalo\nmenu\n1\n", "talk")
	if strings.Count(said, "Selamat") != 0 || !strings.Contains(said, "kami tidak akan mengirim kabar lagi") || !strings.Contains(said, "Apa yang dapat kami bantu?") ||
		strings.Index(said, "Apa yang dapat kami bantu?") > strings.Index(said, "5. Pengaduan") {
		t.Errorf("said %s", said)
	}
}
