package conversations_test

import (
	"strings"
	"testing"
	"time"

	"sapa/conversations"
)

func TestOnlyAPlainYesConsents(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		at   conversations.NodeID
	}{
		{"ya", "nama"}, {"Setuju", "nama"}, {"iya", "nama"}, {"1", "nama"},
		{"terserah", "setuju"}, {"insya allah", "setuju"}, {"iya tapi suami saya pns", "setuju"}, {"hmm", "setuju"},
		{"mau tanya bantuan", "setuju"}, {"apa itu data", "setuju"},
	} {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			k := newTalk(t)
			k.all("daftar wrse", tt.text)
			k.at(tt.at)
		})
	}
	k := newTalk(t)
	k.wants(k.all("daftar wrse", "tidak"), "kami tidak menyimpan")
}

func TestCommandsNeverFireInsideNamesAndAddresses(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Menur", "Stopan", "Kembali Sari", "Petugas Sari", "Batalia"} {
		k := newTalk(t)
		k.all("daftar wrse", "ya", name)
		k.at("kabkota")
	}
	for _, address := range []string{"Jl. Kembali 12", "Gang Menu RT 5", "jalan stop kontak 3", "rumah petugas RT 4", "kembali ke jalan raya"} {
		k := newTalk(t)
		k.all("daftar wrse", "ya", "siti", "loa janan ilir", address)
		k.at("jumlah")
		if k.s.Answers["alamat"] != address {
			t.Errorf("kept %q as the address %q", k.s.Answers["alamat"], address)
		}
	}
}

func TestCommandsAreObeyedEverywhere(t *testing.T) {
	t.Parallel()
	for _, node := range [][]string{{}, {"siti"}, {"siti", "loa janan ilir"}} {
		k := newTalk(t)
		k.all(append([]string{"daftar wrse", "ya"}, node...)...)
		k.wants(k.says("menu"), "<draft.kept>", "Apa yang dapat kami bantu?")
	}
}

func TestThreeMisunderstandingsOfferAnOfficer(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti", "loa janan ilir", "Jl. Mawar 5")
	for i := range 3 {
		got := k.says("qwerty")
		if offered := strings.Contains(got, "<intent.bicara_petugas>"); offered != (i == 2) {
			t.Errorf("after %d misunderstandings: officer offered is %v", i+1, offered)
		}
	}
	k.says("7")
	k.at("warna")
	if k.s.Misses != 0 {
		t.Errorf("%d misunderstandings are still counted", k.s.Misses)
	}
	k.all("qwerty", "qwerty", "qwerty")
	k.wants(k.says("qwerty"), "Kami tulis biru.")
	k.at("ringkasan")
}

func TestAttachmentsAreNoFailedTry(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya")
	for _, kind := range []conversations.MediaKind{conversations.Voice, conversations.Sticker, conversations.Video, conversations.Photo,
		conversations.Location, conversations.Contact, conversations.Other} {
		k.wants(k.sends(kind), "<heard."+string(kind)+">", "Siapa nama Anda?")
	}
	if k.s.Misses != 0 {
		t.Errorf("%d misunderstandings were counted", k.s.Misses)
	}
}

func TestAnOldButtonGetsTodaysQuestion(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.says("daftar wrse")
	old := k.s.Prompt.ID
	k.taps("ya", "")
	k.at("nama")
	k.wants(k.taps("tidak", old), "<ask.stale_button>", "Siapa nama Anda?")
	k.at("nama")
	k.wants(k.taps("@menu", old), "Apa yang dapat kami bantu?") // buttons that call a flow work for ever
}

func TestALongListIsPaged(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.wants(k.says("pengumuman"), "[Pengumuman A]", "[Pengumuman G]", "[<ask.more>]")
	k.wants(k.says("8"), "[Pengumuman H]")
	k.says("2")
	if k.s.Answers["kode"] != "k9" {
		t.Errorf("2 of the second page is %s", k.s.Answers["kode"])
	}
	k = newTalk(t)
	k.all("pengumuman", "lainnya", "lainnya")
	k.wants(k.says("lainnya"), "[Pengumuman A]") // and round again
	k.says("pengumuman t")                       // a name counts on any page
	if k.s.Answers["kode"] != "k20" {
		t.Errorf("a name from another page gave %s", k.s.Answers["kode"])
	}
}

func TestNumbersMeanWhatWasAsked(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti", "loa janan ilir", "Jl. Mawar 5")
	k.wants(k.says("1"), "<read.too_small>")
	k.wants(k.says("21"), "<read.too_large>")
	k.says("gak tau")
	if k.s.Answers["jumlah"] != "tidak_tahu" {
		t.Errorf("not knowing was kept as %q", k.s.Answers["jumlah"])
	}
	k.wants(k.says("merah"), "[Merah tua][Merah muda]")
	k.says("2")
	if k.s.Answers["warna"] != "muda" {
		t.Errorf("2 of those shown is %s", k.s.Answers["warna"])
	}
}

func TestNotKnowingInManyWords(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"tidak tahu", "gak tau bu", "lupa", "entahlah", "kada tahu ulun", "kurang tau", "nda ingat"} {
		k := newTalk(t)
		k.all("daftar wrse", "ya", "siti", "loa janan ilir", "Jl. Mawar 5", text)
		k.at("warna")
	}
	for _, text := range []string{"gak", "tidak ada", "belum", "setahu saya banyak sekali orangnya di sana", "tahu goreng"} {
		k := newTalk(t)
		k.all("daftar wrse", "ya", "siti", "loa janan ilir", "Jl. Mawar 5", text)
		if v := k.s.Answers["jumlah"]; v == "tidak_tahu" {
			t.Errorf("%q was taken for not knowing", text)
		}
	}
}

func TestAGreetingIsNoName(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya")
	k.wants(k.says("assalamualaikum"), "<heard.greeting>", "Siapa nama Anda?")
	k.now = k.now.Add(30 * time.Hour)
	k.wants(k.says("halo"), "<heard.again>")
	k.at("nama")
}

func TestAWishIsNoName(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya")
	k.wants(k.says("mau tanya status permohonan saya"), "<draft.kept>")
	for _, name := range []string{"Siti", "Ya'qub", "Lapor Siregar", "Putri Menurini", "Info Wati", "Sari Bantu"} {
		k := newTalk(t)
		k.all("daftar wrse", "ya", name)
		k.at("kabkota")
	}
}

func TestANumberInTheWrongPlaceLeavesNoForm(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya")
	k.wants(k.says("NIK 6472 0345 0785 9911"), "<read.name_digits>")
	k.at("nama")
}
