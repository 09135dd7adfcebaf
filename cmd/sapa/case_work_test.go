package main

import (
	"strings"
	"testing"
)

// worked is an office with people, and one application of Siti in Samarinda.
func worked(t *testing.T) string {
	t.Helper()
	data := t.TempDir()
	must(t, data, "", "programme", "window", "wrse", "--open")
	must(t, data, strings.Join(application, "\n")+"\n", "talk")
	for _, who := range []string{"rina petugas Samarinda", "budi petugas Samarinda", "joko petugas Balikpapan", "sari penyelia Samarinda"} {
		w := strings.Fields(who)
		must(t, data, "", "officer", "add", w[0], "--name", w[0], "--role", w[1], "--region", w[2])
	}
	return data
}

func TestCaseWorkAsAnOfficer(t *testing.T) {
	t.Parallel()
	data := worked(t)
	for _, tt := range []struct{ line, want string }{
		{"case take wrse-2026-1", "say who takes it"},
		{"case take wrse-2026-1 --as joko", "the case belongs to 64.72"},
		{"case take wrse-2026-1 --as rina", "is taken by rina\n"},
		{"case take wrse-2026-1 --as budi", "taken by rina already"},
		{"case take wrse-2026-1 --to budi --as sari", "is taken by budi\n"},
		{"case release wrse-2026-1 --as rina", "it takes the role penyelia"},
		{"case release wrse-2026-1 --as budi", "is taken by nobody\n"},
		{"case note wrse-2026-1 Sudah_ditelepon --as rina", "noted on WRSE-2026-000001"},
		{"case decide wrse-2026-1 --status disetujui --as rina", "it takes the role penyelia"},
		{"case decide wrse-2026-1 --status disetujui --as hantu", "hantu is nobody who works here"},
		{"case decide wrse-2026-1 --status diperiksa_provinsi --as rina", "diajukan -> diperiksa_provinsi"},
		{"case decide wrse-2026-1 --status disetujui --as sari", "diperiksa_provinsi -> disetujui"},
		{"case show wrse-2026-1", "(catatan)  rina  Sudah_ditelepon"},
		{"case show wrse-2026-1 --json", `"kind": "tugas"`},
	} {
		out, err := sapa(t, data, "", strings.Fields(tt.line)...)
		if err != nil {
			out += err.Error()
		}
		if !strings.Contains(out, tt.want) {
			t.Errorf("sapa %s: %q lacks %q", tt.line, out, tt.want)
		}
	}
	if said := must(t, data, "cek status\n", "talk"); strings.Contains(said, "Sudah_ditelepon") || strings.Contains(said, "rina") {
		t.Errorf("the citizen reads what is the office's:\n%s", said)
	}
}

// The officer asks for two things, the citizen sends one in the chat and brings the other, and the case comes back.
func TestCaseIsCompleted(t *testing.T) {
	t.Parallel()
	data := worked(t)
	for _, tt := range []struct{ line, want string }{
		{"case decide wrse-2026-1 --status diperiksa_kabkota --as rina", "-> diperiksa_kabkota"},
		{"case decide wrse-2026-1 --status perlu_dilengkapi --as rina", "needs --item, --ask or a --note"},
		{"case decide wrse-2026-1 --status perlu_dilengkapi --as rina --item ijazah", "not in the catalogue of this programme: ijazah"},
		{"case decide wrse-2026-1 --status perlu_dilengkapi --as rina --item alamat --ask foto:Rapor_anak", "-> perlu_dilengkapi"},
		{"case items wrse", "alamat\ttulisan\tAlamat lengkap"},
	} {
		out, err := sapa(t, data, "", strings.Fields(tt.line)...)
		if err != nil {
			out += err.Error()
		}
		if !strings.Contains(out, tt.want) {
			t.Errorf("sapa %s: %q lacks %q", tt.line, out, tt.want)
		}
	}
	said := must(t, data, "lengkapi\nJalan Mawar 5, RT 12\n", "talk")
	if !strings.Contains(said, "- Alamat lengkap\n- Rapor_anak") || !strings.Contains(said, "Petugas meminta: Rapor_anak.") {
		t.Errorf("said %s", said)
	}
	if out := must(t, data, "", "case", "show", "wrse-2026-1"); !strings.Contains(out, "- alamat: Alamat lengkap (tulisan, ") || !strings.Contains(out, "- lain1: Rapor_anak (missing)") {
		t.Errorf("shown %s", out)
	}
	if out := must(t, data, "", "case", "supply", "wrse-2026-1", "lain1", "--as", "budi"); !strings.Contains(out, "the case is diperiksa_kabkota") {
		t.Errorf("supplied: %s", out)
	}
}

