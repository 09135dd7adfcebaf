package assess_test

import (
	"errors"
	"strings"
	"testing"

	"sapa/conversations/assess"
)

// small is a programme without faults, to break in one place at a time.
func small() assess.Spec {
	return assess.Spec{
		ID: "coba", Name: "Coba", Version: 1, Kind: assess.Provincial, For: assess.Person, Source: "uji",
		Summary: "Ringkas.", ForWhom: "Warga.", How: []string{"Datang."}, Office: "Kelurahan.", WhenNot: "Tanyakan.",
		Parameters: map[string]assess.Parameter{"batas": {Value: 18, Sure: true}, "kira": {Value: 2500000, Unit: "rupiah"}},
		Criteria: []assess.CriterionSpec{{ID: "usia", Name: "Usia {batas}", Rule: "umur >= batas", Yes: "Usia {umur}.", No: "Di bawah {batas}.",
			Unsure: "Diperiksa.", Change: "Tunggu.", Source: "uji", Where: assess.Position{File: "coba.yaml", Line: 9, Column: 11}}},
		Questions: []assess.Question{
			{Slot: "umur", Type: assess.Number, Min: 0, Max: 120},
			{Slot: "ktp", Type: assess.YesNo},
			{Slot: "warna", Type: assess.OneOf, Choices: []assess.Choice{{ID: "merah", Label: "merah"}, {ID: "biru", Label: "biru"}}},
		},
	}
}

func TestCompileFindsMistakes(t *testing.T) {
	t.Parallel()
	rule := func(r string) func(*assess.Spec) { return func(s *assess.Spec) { s.Criteria[0].Rule = r } }
	for _, tc := range []struct {
		name  string
		spoil func(*assess.Spec)
		want  string
	}{
		{"an undeclared slot", rule("umr >= 18"), "coba.yaml:9:11: criterion usia: undeclared reference to 'umr'"},
		{"a mistake further on", rule("umur >= 18 && ktpp"), "coba.yaml:9:25: criterion usia: undeclared reference to 'ktpp'"},
		{"a type", rule("umur == 'tua'"), "coba.yaml:9:16: criterion usia: found no matching overload"},
		{"syntax", rule("umur >= "), "coba.yaml:9:19: criterion usia: Syntax error"},
		{"a number instead of a bool", rule("umur + 1"), "the rule gives int, want bool"},
		{"a rule about nobody", rule("1 < 2"), "reads no answer"},
		{"a rule that always holds", rule("umur >= 0"), "gives true for every answer"},
		{"a rule that never holds", rule("umur > 120"), "gives false for every answer"},
		{"a tautology", rule("ktp || !ktp"), "gives true for every answer"},
		{"a misspelt choice", rule("warna == 'mera' || warna == 'biru'"), `"mera" is not a choice`},
		{"a rule that breaks on an answer", rule("100 / umur > 3"), "division by zero"},
		{"a loop", rule("[1,2].exists(x, x == umur)"), "undeclared reference"},
		{"a giant rule", rule(strings.Repeat("umur > 1 && ", 400) + "ktp"), "expression code point size exceeds limit"},
		{"an unsure number in a text", func(s *assess.Spec) { s.Criteria[0].No = "Di atas {kira}." }, "{kira} is not a sure parameter"},
		{"an unknown name in a text", func(s *assess.Spec) { s.Summary = "Untuk {siapa}." }, "{siapa} is not a sure parameter"},
		{"a slot where two are read", func(s *assess.Spec) { s.Criteria[0].Rule = "umur >= batas || ktp" }, "{umur} is not a sure parameter"},
		{"a promise", func(s *assess.Spec) { s.Criteria[0].Yes = "Anda PASTI terpilih." }, "promise"},
		{"a promise in the summary", func(s *assess.Spec) { s.Summary = "Bantuan akan  cair." }, "promise"},
		{"a bad id", func(s *assess.Spec) { s.ID = "Coba Lagi" }, "is not a lower-case word"},
		{"a kind", func(s *assess.Spec) { s.Kind = "desa" }, "is not provinsi, nasional or mitra"},
		{"a subject", func(s *assess.Spec) { s.For = "semua" }, "is not perorangan, kelompok or lembaga"},
		{"no version", func(s *assess.Spec) { s.Version = 0 }, "version must be 1 or more"},
		{"no criteria", func(s *assess.Spec) { s.Criteria = nil }, "criteria are missing"},
		{"no reason", func(s *assess.Spec) { s.Criteria[0].Unsure = "" }, "criterion usia: dicek is missing"},
		{"a criterion twice", func(s *assess.Spec) { s.Criteria = append(s.Criteria, s.Criteria[0]) }, "of its own"},
		{"a long summary", func(s *assess.Spec) { s.Summary = strings.Repeat("kata ", 61) }, "longer than 300"},
		{"a completion without a question", func(s *assess.Spec) { s.Completions = []assess.Completion{{ID: "ktp", Kind: "foto", Name: "KTP"}} }, "ask is missing"},
		{"a completion answered by nothing", func(s *assess.Spec) {
			s.Completions = []assess.Completion{{ID: "ktp", Kind: "tari", Name: "KTP", Ask: "KTP?"}}
		}, `kind "tari"`},
		{"a completion twice", func(s *assess.Spec) {
			c := assess.Completion{ID: "sktm", Kind: "foto", Name: "SKTM", Ask: "SKTM?"}
			s.Completions = []assess.Completion{c, c}
		}, `"sktm" is not a lower-case word of its own`},
		{"unsure documents without a note", func(s *assess.Spec) { s.Documents = []assess.Document{{Text: "KTP"}} }, "documents_note is missing"},
		{"a question twice", func(s *assess.Spec) { s.Questions = append(s.Questions, s.Questions[1]) }, "slot ktp is declared twice"},
		{"a parameter named like a slot", func(s *assess.Spec) { s.Parameters["ktp"] = assess.Parameter{} }, `parameter "ktp"`},
		{"a keyword as a slot", func(s *assess.Spec) { s.Questions[1].Slot = "true" }, "is not a lower-case word"},
		{"an empty range", func(s *assess.Spec) { s.Questions[0].Max = 0 }, "min < usual <= max"},
		{"a lone choice", func(s *assess.Spec) { s.Questions[2].Choices = s.Questions[2].Choices[:1] }, "two choices"},
		{"not knowing as a choice", func(s *assess.Spec) { s.Questions[2].Choices[0].ID = assess.Unknown }, "without a proper id"},
		{"odds of no answer", func(s *assess.Spec) { s.Questions[1].Odds = map[string]int{"mungkin": 1} }, "not an answer"},
		{"a type of question", func(s *assess.Spec) { s.Questions[1].Type = "tanggal" }, "unknown type"},
	} {
		spec := small()
		tc.spoil(&spec)
		p, err := assess.Compile(spec)
		var issues assess.Issues
		if p != nil || !errors.As(err, &issues) || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: programme %v, error %v; want %q", tc.name, p != nil, err, tc.want)
		}
	}
}

