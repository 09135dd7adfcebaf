package notice

import (
	"strings"
	"testing"

	"sapa/bot/channel"
	"sapa/bot/present"
	"sapa/conversations"
	"sapa/locales"
	"sapa/store"
)

func catalogue(t *testing.T) *locales.Catalogue {
	t.Helper()
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// shown gives a reply as a channel without buttons shows it.
func shown(t *testing.T, r conversations.Reply) string {
	t.Helper()
	out := present.Reply(r, catalogue(t), channel.Shape{Text: 4096})
	if len(out) != 1 {
		t.Fatalf("%d messages", len(out))
	}
	return out[0].Text
}

func someCase() store.Case {
	return store.Case{CaseHead: store.CaseHead{Number: "WRSE-2026-000123", Programme: "wrse", Region: "64.72", Status: store.CaseSubmitted,
		Name: "Siti Aminah"}, Person: store.Person{NIK: "6472034507859901", Name: "Siti Aminah"}}
}

func TestComposeForEveryStatus(t *testing.T) {
	t.Parallel()
	offer := catalogue(t).Words(conversations.Text{Key: "ask.typed", Args: map[string]string{"words": "*Cek status*"}})
	for _, s := range store.Statuses() {
		for _, note := range []string{"", "Surat keterangan tidak mampu belum ada."} {
			offer := offer
			if s == store.CaseRefused {
				offer = strings.Replace(offer, "*Cek", "*Ajukan keberatan*, *Cek", 1)
			}
			got := shown(t, Compose(someCase(), store.Decision{Number: "WRSE-2026-000123", To: s, Note: note, Code: "K7M4Q2"}))
			if !strings.HasPrefix(got, "Kabar permohonan *WRSE-2026-000123* (Bantuan usaha WRSE):\n\n") {
				t.Errorf("%s: begins with %q", s, got)
			}
			if !strings.HasSuffix(got, "Layanan ini gratis. Petugas tidak pernah meminta uang, PIN, atau kode OTP.\n\n"+
				"Kode pesan: *K7M-4Q2*. Ragu pesan ini dari kami? Ketik *CEK K7M-4Q2*.\n\n"+offer) {
				t.Errorf("%s: ends with %q", s, got)
			}
			if note != "" && !strings.Contains(got, "Surat keterangan tidak mampu belum ada") {
				t.Errorf("%s: the note is missing in %q", s, got)
			}
			if strings.ContainsAny(got, "{}") || strings.Contains(got, "..") || strings.Contains(got, "\n\n\n") {
				t.Errorf("%s: untidy: %q", s, got)
			}
			promisesNothing(t, string(s), got)
		}
	}
}

func promisesNothing(t *testing.T, what, words string) {
	t.Helper()
	for _, w := range []string{"lolos", "pasti", "dijamin", "akan cair", "segera cair", "akan dibayar", "akan menerima", "Siti", "6472"} {
		if strings.Contains(strings.ToLower(words), strings.ToLower(w)) {
			t.Errorf("%s: says %q: %s", what, w, words)
		}
	}
}

func TestComposeSaysWhatCanBeDone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		to   store.Status
		note string
		want []string
	}{
		{store.CaseRefused, "Sudah pernah menerima bantuan yang sama. ", []string{"*tidak disetujui*. Alasannya: Sudah pernah menerima bantuan yang sama.\n",
			"ketik *KEBERATAN*", "mengecek kelayakan bantuan lain"}},
		{store.CaseRefused, "", []string{"Alasannya dapat Anda tanyakan ke Dinas Sosial Kota Samarinda."}},
		{store.CaseIncomplete, "KTP buram; foto usaha belum ada", []string{"*perlu dilengkapi*: KTP buram; foto usaha belum ada. Silakan serahkan"}},
		{store.CaseAtRegency, "", []string{"*diperiksa Dinas Sosial Kota Samarinda*. Belum ada yang perlu Anda lakukan."}},
		{store.CaseApproved, "", []string{"*disetujui*. Petugas Dinas Sosial akan menyampaikan langkah berikutnya"}},
		{store.CaseDisbursed, "Diambil 12 Agustus", []string{"*sudah disalurkan*", "Catatan petugas: Diambil 12 Agustus.\n", "menu Pengaduan"}},
		{store.CaseWaitlisted, "", []string{"*daftar tunggu*", "Kota Samarinda"}},
	} {
		got := shown(t, Compose(someCase(), store.Decision{To: tt.to, Note: tt.note}))
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %q:\n%s", tt.to, want, got)
			}
		}
	}
}

// An officer's words are shown as they are: nothing in them is a place to be filled.
func TestComposeExpandsNothingInANote(t *testing.T) {
	t.Parallel()
	got := shown(t, Compose(someCase(), store.Decision{To: store.CaseIncomplete, Note: "isi {nomor} dan {kabkota}"}))
	if !strings.Contains(got, "*perlu dilengkapi*: isi {nomor} dan {kabkota}. ") {
		t.Errorf("got %q", got)
	}
}

func TestAnsweredObjections(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		answer store.ObjectionAnswer
		want   string
	}{
		{store.ObjectionAnswer{Accept: true}, "*diterima*. Permohonan Anda diperiksa lagi."},
		{store.ObjectionAnswer{Accept: true, Note: "Berkas baru lengkap."}, "Catatan petugas: Berkas baru lengkap.\n"},
		{store.ObjectionAnswer{Note: "Datanya sama."}, "Keputusannya *tetap*. Alasannya: Datanya sama.\n"},
	} {
		got := shown(t, Answered(someCase(), tt.answer))
		if !strings.Contains(got, tt.want) || !strings.Contains(got, "Layanan ini gratis.") || strings.ContainsAny(got, "{}") {
			t.Errorf("%+v: %s", tt.answer, got)
		}
		promisesNothing(t, "an answer", got)
	}
}

func TestButtonsOpenFlows(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]conversations.Reply{
		"kabar|@cek_status":       Compose(someCase(), store.Decision{To: store.CaseApproved}),
		"kabar|@daftar_wrse":      Opened("wrse", "64.72", 2026, "K7M4Q2"),
		"kabar|@daftar_terencana": Opened("terencana", "", 2026, ""),
	} {
		out := present.Reply(r, catalogue(t), channel.Shape{Buttons: 12, Label: 40, Text: 4096})
		if len(out) != 1 || len(out[0].Buttons) != 1 || out[0].Buttons[0].Data != want || out[0].Buttons[0].Label == "" {
			t.Errorf("%s: %+v", want, out)
		}
	}
}

func TestOpenedForEveryProgramme(t *testing.T) {
	t.Parallel()
	for _, p := range store.Programmes() {
		for region, want := range map[string]string{"64.72": "tahun 2026 di Kota Samarinda sudah dibuka", "": "tahun 2026 sudah dibuka"} {
			got := shown(t, Opened(p.ID, region, 2026, "K7M4Q2"))
			if !strings.Contains(got, want) || strings.ContainsAny(got, "{}") || strings.Contains(got, "balas: **") {
				t.Errorf("%s in %q: %q", p.ID, region, got)
			}
			promisesNothing(t, p.ID, got)
		}
	}
}
