package bot

import (
	"strings"
	"testing"
	"testing/synctest"

	"sapa/bot/channel"
	"sapa/conversations"
	"sapa/store"
)

// phoneFlow asks for a number.
const phoneFlow = `flow: menu
title: Menu uji
calls: [menu]
nodes:
  telepon:
    say: Nomor telepon Anda?
    ask: {slot: telepon, kind: telepon, share: true, label: Telepon}
    go: nama
  nama:
    say: Siapa nama Anda?
    ask: {slot: nama, kind: nama, label: Nama}
    go: telepon
`

// withNumber is a messenger whose addresses may be numbers: those that begin with a plus.
type withNumber struct{ *messenger }

func (withNumber) PhoneOf(a conversations.Address) string {
	if strings.HasPrefix(string(a), "+") {
		return string(a)
	}
	return ""
}

func askedForNumber(t *testing.T, heard ...store.Address) *shell {
	t.Helper()
	m := newMemory()
	m.heard = heard
	s := newShell(t, m, openWorld{}, phoneFlow)
	a := withNumber{s.out}
	s.adapters["telegram"], s.talk.Adapters["telegram"] = a, a
	s.talk.Contacts, s.talk.Pause = m, 0
	return s
}

// Whoever is asked for a number may take the one that the platform told, of which only the end is shown.
func TestOwnNumberIsOffered(t *testing.T) {
	t.Parallel()
	for _, yes := range []string{"ya", "iya bu", "pakai nomor ini saja"} {
		synctest.Test(t, func(t *testing.T) {
			s := askedForNumber(t, store.Address{Channel: "telegram", Address: "hidden"}, store.Address{Channel: "telegram", Address: "+6281299000123"})
			s.hear(t, "menu")
			s.lanes.Wait()
			offer := s.store.replies[0].Texts
			if last := offer[len(offer)-1]; last.Key != "ask.own_number" || last.Args["akhir"] != "123" {
				t.Errorf("asked %v", offer)
			}
			s.hear(t, yes)
			s.lanes.Wait()
			if got := s.store.sessions["1"].Answers["telepon"]; got != "+6281299000123" {
				t.Errorf("%q gave the number %q", yes, got)
			}
		})
	}
}

func TestAnotherNumberIsTaken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := askedForNumber(t, store.Address{Channel: "telegram", Address: "+6281299000123"})
		s.hear(t, "menu")
		s.lanes.Wait()
		s.hear(t, "ya 0812 9900 0456")
		s.lanes.Wait()
		if got := s.store.sessions["1"].Answers["telepon"]; got != "+6281299000456" {
			t.Errorf("the number is %q", got)
		}
		s.hear(t, "ya") // this question asks for a name
		s.lanes.Wait()
		if got := s.store.sessions["1"].Answers["nama"]; got != "" {
			t.Errorf("the name is %q", got)
		}
	})
}

// Where no number is known it is asked for, and a yes is no answer. So it is where it was told by another channel, and where
// the address takes nothing any more.
func TestMissingNumberIsAskedFor(t *testing.T) {
	t.Parallel()
	for name, heard := range map[string]store.Address{
		"hidden":          {Channel: "telegram", Address: "hidden"},
		"another channel": {Channel: "whatsapp", Address: "+6281299000123"},
		"gone":            {Channel: "telegram", Address: "+6281299000123", Gone: noon()},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := askedForNumber(t, heard)
			s.hear(t, "menu")
			s.lanes.Wait()
			s.hear(t, "ya")
			s.lanes.Wait()
			if got := s.store.sessions["1"].Answers["telepon"]; got != "" || strings.Contains(strings.Join(s.store.said(), " "), "ask.own_number") {
				t.Errorf("%s: the number is %q, said %v", name, got, s.store.said())
			}
		})
	}
}

var _ channel.Numbered = withNumber{}
