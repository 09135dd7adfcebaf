package world

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/conversations/assess"
	"sapa/store"
)

// sitiTold is a complete application for WRSE. The NIK is of a woman born on 5 July 1985, issued in Samarinda.
func sitiTold() args {
	return args{"program": "wrse", "nik": "6472034507859901", "nama": "Siti Aminah", "tanggal_lahir": "1985-07-05",
		"kabkota": "64.72", "kecamatan": "64.72.03", "desa": "Air Putih", "alamat": "Jalan Melati 3", "telepon": "+6281250009901",
		"status_kawin": "cerai_mati", "pencari_nafkah": "ya", "penghasilan": "800000", "dtsen": "tidak_tahu",
		"foto_usaha": "f-17", "hasil": "found by the world"}
}

// with gives a copy with some answers changed.
func with(a args, changes ...string) args {
	out := args{}
	for k, v := range a {
		out[k] = v
	}
	for i := 0; i+1 < len(changes); i += 2 {
		out[changes[i]] = changes[i+1]
	}
	return out
}

func TestOpenCase(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.db.SetPromise(t.Context(), string(store.CaseSubmitted), 5, store.Operator, r.now); err != nil {
		t.Fatal(err)
	}
	r.open("wrse", "64.72", 20)
	want(t, r.find(r.siti, "open_case", sitiTold()), slots{"hasil_kirim": "diterima", "nomor": "WRSE-2026-000001",
		"waktu": "3 Agustus 2026 pukul 10.15 WITA", "nama_program": "Bantuan usaha WRSE",
		"kabar_berikut": "Kabar berikutnya kami perkirakan paling lambat 10 Agustus 2026."})

	c, err := r.db.CaseByNumber(t.Context(), "WRSE-2026-000001")
	if err != nil {
		t.Fatal(err)
	}
	if c.Person != (store.Person{NIK: "6472034507859901", Name: "Siti Aminah", Birth: "1985-07-05", Phone: "+6281250009901",
		Address: "Jalan Melati 3", Marital: "cerai_mati"}) {
		t.Errorf("person %+v", c.Person)
	}
	if c.Region != "64.72" || c.District != "64.72.03" || c.Village != "Air Putih" || c.Contact != r.siti || c.Flow != r.flow.Ref {
		t.Errorf("case %+v", c.CaseHead)
	}
	if !slices.Equal(c.Files, []string{"f-17"}) || len(c.Warnings) != 0 {
		t.Errorf("files %v, warnings %v", c.Files, c.Warnings)
	}
	if c.Answers["penghasilan"] != "800000" || c.Answers["hasil"] != "" {
		t.Errorf("answers %v", c.Answers)
	}
	estimated(t, c)
}

// estimated makes sure that the first estimate lies with the case, by the rules of its version.
func estimated(t *testing.T, c store.Case) {
	t.Helper()
	var got assess.Result
	if err := json.Unmarshal(c.Assessment, &got); err != nil {
		t.Fatal(err)
	}
	if c.Rule != "wrse/1" || got.Verdict != assess.Check {
		t.Errorf("rule %s, verdict %s", c.Rule, got.Verdict)
	}
	outcomes := map[string]assess.Outcome{}
	for _, k := range got.Criteria {
		outcomes[k.ID] = k.Outcome
	}
	if outcomes["usia"] != assess.Holds || outcomes["nafkah"] != assess.Holds || outcomes["terdata"] != assess.Unsure || outcomes["perempuan"] != assess.Unsure {
		t.Errorf("outcomes %v", outcomes)
	}
}

func TestOpenCaseIsRefusedKindly(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	want(t, r.find(r.siti, "open_case", sitiTold()), slots{"hasil_kirim": "tutup", "nomor": ""})
	r.open("wrse", "64.72", 1)
	want(t, r.find(r.siti, "open_case", sitiTold()), slots{"hasil_kirim": "diterima", "nomor": "WRSE-2026-000001"})
	want(t, r.find(r.siti, "open_case", sitiTold()), slots{"hasil_kirim": "ganda", "nomor_lama": "WRSE-2026-000001"})
	want(t, r.find(r.budi, "open_case", sitiTold()), slots{"hasil_kirim": "ganda", "nomor_lama": ""})

	other := with(sitiTold(), "nik", "6472035508809902", "tanggal_lahir", "1980-08-15", "telepon", "")
	want(t, r.find(r.budi, "open_case", other), slots{"hasil_kirim": "penuh"})
	want(t, r.find(r.budi, "open_case", with(other, "tunggu", "ya")),
		slots{"hasil_kirim": "daftar_tunggu", "nomor": "WRSE-2026-000002", "urutan": "1"})
	want(t, r.find(r.budi, "open_case", args{"program": "wrse", "nik": "6472035508809903"}), slots{"hasil_kirim": "gagal"})
	want(t, r.find(r.budi, "open_case", args{"program": "pkh", "kabkota": "64.72"}), slots{"hasil_kirim": "gagal"})
}

