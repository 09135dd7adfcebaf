package world

import (
	"encoding/json"
	"testing"
	"time"

	"sapa/conversations/assess"
)

func TestAge(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 8, 3, 1, 0, 0, 0, NewOffice().Zone)
	for birth, want := range map[string]string{"2008-08-03": "18", "2008-08-04": "17", "1966-09-01": "59", "2026-08-01": "0", "": "", "1966": ""} {
		if got := age(birth, at); got != want {
			t.Errorf("age of %q: %q, want %q", birth, got, want)
		}
	}
}

// What the person said in another way is not asked again, and what the form did not ask is left to the officer.
func TestEstimateUsesWhatFollows(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]struct {
		criterion string
		outcome   assess.Outcome
	}{
		"disabilitas": {"disabilitas", assess.Holds},
		"gelandangan": {"tanpa_rumah", assess.Holds},
		"anak":        {"telantar", assess.Holds},
		"lansia":      {"usia", assess.Fails}, // Siti is 41
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.open("terencana", "64.72", -1)
			got := r.find(r.siti, "open_case", with(sitiTold(), "program", "terencana", "jenis_bantuan", kind))
			c, err := r.db.CaseByNumber(t.Context(), got["nomor"])
			if err != nil {
				t.Fatal(err)
			}
			var result assess.Result
			if err := json.Unmarshal(c.Assessment, &result); err != nil || result.Open() {
				t.Fatalf("verdict %q, %v", result.Verdict, err)
			}
			for _, k := range result.Criteria {
				if k.ID == want.criterion && k.Outcome == want.outcome {
					return
				}
			}
			t.Errorf("no criterion %s: %s in %+v", want.criterion, want.outcome, result.Criteria)
		})
	}
}

func TestExplainNamesWhatSpeaksAgainst(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	against := r.find(r.siti, "explain", args{"program": "wrse", "tanggal_lahir": "1960-01-02", "pencari_nafkah": "tidak", "dtsen": "tidak"})["kurang"]
	want := "- Bantuan WRSE untuk usia 18 sampai 59 tahun, sedangkan usia yang dijawab 66 tahun.\n- Bantuan WRSE untuk perempuan yang menjadi penanggung nafkah keluarga."
	if against != want {
		t.Errorf("kurang = %q", against)
	}
	if got := r.find(r.siti, "explain", args{"program": "wrse", "dtsen": "tidak"})["kurang"]; got != "" {
		t.Errorf("kurang = %q for a soft criterion", got)
	}
}

func TestWaysOutAreNoAnswers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.open("terencana", "64.72", -1)
	got := r.find(r.siti, "open_case", with(sitiTold(), "program", "terencana", "nik", "tidak_tahu", "telepon", "tidak_tahu",
		"desa", "lain", "desa_lain", "Kampung Jawa", "foto_usaha", "lewati"))
	c, err := r.db.CaseByNumber(t.Context(), got["nomor"])
	if err != nil {
		t.Fatal(err)
	}
	if c.Person.NIK != "" || c.Person.Phone != "" || c.Village != "Kampung Jawa" || len(c.Files) != 0 || len(c.Warnings) != 0 {
		t.Errorf("person %v, village %q, files %v, warnings %v", c.Person.NIK, c.Village, c.Files, c.Warnings)
	}
	r.find(r.siti, "open_complaint", args{"aduan": "Diminta uang.", "terlapor": "tidak_tahu", "foto_usaha": "lewati"})
	k, err := r.db.ComplaintByNumber(t.Context(), "ADU-2026-0001")
	if err != nil || k.Office != "" || len(k.Files) != 0 {
		t.Errorf("office %q, files %v, %v", k.Office, k.Files, err)
	}
}
