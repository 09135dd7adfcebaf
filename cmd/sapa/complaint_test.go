package main

import (
	"strings"
	"testing"
)

// A complaint is taken, answered, forwarded and ended; the office complained about never reads the name.
func TestComplaintIsHandled(t *testing.T) {
	t.Parallel()
	data := worked(t)
	must(t, data, "", "officer", "add", "dewi", "--name", "Dewi", "--role", "penyelia")
	said := must(t, data, "lapor\nbantuan saya dipotong dua ratus ribu\nsamarinda\nkantor kelurahan air putih\nkemarin\nstaf kelurahan\ndengan nama\nsiti aminah\nlewati\nya\n", "talk")
	if !strings.Contains(said, "ADU-2026-0001") {
		t.Fatalf("said %s", said)
	}
	for _, tt := range []struct{ line, want string }{
		{"complaint list --json", `"status": "diterima"`},
		{"complaint list --as joko --json", "[]"},
		{"complaint show ADU-2026-0001 --as rina", "from: (hidden from the office complained about)"},
		{"complaint show ADU-2026-0001 --as dewi", "from: Siti Aminah"},
		{"complaint show ADU-2026-0001 --as joko", "the case belongs to 64.72"},
		{"complaint take ADU-2026-0001", "say who takes it"},
		{"complaint take ADU-2026-0001 --as rina", "is taken by rina"},
		{"complaint take ADU-2026-0001 --as budi", "taken by rina already"},
		{"complaint answer ADU-2026-0001 Kami_periksa_dahulu --as rina", "is answered"},
		{"complaint forward ADU-2026-0001 Inspektorat --as rina", "is forwarded"},
		{"complaint lapor ADU-2026-0001 9912345 --as rina", "has that number"},
		{"complaint close ADU-2026-0001 Uang_dikembalikan --as rina", "is closed"},
		{"complaint answer ADU-2026-0001 lagi --as rina", "is closed already"},
		{"complaint answer ADU-2026-0009 lagi --as rina", "there is no complaint ADU-2026-0009"},
		{"complaint list --status selesai", "ADU-2026-0001\tselesai\t64.72"},
		{"data list --json", "[]"},
		{"data close DATA-2026-0001", "no request DATA-2026-0001 is open"},
	} {
		out, err := sapa(t, data, "", strings.Fields(tt.line)...)
		if err != nil {
			out += err.Error()
		}
		if !strings.Contains(out, tt.want) {
			t.Errorf("sapa %s: %q lacks %q", tt.line, out, tt.want)
		}
		if strings.Contains(tt.line, "rina") && strings.Contains(out, "Aminah") {
			t.Errorf("sapa %s tells the name", tt.line)
		}
	}
	told := must(t, data, "cek status ADU-2026-0001\n", "talk")
	for _, want := range []string{"Jawaban petugas: Kami_periksa_dahulu.", "kami teruskan ke Inspektorat.", "selesai ditangani. Hasilnya: Uang_dikembalikan.",
		"Tercatat di SP4N-LAPOR! dengan nomor 9912345", "Status: Selesai"} {
		if !strings.Contains(told, want) {
			t.Errorf("the citizen reads no %q:\n%s", want, told)
		}
	}
}