// A receipt says what the case was when it was opened, however late the repeated request comes.
func TestOpenCaseRepeatedAfterADecision(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.open("wrse", "64.72", 0)
	key := r.key(r.siti)
	told := with(sitiTold(), "tunggu", "ya")
	first := r.once(r.siti, key, "open_case", told)
	_, err := r.db.Decide(t.Context(), store.Decision{Number: first["nomor"], To: store.CaseRefused, By: store.Operator, At: r.now})
	if err != nil {
		t.Fatal(err)
	}
	again := r.once(r.siti, key, "open_case", told)
	want(t, again, slots{"hasil_kirim": "daftar_tunggu", "nomor": first["nomor"], "waktu": first["waktu"]})
}

func TestOpenCaseForAGroupAndForAnother(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.open("kube", "64.02", 50)
	r.open("terencana", "64.72", 5)
	want(t, r.find(r.siti, "open_case", with(sitiTold(), "program", "kube", "nama_kelompok", "Mawar", "kabkota", "64.02",
		"kecamatan", "64.02.01", "jumlah_anggota", "8", "foto_usaha", "lewati")), slots{"nomor": "KUBE-2026-000001"})
	c, err := r.db.CaseByNumber(t.Context(), "KUBE-2026-000001")
	if err != nil || c.Group != "Mawar" || c.Rule != "kube/1" || len(c.Files) != 0 {
		t.Errorf("case %v %q %q, %v", c.Files, c.Group, c.Rule, err)
	}
	want(t, r.find(r.budi, "open_case", with(sitiTold(), "program", "terencana_lansia", "jenis_bantuan", "lansia", "nik", "6472031207409904",
		"tanggal_lahir", "1940-07-12", "jenis_kelamin", "laki_laki", "pemohon_nama", "Budi")), slots{"nomor": "BT-2026-000001"})
	c, err = r.db.CaseByNumber(t.Context(), "BT-2026-000001")
	if err != nil || c.Applicant == nil || c.Applicant.Name != "Budi" || c.Rule != "terencana_lansia/1" {
		t.Errorf("applicant %v, rule %q, %v", c.Applicant, c.Rule, err)
	}
}

func TestWarningsNeverRefuse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		change []string
		want   []string
	}{
		{"everything fits", nil, nil},
		{"another birth date", []string{"tanggal_lahir", "1985-07-06"}, []string{warnBirth}},
		{"a man's NIK", []string{"nik", "6472030507859901"}, []string{warnSex}},
		{"issued in Balikpapan", []string{"nik", "6471034507859901"}, []string{warnRegion}},
		{"issued in Jakarta", []string{"nik", "3171034507859901"}, []string{warnOutside}},
		{"a code of before 2012", []string{"nik", "6473034507859901"}, []string{warnUnknown}},
		{"KK is the NIK", []string{"kk", "6472034507859901"}, []string{warnKK}},
		{"everything at once", []string{"nik", "6471030507859901", "tanggal_lahir", "1990-01-01"}, []string{warnBirth, warnSex, warnRegion}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.open("wrse", "64.72", 20)
			got := r.find(r.siti, "open_case", with(sitiTold(), tt.change...))
			if got["hasil_kirim"] != "diterima" {
				t.Fatalf("hasil_kirim = %q", got["hasil_kirim"])
			}
			c, err := r.db.CaseByNumber(t.Context(), got["nomor"])
			if err != nil || !slices.Equal(c.Warnings, tt.want) {
				t.Errorf("warnings %v, want %v; %v", c.Warnings, tt.want, err)
			}
		})
	}
}

func TestWarningsNameOtherCases(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.open("wrse", "64.72", 20)
	r.open("terencana", "64.72", 20)
	r.find(r.siti, "open_case", sitiTold())
	r.find(r.siti, "open_case", with(sitiTold(), "program", "terencana"))
	r.find(r.siti, "open_case", with(sitiTold(), "nik", "6472035508809902", "tanggal_lahir", "1980-08-15"))
	for number, warnings := range map[string][]string{
		"BT-2026-000001":   {warnOther + ":WRSE-2026-000001"},
		"WRSE-2026-000002": {warnPhone + ":BT-2026-000001", warnPhone + ":WRSE-2026-000001"},
	} {
		c, err := r.db.CaseByNumber(t.Context(), number)
		if err != nil || !slices.Equal(c.Warnings, warnings) {
			t.Errorf("%s: warnings %v, want %v; %v", number, c.Warnings, warnings, err)
		}
	}
	if got := Warning(r.Words, warnOther+":WRSE-2026-000001"); got != "Orang ini juga punya permohonan WRSE-2026-000001." {
		t.Errorf("Warning = %q", got)
	}
}

func TestErrorsCarryNoPersonalData(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, v := range conversations.Verbs() {
		a := sitiTold()
		for _, arg := range v.Args {
			if a[arg] == "" {
				a[arg] = "6472034507859901"
			}
		}
		s := r.as(r.siti, a)
		var err error
		if len(v.Gives) > 0 {
			_, err = r.Find(t.Context(), s, conversations.Request{Mark: conversations.Mark{Key: "1.9.0"}, Name: v.Name, Args: a}, r.now)
		} else {
			err = r.Tell(t.Context(), s, conversations.Order{Mark: conversations.Mark{Key: "1.9.0"}, Name: v.Name, Args: a}, r.now)
		}
		for _, secret := range []string{a["nik"], a["nama"], a["telepon"], a["alamat"]} {
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error tells personal data: %v", v.Name, err)
			}
		}
	}
}