// A refused citizen objects in the chat; a petugas may not answer, a penyelia does.
func TestObjectionIsAnswered(t *testing.T) {
	t.Parallel()
	data := worked(t)
	must(t, data, "", "case", "decide", "wrse-2026-1", "--status", "tidak_disetujui", "--note", "Sudah pernah menerima", "--as", "sari")
	if out, err := sapa(t, data, "", "case", "answer", "wrse-2026-1", "--accept"); err == nil || !strings.Contains(err.Error(), "has no objection") {
		t.Errorf("answered before: %s %v", out, err)
	}
	said := must(t, data, "keberatan\nitu bukan saya, tetapi kakak saya\nlewati\nya\n", "talk")
	if !strings.Contains(said, "Keberatan Anda untuk permohonan WRSE-2026-000001 sudah kami terima") {
		t.Fatalf("said %s", said)
	}
	for _, tt := range []struct{ line, want string }{
		{"case objections --region samarinda", "WRSE-2026-000001\t"},
		{"case objections --region bontang --json", "[]"},
		{"case show wrse-2026-1", "(sanggah)    itu bukan saya, tetapi kakak saya"},
		{"case answer wrse-2026-1 --accept --as rina", "it takes the role penyelia"},
		{"case answer wrse-2026-1 --reject --as sari", "needs a --note"},
		{"case answer wrse-2026-1 --accept --as sari", "the case is diperiksa_kabkota; the citizen is told"},
		{"case answer wrse-2026-1 --accept --as sari", "has no objection"},
	} {
		out, err := sapa(t, data, "", strings.Fields(tt.line)...)
		if err != nil {
			out += err.Error()
		}
		if !strings.Contains(out, tt.want) {
			t.Errorf("sapa %s: %q lacks %q", tt.line, out, tt.want)
		}
	}
	if said := must(t, data, "cek status\n", "talk"); !strings.Contains(said, "Keberatan Anda atas keputusan permohonan ini diterima") {
		t.Errorf("the citizen is told: %s", said)
	}
}

// What the office promises is told and shown; only an admin or the operator promises.
func TestPromisesAndHolidays(t *testing.T) {
	t.Parallel()
	data := worked(t)
	for _, tt := range []struct{ line, want string }{
		{"promise set diperiksa_kabkota 7 --as sari", "it takes the role admin"},
		{"promise set diperiksa_kabkota 7", "the next word within 7 office days"},
		{"promise set lulus 7", "a promise is a status of"},
		{"promise set diajukan banyak", "is no number of days"},
		{"promise list", "diperiksa_kabkota\t7\tset by the office"},
		{"promise list --json", `"set": false`},
		{"holiday add 2026-12-25 Natal", "is noted"},
		{"holiday add besok Libur", "is no day"},
		{"holiday list", "2026-12-25\tNatal"},
		{"case decide wrse-2026-1 --status diperiksa_kabkota", "the citizen is told"},
		{"case show wrse-2026-1 --json", `"word_by": "`},
		{"case show wrse-2026-1", "news by terminal: waiting"},
	} {
		out, err := sapa(t, data, "", strings.Fields(tt.line)...)
		if err != nil {
			out += err.Error()
		}
		if !strings.Contains(out, tt.want) {
			t.Errorf("sapa %s: %q lacks %q", tt.line, out, tt.want)
		}
	}
	if said := must(t, data, "cek status\n", "talk"); strings.Count(said, "Kabar berikutnya kami perkirakan paling lambat") != 2 {
		t.Errorf("the citizen is told: %s", said)
	}
}

