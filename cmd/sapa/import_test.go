package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sapa/store"
)

// table writes a file of recipients: made-up women with a serial that begins with 99, some rows spoilt.
func table(t *testing.T, rows, bad int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("NIK;Nama;Program;Tahun;Kabupaten/Kota\n")
	for i := range rows {
		year := "2024"
		if bad > 0 && i%(rows/bad) == 3 && i/(rows/bad) < bad {
			year = "belum tahu"
		}
		fmt.Fprintf(&b, "%s;Siti Contoh;WRSE;%s;Samarinda\n", manyNIK(i), year)
	}
	file := filepath.Join(t.TempDir(), "penerima.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestImportVerb(t *testing.T) {
	t.Parallel()
	data := worked(t)
	tables := t.TempDir()
	file, dtsen := table(t, 10, 2), filepath.Join(tables, "dtsen.csv")
	if err := os.WriteFile(dtsen, []byte("NIK,Kota,Desil\n6472035505829911,Samarinda,2\n6472035505829912,Balikpapan,3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(tables, "penerima.csv")
	if err := os.WriteFile(mine, []byte("NIK,Nama,Program,Tahun,Kota\n6472035505829911,Siti Aminah,WRSE,2023,Samarinda\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ line, want string }{
		{"recipients " + file, "row 5, Tahun: Tahun harus empat angka, mulai 2000 dan tidak di depan.\nrow 10, Tahun: Tahun harus empat angka, mulai 2000 dan tidak di depan.\n8 rows are good and 2 are not; nothing is saved yet"},
		{"recipients " + file + " --confirm --as rina", "it takes the role penyelia"},
		{"recipients " + file + " --confirm", "8 rows are saved: 8 new, 0 there before; 2 were not good"},
		{"recipients " + file + " --confirm", "8 rows are saved: 0 new, 8 there before"},
		{"recipients " + mine + " --confirm", "1 new"},
		{"recipients " + mine + " --as sari", "1 rows are good and 0 are not"}, // and lies there
		{"dtsen " + dtsen + " --as-of 2999-01-01", "not one to come"},
		{"dtsen " + dtsen + " --as-of 2026-09-30 --as sari", "Bukan wilayah kerja Anda."},
		{"dtsen " + dtsen + " --as-of 2026-09-30 --confirm", "2 new"},
		{"regions " + mine, "has no row of headings with kode"},
		{"regions " + file + ".bak", "there is no file"},
		{"recipients " + filepath.Join(data, "sapa.db"), "neither an Excel workbook"},
	} {
		out, err := sapa(t, data, "", strings.Fields("import "+tt.line)...)
		if err != nil {
			out += err.Error()
		}
		if !strings.Contains(out, tt.want) {
			t.Errorf("sapa import %s: %q lacks %q", tt.line, out, tt.want)
		}
	}
	for place, content := range filesIn(t, data) {
		for _, secret := range []string{"6472035505829911", manyNIK(1), "Siti Contoh", "penerima.csv"} {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%q stands in clear in %s", secret, place)
			}
		}
	}
	shown := must(t, data, "", "case", "show", "wrse-2026-1")
	for _, want := range []string{"! Pernah menerima WRSE tahun 2023 (Kota Samarinda)", "DTSEN: Ada di data per 30 September 2026 (Kota Samarinda, desil 2)"} {
		if !strings.Contains(shown, want) {
			t.Errorf("shown %q lacks %q", shown, want)
		}
	}
	if said := must(t, data, "cek status\n", "talk"); strings.Contains(said, "Pernah menerima") || strings.Contains(said, "desil") {
		t.Errorf("the citizen is told what only the office's tables say:\n%s", said)
	}
}

// The process that saves a long table is killed half-way. Confirmed again, every good row is in once.
func TestKillImport(t *testing.T) {
	t.Parallel()
	rows, bad := 20_000, 37
	if testing.Short() {
		rows = 6_000
	}
	file, data := table(t, rows, bad), t.TempDir()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	must(t, data, "", "officer", "list") // makes the database
	cfg := Config{Data: data, Timezone: "Asia/Makassar"}
	h, err := open(t.Context(), &cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer h.leave()
	cmd := exec.Command(path, "import", "recipients", file, "--confirm", "--data", data)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killed := halfway(t, h)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	left, err := h.db.Import(t.Context(), killed.ID)
	if err != nil || left.State != store.ImportSaving || left.Position >= left.Last {
		t.Fatalf("nothing was left to do: %s, row %d of %d, %v", left.State, left.Position, left.Last, err)
	}
	t.Logf("FIGURE import of %d rows killed at row %d", rows, left.Position)
	want := fmt.Sprintf("%d rows are saved: %d new, 0 there before; %d were not good", rows-bad, rows-bad, bad)
	if out := must(t, data, "", "import", "recipients", file, "--confirm"); !strings.Contains(out, want) || strings.Count(out, "row ") < bad {
		t.Errorf("confirmed again: %s", out[max(0, len(out)-500):])
	}
	want = fmt.Sprintf("%d rows are saved: 0 new, %d there before", rows-bad, rows-bad)
	if out := must(t, data, "", "import", "recipients", file, "--confirm"); !strings.Contains(out, want) {
		t.Errorf("confirmed a third time: %s", out[max(0, len(out)-500):])
	}
}

// halfway waits until some rows of the first import are saved.
func halfway(t *testing.T, h *house) store.Import {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if im, err := h.db.Import(t.Context(), 1); err == nil && im.Position > 1000 {
			return im
		}
	}
	t.Fatal("nothing is ever saved")
	return store.Import{}
}