func TestCompileReportsEverythingAtOnce(t *testing.T) {
	t.Parallel()
	spec := small()
	spec.Name, spec.Office, spec.Version = "", "", 0
	_, err := assess.Compile(spec)
	var issues assess.Issues
	if !errors.As(err, &issues) || len(issues) != 3 {
		t.Errorf("%d issues: %v", len(issues), err)
	}
}

func TestCompileFillsTextsAndLeavesTheSpecAlone(t *testing.T) {
	t.Parallel()
	spec := small()
	p, err := assess.Compile(spec)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Spec().Criteria[0]; got.Name != "Usia 18" || got.No != "Di bawah 18." || got.Yes != "Usia {umur}." {
		t.Errorf("filled criterion: %+v", got)
	}
	if spec.Criteria[0].Name != "Usia {batas}" {
		t.Errorf("the given spec changed to %q", spec.Criteria[0].Name)
	}
	if p.ID() != "coba" || len(p.Slots()) != 1 || p.Slots()[0] != "umur" {
		t.Errorf("programme %s reads %v", p.ID(), p.Slots())
	}
	r, err := p.Assess(assess.Answers{"umur": "17"})
	if err != nil || r.Programme != "coba" || r.Version != 1 || r.Criteria[0].Reason != "Di bawah 18." || r.Criteria[0].Answer != "umur=17" {
		t.Errorf("result %+v, error %v", r, err)
	}
}

// One programme is used by many conversations at once and must not mix them up.
func TestOneProgrammeServesManyPeople(t *testing.T) {
	t.Parallel()
	p, err := assess.Compile(small())
	if err != nil {
		t.Fatal(err)
	}
	for _, age := range []string{"3", "17", "18", "90"} {
		t.Run(age, func(t *testing.T) {
			t.Parallel()
			for range 200 {
				r, err := p.Assess(assess.Answers{"umur": age})
				if want := map[bool]assess.Verdict{true: assess.NotYet, false: assess.Fits}[len(age) == 1 || age == "17"]; err != nil || r.Verdict != want || r.Criteria[0].Answer != "umur="+age {
					t.Fatalf("age %s: %+v, %v", age, r, err)
				}
			}
		})
	}
}
