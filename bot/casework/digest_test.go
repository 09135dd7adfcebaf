package casework

import (
	"strings"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
)

// An officer is told once a day what waits, at eight on office days, and nothing when nothing does.
func TestDigest(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for login, region := range map[string]string{"rina": "64.72", "joko": "64.71"} {
		r.must(r.db.AddOfficer(t.Context(), store.Officer{Login: login, Name: login, Role: store.RoleOfficer, Region: region}, store.Operator, r.now))
		chat, err := r.db.Introduce(t.Context(), r.now, "telegram", conversations.Address("chat of "+login))
		r.must(err)
		r.must(r.db.SetChatCode(t.Context(), login, "12345"+login, store.Operator, r.now))
		_, err = r.db.LinkChat(t.Context(), chat, "12345"+login, r.now)
		r.must(err)
	}
	for _, tt := range []struct{ day, hour, told int }{{4, 7, 0}, {4, 8, 1}, {4, 8, 0}, {4, 9, 0}, {5, 8, 1}, {8, 8, 0}} {
		now := time.Date(2026, 8, tt.day, tt.hour, 30, 0, 0, r.now.Location())
		if told, err := Digest(t.Context(), r.db, now); err != nil || told != tt.told {
			t.Errorf("on the %d at %d: %d, %v; want %d", tt.day, tt.hour, told, err, tt.told)
		}
	}
	if got := r.letters(); len(got) != 2 || !strings.HasPrefix(got[0], "Kota Samarinda: 1 permohonan baru belum diambil") || strings.Contains(got[0], "Siti") {
		t.Errorf("letters %q", got)
	}
}
