package talks

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"sapa/conversations/flowfile"
)

// small is a folder with one programme, one flow and one talk.
func small(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{"menu.flow.yaml": {Data: []byte(menu)}, "menu.talk.txt": {Data: []byte(talk)}}
	for _, name := range []string{flowfile.QuestionsFile, "wrse.programme.yaml"} {
		data, err := fs.ReadFile(os.DirFS(seeds), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

const menu = `flow: menu
title: Menu
calls: [menu]
nodes:
  cari:
    do: list_cases
    take: [jumlah_kasus, daftar_kasus]
    go: desa
  desa:
    do: list_villages
    with: {kecamatan: "64.72.03"}
    take: [daftar_desa]
    go: kabar
  kabar:
    do: list_announcements
    with: {wilayah: ""}
    take: [daftar_pengumuman]
    go: jendela
  jendela:
    do: check_window
    with: {program: wrse, wilayah: "64.72"}
    take: [jendela]
    go: kemajuan
  kemajuan:
    do: show_progress
    with: {program: wrse, wilayah: ""}
    take: [kemajuan]
    go: tanya
  tanya:
    say: "{jumlah_kasus} kasus {daftar_kasus} {daftar_desa} {daftar_pengumuman} {jendela} {kemajuan}"
    ask:
      slot: x
      kind: choice
      choices: [{id: lagi, label: Sekali lagi}, {id: ingat, label: Ingatkan}]
    go: [{if: x, is: ingat, to: ingat}, {to: cari}]
  ingat:
    do: subscribe
    with: {program: wrse, wilayah: "64.71"}
    go: cari
`

const talk = `-- an office full of things
@ buka wrse 64.72 0
@ kasus saya wrse 64.72.03 6472034507859901 1985-07-05 Siti Aminah
@ kasus lain wrse 64.01.01 6401014507859902 1985-07-05 Ani
@ desa 64.72.03 Air Putih, Bukit Pinang
@ pengumuman Untuk semua | Isi pengumuman.
@ pengumuman 64.72 Untuk Samarinda | Isi pengumuman.
@ tahap wrse 64.72 1 20 12 Di kelurahan.
> halo
@ kuota wrse 64.72 5
@ putuskan WRSE-2026-000001 diperiksa_kabkota
@ putuskan WRSE-2026-000002 dibatalkan
* Ingatkan
@ buka wrse 64.74 20
@ buka wrse semua 20
> 1
@ tutup wrse semua
> 1
-- an empty office
> halo
`

func load(t *testing.T, fsys fs.FS) *Stage {
	t.Helper()
	s, err := Load(fsys, keeper())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestArrange(t *testing.T) {
	t.Parallel()
	stage := load(t, small(t))
	got, err := stage.Play(t.Context(), talk, WhatsApp, nil)
	if err != nil {
		t.Fatal(err)
	}
	full, empty, _ := strings.Cut(got, "-- an empty office")
	for _, want := range []string{
		`1 kasus [["WRSE-2026-000001","WRSE-2026-000001: Daftar tunggu"]] [["Air Putih","Air Putih"],["Bukit Pinang","Bukit Pinang"]] ` +
			`[["PG01","Untuk semua"],["PG02","Untuk Samarinda"]] penuh *Bantuan usaha WRSE*`,
		"tahap 1: 12 dari 20 sudah disalurkan. Di kelurahan.",
		"@ putuskan WRSE-2026-000001 diperiksa_kabkota\n< Kabar permohonan *WRSE-2026-000001*",
		"@ putuskan WRSE-2026-000002 dibatalkan\n* Ingatkan\n", // not the person's case: nothing is said
		"= subscribe\n",
		"@ buka wrse 64.74 20\n@ buka wrse semua 20\n< Pendaftaran *Bantuan usaha WRSE* tahun 2026 di Kota Balikpapan sudah dibuka.",
		"WRSE-2026-000001: Diperiksa kab/kota",
		`] buka *Bantuan usaha WRSE*`, `] tutup *Bantuan usaha WRSE*`,
	} {
		if !strings.Contains(full, want) {
			t.Errorf("the talk lacks %q:\n%s", want, full)
		}
	}
	if !strings.Contains(empty, "< Selamat pagi, Bapak/Ibu.") || !strings.Contains(empty, "0 kasus    tutup Belum ada catatan") {
		t.Errorf("a scenario does not begin with an empty office:\n%s", empty)
	}
}

func TestPlayIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	stage := load(t, small(t))
	for _, shape := range Shapes() {
		first, err := stage.Play(t.Context(), talk, shape, nil)
		if err != nil {
			t.Fatal(err)
		}
		again, err := stage.Play(t.Context(), first, shape, nil) // what was played is passed over
		if err != nil || again != first {
			t.Errorf("%s: played again it differs: %v", shape, err)
		}
		if buttons := strings.Contains(first, "\n  [Sekali lagi]\n"); buttons != (shape == Telegram) {
			t.Errorf("%s has buttons: %v", shape, buttons)
		}
	}
}

func TestTestComparesWithTheGoldenFiles(t *testing.T) {
	t.Parallel()
	files := small(t)
	stage := load(t, files)
	results, err := stage.Test(t.Context(), files, "menu.talk.txt", nil)
	if err != nil || len(results) != 2 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	for _, r := range results {
		if r.Good() || r.Err != nil {
			t.Errorf("%s is good without a golden file, or failed: %v", r.Shape, r.Err)
		}
		files[r.Shape.Golden("menu.talk.txt")] = &fstest.MapFile{Data: []byte(r.Got)}
	}
	if files["menu.telegram.txt"] == nil {
		t.Error("Telegram's golden file has another name")
	}
	if results, err = stage.Test(t.Context(), files, "menu.talk.txt", nil); err != nil || !results[0].Good() || !results[1].Good() {
		t.Errorf("what was written does not compare: %v", err)
	}
}

func TestMistakesInATalkAreNamed(t *testing.T) {
	t.Parallel()
	stage := load(t, small(t))
	for line, want := range map[string]string{
		"@ terbang ke bulan":       "terbang",
		"@ buka":                   "programme is missing",
		"@ buka wrse 31.71":        "region",
		"@ buka wrse 64.72 banyak": `quota is a number, not "banyak"`,
		"@ buka pkh 64.72":         "pkh",
		"@ kasus saya wrse":        "kecamatan is missing",
		"@ kasus saya wrse 64.72.03 Siti 1985-07-05": "NIK",
		"@ putuskan WRSE-2026-000009 disetujui":      "not found",
		"@ pengumuman tanpa isi":                     "title | a text",
		"@ tahap wrse 64.72 satu 2 3":                `stage is a number`,
		"* Tombol yang tidak ada":                    "Tombol yang tidak ada",
	} {
		_, err := stage.Play(t.Context(), "-- one\n> halo\n"+line+"\n", Telegram, nil)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "line 3: ") {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestLoadNamesWrongFlowsAndKeepsTheOthers(t *testing.T) {
	t.Parallel()
	files := small(t)
	files["rusak.flow.yaml"] = &fstest.MapFile{Data: []byte("flow: rusak\ntitle: Rusak\nnodes:\n  a:\n    say: x\n    go: mana\n")}
	s, err := Load(files, keeper())
	if err == nil || !strings.Contains(err.Error(), "rusak.flow.yaml:6:") || s == nil || len(s.Flows) != 1 {
		t.Fatalf("Load = %v, %v", s, err)
	}
	home := *s.Flows[0]
	home.Title = "Lain"
	s.Replace(&home)
	other := home
	other.Ref.ID = "lain"
	s.Replace(&other)
	if len(s.Flows) != 2 || s.Flows[0].Title != "Lain" || s.Flows[1].Ref.ID != "lain" {
		t.Errorf("flows %v", s.Flows)
	}
}
