package broadcast

import (
	"errors"
	"strings"
	"testing"

	"sapa/store"
)

func TestSubmitTellsWhatIsLacking(t *testing.T) {
	t.Parallel()
	r := newRig(t, 2)
	b, err := r.Draft(t.Context(), "ana", store.BroadcastDraft{Title: "Jadwal", Text: "Nomor {nomor}", Audience: store.Audience{Source: store.FromAll}})
	if err != nil {
		t.Fatal(err)
	}
	var draft *DraftError
	if _, err := r.Submit(t.Context(), "ana", b.Code); !errors.As(err, &draft) || draft.Problems[0] != (Problem{ProblemLack, "nomor", 4}) {
		t.Errorf("%v", err)
	}
	if b, err = r.Edit(t.Context(), "ana", b.Code, b.Version, store.BroadcastDraft{Title: "Jadwal", Text: "Halo", Audience: b.Audience}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Submit(t.Context(), "ana", strings.ToLower(b.Code)); err != nil {
		t.Errorf("%v", err)
	}
	if back, err := r.Reject(t.Context(), "lina", b.Code, "Tanggalnya salah"); err != nil || back.State != store.BroadcastDrafted || back.Note != "Tanggalnya salah" {
		t.Errorf("%+v, %v", back, err)
	}
	if _, err := r.Find(t.Context(), "ZZZZ"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("%v", err)
	}
	if all, err := r.List(t.Context(), store.BroadcastDrafted); err != nil || len(all) != 1 || all[0].Note == "" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestPreviewShowsEveryChannel(t *testing.T) {
	t.Parallel()
	r := newRig(t, 3)
	b, err := r.Draft(t.Context(), "ana", store.BroadcastDraft{Title: "Jadwal", Text: "Yth. {nama}, nomor {nomor}", Choices: []store.BroadcastChoice{{Call: "cek_status"}},
		Audience: store.Audience{Source: store.FromAll}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := r.Preview(t.Context(), b.Code, 2)
	if err != nil || len(all) != 2 || all[0].Channel == all[1].Channel {
		t.Fatalf("%+v, %v", all, err)
	}
	p := all[0]
	if len(p.Lacks) != 1 || p.Lacks[0] != "nomor" || len(p.Shown) != 2 {
		t.Fatalf("%+v", p)
	}
	telegram, whatsapp := p.Shown[0].Messages[0], p.Shown[1].Messages[0]
	if len(telegram.Buttons) != 1 || telegram.Buttons[0].Data != "kabar|@cek_status" || len(whatsapp.Buttons) != 0 || !strings.Contains(whatsapp.Text, "1. Cek status") {
		t.Errorf("Telegram %+v, WhatsApp %+v", telegram, whatsapp)
	}
	if err := r.Test(t.Context(), "ana", b.Code); !errors.Is(err, ErrNoChat) {
		t.Errorf("a test without a chat: %v", err)
	}
}

func TestATestGoesToTheOfficersOwnChat(t *testing.T) {
	t.Parallel()
	r := newRig(t, 1)
	b, err := r.Draft(t.Context(), "ana", store.BroadcastDraft{Title: "Jadwal", Text: "Halo", Audience: store.Audience{Source: store.FromAll}})
	if err == nil {
		err = r.db.SetChatCode(t.Context(), "ana", "12345678", "ana", r.now)
	}
	if err == nil {
		_, err = r.db.LinkChat(t.Context(), "1", "12345678", r.now)
	}
	if err == nil {
		err = r.Test(t.Context(), "ana", b.Code)
	}
	if err != nil {
		t.Fatal(err)
	}
	due, err := r.db.Due(t.Context(), r.now, 0, 9)
	if err != nil || len(due) != 1 || due[0].Contact != "1" || store.BroadcastOf(due[0].ID) != 0 || due[0].Reply.Texts[0].Key != "siaran.coba" {
		t.Errorf("%+v, %v", due, err)
	}
}
