package conversations_test

import (
	"strings"
	"testing"

	"sapa/conversations"
)

// filled answers the form of testdata up to its review.
func filled(t *testing.T) *talk {
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti aminah", "samarinda", "sambutan", "Jl. Mawar 5", "7", "biru")
	k.at("ringkasan")
	return k
}

func TestAFormIsFilledAndSent(t *testing.T) {
	t.Parallel()
	k := filled(t)
	k.wants(k.says("ya"), "WRSE-2026-000001")
	if k.s.Status != conversations.Done || k.s.Answers != nil {
		t.Errorf("the session kept %v after its end", k.s.Answers)
	}
	if got := strings.Join(k.asked, " "); got != "check_window open_case" {
		t.Errorf("asked the world for %s", got)
	}
	if len(k.alarms) > 0 {
		t.Errorf("alarms outlive the form: %v", k.alarms)
	}
}

func TestGoingBack(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti", "samarinda", "sambutan", "Jl. Mawar 5")
	k.at("jumlah")
	for _, node := range []conversations.NodeID{"alamat", "kecamatan", "kabkota", "nama", "setuju"} {
		k.says("kembali")
		k.at(node)
	}
	k.wants(k.says("kembali"), "Apa yang dapat kami bantu?")
}

func TestWhatHangsOnAnAnswerGoesWithIt(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti", "samarinda", "sambutan")
	k.all("kembali", "kembali", "balikpapan")
	k.at("kecamatan")
	if v := k.s.Answers["kecamatan"]; v != "" {
		t.Errorf("the kecamatan of the other city, %s, was kept", v)
	}
}

func TestAnAnswerThatLeadsBackIsForgotten(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.finds["check_window"] = map[conversations.Slot]string{"jendela": "penuh"}
	k.all("daftar wrse", "ya", "siti", "samarinda", "ganti kota")
	k.at("kabkota")
	k.says("samarinda")
	k.at("penuh")
	k.all("ya", "sambutan", "Jl. Mawar 5", "7", "biru", "ubah 2")
	k.at("kabkota")
	k.all("balikpapan", "ganti kota")
	k.at("kabkota")
	k.finds["check_window"] = map[conversations.Slot]string{"jendela": "buka"}
	k.says("samarinda")
	k.at("kecamatan")
}

func TestCancelIsConfirmed(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya")
	k.wants(k.says("batal"), "Yakin")
	k.says("tidak")
	k.at("nama")
	k.says("batal")
	k.says("kembali")
	k.at("nama")
	k.all("batal")
	k.wants(k.says("ya"), "Isian dihapus.")
	if len(k.s.Parked) > 0 || len(k.alarms) > 0 {
		t.Errorf("a cancelled form left %d drafts and %d alarms", len(k.s.Parked), len(k.alarms))
	}
}

func TestTheConfirmationIsNoPartOfTheForm(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti", "batal", "tidak", "kembali")
	k.at("nama")
	k.all("siti", "samarinda", "sambutan", "Jl. Mawar 5", "7", "biru", "ubah 1", "batal")
	k.wants(said(k.last), "Yakin") // though it was answered before, and answers are passed by while editing
}

func TestReviewEdits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		says  []string
		at    conversations.NodeID
		shows []string
	}{
		{"by number", []string{"ubah 1", "Rahmah"}, "ringkasan", []string{"Rahmah", "Sambutan", "Jl. Mawar 5"}},
		{"bare number", []string{"4", "Jl. Melati 9"}, "ringkasan", []string{"Jl. Melati 9"}},
		{"by label", []string{"ubah alamat", "Jl. Melati 9"}, "ringkasan", []string{"Jl. Melati 9"}},
		{"no, which", []string{"tidak"}, "ringkasan", []string{"<review.which>"}},
		{"out of range", []string{"ubah 99"}, "ringkasan", []string{"<review.range>"}},
		{"what hangs on it", []string{"ubah 2", "balikpapan"}, "kecamatan", nil},
		{"and back to the review", []string{"ubah 2", "balikpapan", "balikpapan kota"}, "ringkasan", []string{"Kota Balikpapan", "Jl. Mawar 5"}},
		{"changed one's mind", []string{"ubah 1", "kembali"}, "ringkasan", []string{"Siti Aminah"}},
		{"a soft yes is none", []string{"mungkin"}, "ringkasan", []string{"<read.review>"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			k := filled(t)
			got := k.all(tt.says...)
			k.at(tt.at)
			k.wants(got, tt.shows...)
		})
	}
}

func TestARegionIsAskedBack(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti")
	k.wants(k.says("kutai"), "<read.several>", "[Kabupaten Kutai Kartanegara][Kabupaten Kutai Barat][Kabupaten Kutai Timur]")
	k.says("2")
	if k.s.Answers["kabkota"] != "64.07" {
		t.Errorf("2 of those shown is %s", k.s.Answers["kabkota"])
	}
	k = newTalk(t)
	k.all("daftar wrse", "ya", "siti", "kutai")
	got := k.says("entah di mana")
	k.wants(got, "[Kota Samarinda]") // all are offered again
}

func TestAKecamatanAnswersForItsCity(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti", "loa janan ilir")
	k.at("alamat")
	if k.s.Answers["kabkota"] != "64.72" || !strings.HasPrefix(k.s.Answers["kecamatan"], "64.72.") {
		t.Errorf("read as %s, %s", k.s.Answers["kabkota"], k.s.Answers["kecamatan"])
	}
}
