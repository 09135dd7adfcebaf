package sqlite

import (
	"errors"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

func chatOf(t testing.TB, d *DB, address string) conversations.ContactID {
	t.Helper()
	id, err := d.Introduce(t.Context(), noon(), "telegram", conversations.Address(address))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAChatIsLinkedByACodeThatWorksOnce(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	chat, other := chatOf(t, d, "1"), chatOf(t, d, "2")
	code := func() {
		t.Helper()
		if err := d.SetChatCode(t.Context(), "rina", "123456", store.Operator, noon()); err != nil {
			t.Fatal(err)
		}
	}
	code()
	if _, err := d.LinkChat(t.Context(), chat, "123456", noon().Add(store.ChatCodeLife)); !errors.Is(err, store.ErrProof) {
		t.Errorf("an old code: %v", err)
	}
	if o, err := d.LinkChat(t.Context(), chat, "123456", noon().Add(time.Minute)); err != nil || o.Login != "rina" {
		t.Errorf("%v, %v", o, err)
	}
	if _, err := d.LinkChat(t.Context(), other, "123456", noon().Add(time.Minute)); !errors.Is(err, store.ErrProof) {
		t.Errorf("a used code: %v", err)
	}
	code()
	if _, err := d.LinkChat(t.Context(), other, "123456", noon().Add(time.Minute)); err != nil {
		t.Error(err)
	}
	if _, err := d.OfficerInChat(t.Context(), chat); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the chat before is still linked: %v", err)
	}
	if chats, err := d.OfficerChats(t.Context()); err != nil || len(chats) != 1 || chats[0].Contact != other || chats[0].Region != "64.72" {
		t.Errorf("%+v, %v", chats, err)
	}
	if err := d.DisableOfficer(t.Context(), "rina", store.Operator, noon()); err != nil {
		t.Fatal(err)
	}
	if _, err := d.OfficerInChat(t.Context(), other); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("who was disabled is still let in: %v", err)
	}
	if err := d.SetChatCode(t.Context(), "rina", "123456", store.Operator, noon()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("who was disabled gets a code: %v", err)
	}
}

func TestCodesCannotBeGuessed(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	office(t, d)
	chat := chatOf(t, d, "1")
	if err := d.SetChatCode(t.Context(), "rina", "123456", store.Operator, noon()); err != nil {
		t.Fatal(err)
	}
	for i := range store.ChatCodeTries + 2 {
		want := store.ErrProof
		if i >= store.ChatCodeTries {
			want = store.ErrTooMany
		}
		if _, err := d.LinkChat(t.Context(), chat, "000000", noon().Add(time.Second)); !errors.Is(err, want) {
			t.Errorf("try %d: %v", i, err)
		}
	}
	if _, err := d.LinkChat(t.Context(), chat, "123456", noon().Add(time.Second)); !errors.Is(err, store.ErrTooMany) {
		t.Errorf("the right code after too many wrong ones: %v", err)
	}
}

func TestLoadOfARegion(t *testing.T) {
	t.Parallel()
	d := opened(t, 20)
	c := mustOpen(t, d, applicant(1))
	if _, err := d.OpenTicket(t.Context(), "t1", c.Contact, "tolong", noon()); err != nil {
		t.Fatal(err)
	}
	late := noon().AddDate(0, 1, 0)
	for region, want := range map[string]store.Load{"64.72": {New: 1, Overdue: 1, Tickets: 1}, "": {New: 1, Overdue: 1, Tickets: 1}, "64.71": {}} {
		if got, err := d.LoadOf(t.Context(), region, late); err != nil || got != want {
			t.Errorf("%q: %+v, %v", region, got, err)
		}
	}
}
