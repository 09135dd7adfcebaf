package flowfile_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sapa/conversations/assess"
	"sapa/conversations/flowfile"
	"sapa/conversations/seeds"
)

const goodQuestions = `questions:
  - slot: umur
    type: number
    min: 0
    max: 120
`

const goodProgramme = `id: coba
name: Coba
version: 1
kind: provinsi
for: perorangan
source: uji
summary: Ringkas.
for_whom: Warga.
how:
  - Datang.
office: Kelurahan.
when_not: Tanyakan.
parameters:
  batas: {value: 18, sure: true, source: uji}
criteria:
  - id: usia
    name: Usia
    rule: umur >= batas
    ya: Usia {umur}.
    tidak: Di bawah {batas}.
    dicek: Diperiksa.
    change: Tunggu.
    source: uji
    sure: true
`

func folder(programme string) fstest.MapFS {
	return fstest.MapFS{
		flowfile.QuestionsFile: {Data: []byte(goodQuestions)},
		"coba.programme.yaml":  {Data: []byte(programme)},
	}
}

func TestEveryShippedProgrammeCompiles(t *testing.T) {
	t.Parallel()
	programmes, err := flowfile.Programmes(seeds.Files)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, p := range programmes {
		ids = append(ids, p.ID())
	}
	want := []string{"beasiswa", "gizi", "kerja", "kube", "lks", "pkh", "produk", "rumah", "sembako", "terencana_anak",
		"terencana_disabilitas", "terencana_gelandangan", "terencana_lansia", "terencana_veteran", "wrse"}
	if !slices.Equal(ids, want) {
		t.Errorf("programmes %v, want %v", ids, want)
	}
}

func TestProgrammeMistakesCarryTheirPlace(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, from, to, want string }{
		{"unknown field", "office:", "ofice:", "coba.programme.yaml:11:1: unknown field"},
		{"a field twice", "office: Kelurahan.", "name: Lagi", "coba.programme.yaml:11:1: "},
		{"wrong type", "version: 1", "version: satu", "coba.programme.yaml:3:10: "},
		{"a tab", "office: Kelurahan.", "\toffice: Kelurahan.", "coba.programme.yaml:11:1: "},
		{"unknown slot", "rule: umur >= batas", "rule: umr >= batas", "coba.programme.yaml:18:11: criterion usia: undeclared reference to 'umr'"},
		{"further on in a rule", "rule: umur >= batas", "rule: umur >= 3 && (ktp)", "coba.programme.yaml:18:25: criterion usia: undeclared reference to 'ktp'"},
		{"in a quoted rule", "rule: umur >= batas", "rule: '!ktp'", "coba.programme.yaml:18:13: criterion usia: undeclared reference to 'ktp'"},
		{"in a folded rule", "rule: umur >= batas", "rule: >-\n      umr >= batas", "coba.programme.yaml:18: criterion usia: undeclared reference to 'umr'"},
		{"dead rule", "rule: umur >= batas", "rule: umur >= 0", "coba.programme.yaml:18:11: criterion usia: the rule gives true"},
		{"a promise", "ya: Usia {umur}.", "ya: Anda pasti terpilih.", "coba.programme.yaml:18:11: the words \"pasti\" promise"},
		{"missing text", "office: Kelurahan.\n", "", "coba.programme.yaml:1:1: office is missing"},
		{"two documents", "source: uji\nsummary", "source: uji\n---\nsummary", "coba.programme.yaml: "},
		{"nothing", goodProgramme, "", "coba.programme.yaml"},
		{"not YAML", goodProgramme, "{[", "coba.programme.yaml:1:"},
	} {
		text := strings.Replace(goodProgramme, tc.from, tc.to, 1)
		if text == goodProgramme {
			t.Errorf("%s: nothing was spoilt", tc.name)
		}
		programmes, err := flowfile.Programmes(folder(text))
		if err == nil || !strings.HasPrefix(err.Error(), tc.want) || len(programmes) != 0 {
			t.Errorf("%s: error %q, want it to start with %q", tc.name, err, tc.want)
		}
	}
}

func TestQuestionMistakesCarryTheirPlace(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ text, want string }{
		{strings.Replace(goodQuestions, "min:", "minimum:", 1), "questions.yaml:4:5: unknown field"},
		{"questions: []\n", "questions.yaml:1:1: questions are missing"},
		{"", "questions.yaml"},
		{strings.Replace(goodQuestions, "type: number", "type: tanggal", 1), "coba.programme.yaml:1:1: slot umur has the unknown type"},
	} {
		files := folder(goodProgramme)
		files[flowfile.QuestionsFile].Data = []byte(tc.text)
		if _, err := flowfile.Programmes(files); err == nil || !strings.HasPrefix(err.Error(), tc.want) {
			t.Errorf("error %q, want it to start with %q", err, tc.want)
		}
	}
}

func TestProgrammesReportsEveryFile(t *testing.T) {
	t.Parallel()
	files := folder(goodProgramme)
	files["dua.programme.yaml"] = files["coba.programme.yaml"]
	files["tiga.programme.yaml"] = &fstest.MapFile{Data: []byte("id: tiga\n")}
	_, err := flowfile.Programmes(files)
	var issues assess.Issues
	if err == nil || !strings.Contains(err.Error(), "dua.programme.yaml: the id coba is already used in coba.programme.yaml") || !errors.As(err, &issues) {
		t.Errorf("error %v", err)
	}
	if _, err := flowfile.Programmes(fstest.MapFS{}); err == nil {
		t.Error("a folder without questions gave no error")
	}
}

func FuzzProgramme(f *testing.F) {
	f.Add([]byte(goodProgramme))
	f.Add([]byte("criteria: [{rule: 1}]"))
	f.Add([]byte("&a [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		spec, err := flowfile.Programme("x.programme.yaml", data)
		if err == nil {
			_, err = assess.Compile(spec)
		}
		if err != nil && !strings.Contains(err.Error(), "x.programme.yaml") {
			t.Errorf("error without its file: %v", err)
		}
	})
}