func TestGivenAndWaiting(t *testing.T) {
	t.Parallel()
	data := worked(t)
	for _, tt := range []struct{ line, want string }{
		{"programme stage wrse 1 --planned 20 --region samarinda --target 2026-09-30", "stage 1 of wrse"},
		{"case decide wrse-2026-1 --status disalurkan --as sari", "diajukan"}, // the step that is none, before what it would need
		{"case decide wrse-2026-1 --status tidak_disetujui --as rina", "it takes the role penyelia"},
		{"case decide wrse-2026-1 --status disetujui --as sari", "-> disetujui"},
		{"case decide wrse-2026-1 --status disalurkan --as sari", "needs --form barang"},
		{"case decide wrse-2026-1 --status disalurkan --as sari --form uang --on 2025-01-02 --stage 7", "--on is before the case was filed; --form uang needs --amount; --stage is not written down"},
		{"case decide wrse-2026-1 --status disalurkan --as sari --on besok --form barang", "is no day"},
		{"case decide wrse-2026-1 --status disalurkan --as sari --what kompor", "go with --form"},
		{"case decide wrse-2026-1 --status disalurkan --as sari --form barang --amount 3000000 --what kompor --stage 1", "-> disalurkan"},
		{"programme waiting wrse", "say which kab/kota"},
		{"programme waiting wrse --region samarinda --json", "[]"},
		{"programme promote wrse --region samarinda", "nobody waits"},
		{"programme quota wrse 0 --region samarinda", "0 places"},
		{"programme promote wrse --region samarinda", "no place is free"},
		{"case priority wrse-2026-1 99 --reason x", "from -9 to 9"},
		{"case priority wrse-2026-1 1 --reason Lansia --as sari", "has priority 1"},
	} {
		out, err := sapa(t, data, "", strings.Fields(strings.Replace(tt.line, "2026-1 ", "2026-000001 ", 1))...)
		if err != nil {
			out += err.Error()
		}
		if !strings.Contains(out, tt.want) {
			t.Errorf("sapa %s: %q lacks %q", tt.line, out, tt.want)
		}
	}
	if said := must(t, data, "cek status\n", "talk"); !strings.Contains(said, "Tercatat diberikan pada ") || !strings.Contains(said, " dalam bentuk barang: kompor.") {
		t.Errorf("the citizen is told %s", said)
	}
}

func TestOfficerLinksAChat(t *testing.T) {
	t.Parallel()
	data := worked(t)
	out := must(t, data, "", "officer", "chat", "rina")
	_, code, ok := strings.Cut(strings.TrimSpace(out), "/kode ")
	if !ok || len(code) != 6 {
		t.Fatalf("printed %q", out)
	}
	said := must(t, data, "/kode "+code+"\ntugas\n1\nambil\n", "talk")
	if !strings.Contains(said, "terhubung sebagai petugas rina") || !strings.Contains(said, "NIK: 6472********9911") || !strings.Contains(said, "tercatat pada Anda") {
		t.Errorf("said %s", said)
	}
	if out := must(t, data, "", "case", "list", "--officer", "rina"); !strings.Contains(out, "WRSE-2026-000001") {
		t.Errorf("rina has %s", out)
	}
	if out := must(t, data, "siti aminah\n", "case", "search", "--json"); !strings.Contains(out, "WRSE-2026-000001") {
		t.Errorf("found %s", out)
	}
	must(t, data, "", "officer", "chat", "rina", "--end")
	if said := must(t, data, "tugas\n", "talk"); !strings.Contains(said, "Menu ini hanya untuk petugas") {
		t.Errorf("after the end: %s", said)
	}
}
