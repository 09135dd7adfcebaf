package conversations_test

import (
	"testing"
	"time"

	"sapa/conversations"
)

const alarm = "draft:formulir"

func TestAFormIsParkedAndResumed(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti")
	k.wants(k.says("menu"), "<draft.kept> ", "<draft.offer>")
	k.wants(k.says("4"), "<draft.found>", "[<draft.go_on>][<draft.anew>][<draft.later>]")
	k.wants(k.says("nanti saja"), "Apa yang dapat kami bantu?")
	k.all("daftar wrse", "lanjut")
	k.at("kabkota")
	if k.s.Answers["nama"] != "Siti" {
		t.Errorf("the name came back as %q", k.s.Answers["nama"])
	}
	k.says("menu")
	k.all("daftar wrse", "2")
	k.at("setuju")
	if len(k.s.Parked) > 0 {
		t.Error("a form begun anew is still kept")
	}
}

func TestAnEditIsParkedAsAnEdit(t *testing.T) {
	t.Parallel()
	k := filled(t)
	k.all("ubah 1", "menu", "daftar wrse", "lanjut")
	k.at("ringkasan") // and not every question again
}

func TestAReminderThenTheEnd(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti")
	k.wants(k.rings(alarm), "<draft.reminder>", "Di kabupaten/kota mana, Siti?")
	if d := k.alarms[alarm].Sub(k.now); d != 24*time.Hour {
		t.Errorf("the draft lapses %v after the reminder", d)
	}
	k.wants(k.rings(alarm), "<draft.lapsed>")
	if k.s.Status != conversations.Done || len(k.s.Answers) > 0 {
		t.Error("lapsed answers are still there")
	}
}

func TestWhoAnsweredMeanwhileIsNotReminded(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti")
	k.now = k.now.Add(5 * 24 * time.Hour)
	k.says("qwerty") // heard, though nothing new was asked
	if got := k.rings(alarm); got != "" {
		t.Errorf("said %q", got)
	}
	if d := k.alarms[alarm].Sub(k.s.Touched); d != 6*24*time.Hour {
		t.Errorf("the reminder moved to %v after the person was heard", d)
	}
}

func TestAParkedFormLapsesBesideAnotherTalk(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti", "menu")
	k.wants(k.rings(alarm), "<draft.waiting>")
	k.at("pilih")
	k.wants(k.rings(alarm), "<draft.lapsed>")
	k.at("pilih")
	if len(k.s.Parked) > 0 {
		t.Error("a lapsed draft is still kept")
	}
}

func TestAnAlarmWhileWeAskWhetherToGoOn(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti", "menu", "daftar wrse")
	k.wants(k.rings(alarm), "<draft.waiting>")
	k.says("lanjut")
	k.at("kabkota")
}

func TestAnAlarmWhileAnOfficerTalks(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya", "siti")
	k.feed(conversations.Taken{By: "petugas", At: k.now})
	if got := k.rings(alarm); got != "" || k.alarms[alarm].IsZero() {
		t.Errorf("said %q with the alarms %v", got, k.alarms)
	}
}

func TestAnOfficerTakesAndGivesBack(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "ya")
	k.feed(conversations.Taken{By: "petugas", At: k.now})
	if got := k.says("halo"); got != "" {
		t.Errorf("spoke between the person and the officer: %q", got)
	}
	k.wants(k.feed(conversations.Freed{At: k.now}), "<officer.freed>", "Siapa nama Anda?")
	k.at("nama")
}

func TestAnOfficerTakesATalkThatHadEnded(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "tidak")
	k.feed(conversations.Taken{By: "petugas", At: k.now})
	if got := k.says("halo"); got != "" {
		t.Errorf("spoke between the person and the officer: %q", got)
	}
	k.feed(conversations.Freed{At: k.now})
	k.wants(k.says("menu"), "Apa yang dapat kami bantu?")
}

func TestAnswersAreCarriedWhereTheNextFlowWantsThem(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("pengumuman", "1", "biru")
	k.at("setuju")
	if len(k.s.Carry) > 0 || len(k.s.Answers) != 1 || k.s.Answers["warna"] != "biru" {
		t.Errorf("carried %v, waiting %v", k.s.Answers, k.s.Carry)
	}
	k.all("ya", "siti", "loa janan ilir", "Jl. Mawar 5", "7")
	k.at("ringkasan") // the colour was not asked again
}

func TestAThankYouEndsATalk(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.all("daftar wrse", "tidak")
	k.wants(k.says("makasih"), "<heard.thanks>", "<heard.more>")
	k.wants(k.says("menu"), "Apa yang dapat kami bantu?")
	k.wants(k.says("makasih"), "<heard.more>")
	k.says("2") // the menu still stands
	k.wants(said(k.last), "Pilih pengumuman.")
}

func TestADuplicateSaysNothing(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	k.says("daftar wrse")
	m := k.message()
	m.Text = "ya"
	k.feed(conversations.Heard{Message: m})
	before := stored(k.s)
	if got := k.feed(conversations.Heard{Message: m}); got != "" || stored(k.s) != before {
		t.Errorf("answered twice: %q", got)
	}
}

func TestNobodySpeaksWhenAChatIsLeft(t *testing.T) {
	t.Parallel()
	k := newTalk(t)
	for _, e := range []conversations.Event{conversations.Left, conversations.Returned} {
		m := k.message()
		m.Event = e
		if got := k.feed(conversations.Heard{Message: m}); got != "" {
			t.Errorf("%s was answered with %q", e, got)
		}
	}
}
