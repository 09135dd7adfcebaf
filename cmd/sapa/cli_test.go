package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sapa runs one command line over a data folder, with lines on standard input.
func sapa(t *testing.T, data, in string, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), append(args, "--data", data), streams{in: strings.NewReader(in), out: &out, err: &out})
	return out.String(), err
}

func must(t *testing.T, data, in string, args ...string) string {
	t.Helper()
	out, err := sapa(t, data, in, args...)
	if err != nil {
		t.Fatalf("sapa %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// What is wrong on a command line is said in one line, in words of the operator.
func TestCommandLineErrors(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	text := filepath.Join(data, "kosong.tsv")
	if err := os.WriteFile(text, []byte("judul\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, data, "", "officer", "add", "rina", "--name", "Rina", "--role", "petugas", "--region", "Samarinda")
	for line, want := range map[string]string{
		"case list --status foo":                                 `no status is called "foo"`,
		"case list --programme pkh":                              `no programme takes applications by the name "pkh"`,
		"case list --region Atlantis":                            `"Atlantis" is no kab/kota`,
		"case show 12":                                           `"12" is no case number`,
		"case show ADU-2026-0001":                                "is the number of a complaint",
		"case show wrse-2026-9":                                  "there is no case WRSE-2026-000009",
		"case decide WRSE-2026-000009 --status diajukan":         "there is no case WRSE-2026-000009",
		"case decide WRSE-2026-000009 --status lolos":            `no status is called "lolos"`,
		"case decide WRSE-2026-000009 --status tidak_disetujui":  "there is no case WRSE-2026-000009",
		"case decide WRSE-2026-000009 --status perlu_dilengkapi": "there is no case WRSE-2026-000009",
		"case items pkh":                                         `no programme takes applications by the name "pkh"`,
		"programme window wrse --open --year 12":                 "--year 12 is no budget year",
		"programme quota wrse banyak":                            "a quota is a number of places",
		"programme quota wrse 20 --region Mars":                  `"Mars" is no kab/kota`,
		"officer add rina --name Rina --role petugas":            "there is an officer rina already",
		"officer disable budi":                                   "there is no officer budi",
		"region import " + text:                                  "code of Kalimantan Timur",
		"region import " + text + ".bak":                         "there is no file",
		"flow check " + text + ".bak":                            "there is no file",
		"flow test " + text + ".bak":                             "there is no file",
		"flow export mars":                                       "no flow is published by the name mars",
		"flow rollback menu 9":                                   "there is no flow menu with a revision 9",
		"doctor --timezone Mars":                                 `no time zone is called "Mars"`,
		"serve --telegram-webhook foo":                           "SAPA_TELEGRAM_WEBHOOK",
		"talk --transcript " + filepath.Join(text, "a.talk.txt"): "cannot be written",
	} {
		out, err := sapa(t, data, "", strings.Fields(line)...)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("sapa %s: %v, want %q\n%s", line, err, want, out)
		}
	}
}

// Whoever went back to an earlier revision of a flow publishes the next one as ever.
func TestPublishAfterRollback(t *testing.T) {
	t.Parallel()
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "sapaan.flow.yaml")
	publish := func(words string, flags ...string) (string, error) {
		t.Helper()
		flow := "flow: sapaan\ntitle: Sapaan\nnodes:\n  awal:\n    say: " + words + "\n"
		if err := os.WriteFile(file, []byte(flow), 0o600); err != nil {
			t.Fatal(err)
		}
		return sapa(t, data, "", append([]string{"flow", "publish", file}, flags...)...)
	}
	for i, words := range []string{"Satu.", "Dua."} {
		if out, err := publish(words); err != nil || !strings.Contains(out, fmt.Sprintf("revision %d", i+1)) {
			t.Fatalf("%s, %v", out, err)
		}
	}
	must(t, data, "", "flow", "rollback", "sapaan", "1")
	if _, err := publish("Tiga.", "--expect", "2"); err == nil || !strings.Contains(err.Error(), "meanwhile") {
		t.Errorf("published over an edit of what is no longer published: %v", err)
	}
	if out, err := publish("Tiga."); err != nil || !strings.Contains(out, "published as revision 3") {
		t.Errorf("after going back: %s, %v", out, err)
	}
	if out := must(t, data, "", "flow", "export", "sapaan"); !strings.Contains(out, "Tiga.") {
		t.Errorf("published is %s", out)
	}
}

// A transcript can be replayed as it was written, and holds the answers and what was open.
func TestTranscriptReplays(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	must(t, data, "", "programme", "window", "wrse", "--open")
	must(t, data, "", "programme", "quota", "wrse", "20", "--region", "64.72")
	file := filepath.Join(t.TempDir(), "uji.talk.txt")
	said := must(t, data, "assalamualaikum\n\n/daftar\n1\nya\n/foto "+file+"\n/start wrse\nbatal\n", "talk", "--transcript", file)
	if !strings.Contains(said, "Langkah 2 dari 9") {
		t.Errorf("said %s", said)
	}
	if out := must(t, data, "", "flow", "test", file); !strings.Contains(out, "ok    uji.talk.txt (whatsapp)\nok    uji.talk.txt (telegram)") {
		t.Errorf("replayed: %s", out)
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"@ buka wrse 64.72 20\n", "@ buka wrse 64.71\n", "> daftar\n", "+ foto\n", "> /start wrse\n", "*Langkah 2 dari 9*"} {
		if !strings.Contains(string(written), want) {
			t.Errorf("the transcript lacks %q:\n%s", want, written)
		}
	}
}

// Who wrote STOP gets no news of a decision; the officer is told so, and the status can still be read.
func TestDecisionAfterStop(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	must(t, data, "", "programme", "window", "wrse", "--open")
	must(t, data, strings.Join(application, "\n")+"\nstop\n", "talk")
	if out := must(t, data, "", "case", "decide", "wrse 2026 1", "--status", "disetujui"); !strings.Contains(out, "asked for no news (STOP)") {
		t.Errorf("the officer is told: %s", out)
	}
	said := must(t, data, "cek status\n", "talk")
	if strings.Contains(said, "Kabar permohonan") || !strings.Contains(said, "Status: Disetujui") || !strings.Contains(said, "Anda sedang tidak menerima kabar") {
		t.Errorf("said %s", said)
	}
	var shown []map[string]any
	if err := json.Unmarshal([]byte(must(t, data, "", "case", "show", "WRSE-2026-000001", "--json")), &shown); err != nil || len(shown) != 1 || shown[0]["nik"] != "6472********9911" {
		t.Errorf("case show: %v %v", err, shown)
	}
}

// application is what a woman of Samarinda writes to apply.
var application = []string{"daftar wrse", "ya", "6472035505829911", "siti aminah", "15 mei 1982", "samarinda", "samarinda ulu", "air putih",
	"jalan mawar 5 rt 12", "081234567899", "cerai mati", "ya", "800 ribu", "tidak tahu", "jualan gorengan", "kompor dan bahan", "lewati", "ya"}
