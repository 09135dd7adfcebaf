package console

import (
	"context"
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/store"
)

// doors are the addresses of a made-up number and bot.
type doors struct{}

func (doors) Links(_ context.Context, word string) map[conversations.Channel]string {
	return map[conversations.Channel]string{"whatsapp": "https://wa.me/6281155550001?text=%23" + word, "telegram": "https://t.me/sapa_contoh_bot?start=" + word}
}

// poster makes a poster through which three came.
func (r *rig) poster() string {
	r.t.Helper()
	p, err := r.db.PutPoster(r.context(), store.Poster{Opens: "wrse", Region: "64.72", Place: "Kelurahan Air Putih", By: "penyelia", At: r.now()})
	r.ok(err)
	contact := r.contact("pendatang")
	for i := range 3 {
		_, err := r.db.Commit(r.context(), store.Turn{Session: conversations.Session{Contact: contact, Turn: i + 1}, Poster: p.Tag, Channel: "telegram", Address: "pendatang", Now: r.now()})
		r.ok(err)
	}
	return p.Tag
}

func TestPosters(t *testing.T) {
	t.Parallel()
	r := rigWith(t, Options{Links: doors{}})
	r.officer("sari", store.RoleSupervisor, "64.72")
	sari := r.as("sari")
	made := sari.post("/poster", "buka", "wrse", "wilayah", "64.72", "tempat", "Kelurahan Air Putih").want(t, 303)
	path := strings.TrimPrefix(made.header.Get("Location"), Root)
	tag := strings.TrimPrefix(path, "/poster/")
	if len(tag) != 5 {
		t.Fatalf("made %q", path)
	}
	sari.get(path).want(t, 200, "Ajukan bantuan usaha WRSE", "Kelurahan Air Putih", "Kota Samarinda", "0811 5555 0001", "@sapa_contoh_bot",
		"wa.me/6281155550001?text=%23wrse--"+tag, "t.me/sapa_contoh_bot?start=wrse--"+tag)
	a, err := r.db.PutAnnouncement(r.context(), store.Announcement{Title: "Jadwal penyaluran", Body: "Senin di kecamatan.", Region: "64.72", By: "sari", At: r.now()})
	r.ok(err)
	made = sari.post("/poster", "buka", "pengumuman:"+a.Code, "wilayah", "64.72").want(t, 303)
	sari.get(strings.TrimPrefix(made.header.Get("Location"), Root)).want(t, 200, "Jadwal penyaluran", "Senin di kecamatan.", "start=pengumuman-"+a.Code+"--")
	for _, bad := range [][2]string{{"rahasia", "64.72"}, {"wrse", "64.99"}} {
		if p := sari.post("/poster", "buka", bad[0], "wilayah", bad[1]); p.status != 422 && p.status != 403 {
			t.Errorf("%v gave %d", bad, p.status)
		}
	}
	sari.post("/poster", "buka", "pengumuman:ZZZZ", "wilayah", "64.72").want(t, 404)
	r.poster()
	sari.get("/poster").want(t, 200, "Jadwal penyaluran", `data-l="Telegram">3<`)
	newRigWithout := rigWith(t, Options{})
	newRigWithout.officer("sari", store.RoleSupervisor, "")
	other := newRigWithout.as("sari")
	at := strings.TrimPrefix(other.post("/poster", "buka", "menu").want(t, 303).header.Get("Location"), Root)
	other.get(at).want(t, 200, "belum terhubung")
}

func TestAccountsOnPosters(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]string{"https://wa.me/6281155550001?text=%23x": "0811 5555 0001", "https://t.me/sapa_bot?start=x": "@sapa_bot", "https://wa.me/628115555?x": "0811 5555"} {
		if got := account(link); got != want {
			t.Errorf("account(%q) = %q, want %q", link, got, want)
		}
	}
}
