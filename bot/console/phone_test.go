package console

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/channel/webchat/browsertest"
	"sapa/conversations"
	"sapa/store"
)

// desktop is an office's phone of which the test says how it is.
type desktop struct {
	mu     sync.Mutex
	health channel.Health
	number string
	link   Link
	asked  []string // numbers
	err    error
}

func waitingPhone() *desktop {
	return &desktop{health: channel.Health{State: channel.LoggedOut, Reason: "health.whatsapp.unlinked"},
		link: Link{Kind: LinkQR, Payload: "https://wa.me/settings/linked_devices#2@rujukan,AAAA,BBBB,CCCC,2", Until: noon().Add(time.Minute)}}
}

func (d *desktop) set(change func(*desktop)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(d)
}

func (d *desktop) Health() channel.Health { d.mu.Lock(); defer d.mu.Unlock(); return d.health }
func (d *desktop) Link() Link             { d.mu.Lock(); defer d.mu.Unlock(); return d.link }

func (d *desktop) Number(context.Context) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.number, nil
}

func (d *desktop) AskCode(_ context.Context, number string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil {
		d.asked, d.link = append(d.asked, number), Link{Kind: LinkCode, Payload: "ABCD-2345"}
	}
	return d.err
}

func (d *desktop) AskQR(context.Context) error {
	d.set(func(d *desktop) { d.link = waitingPhone().link })
	return nil
}

func (d *desktop) Unlink(context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil {
		d.number, d.link = "", waitingPhone().link
	}
	return d.err
}

// linked is how the phone is once it linked us.
func linked(d *desktop) {
	d.number, d.link, d.health = "+628129900990", Link{}, channel.Health{State: channel.Normal}
}

func TestPhone(t *testing.T) {
	t.Parallel()
	d := waitingPhone()
	r := rigWith(t, Options{Phone: d})
	r.officer("admin", store.RoleAdmin, "")
	s := r.as("admin")
	s.get("/whatsapp").want(t, 200, `<svg class="qr wide"`, "Belum tertaut", "Belum ada HP yang tertaut").lacks(t, d.link.Payload)
	s.post("/whatsapp/kode", "nomor", "bukan nomor").want(t, 422, "Nomor HP belum terbaca", `value="bukan nomor"`)
	s.post("/whatsapp/kode", "nomor", "0812 9900 990").want(t, 303)
	s.get("/whatsapp").want(t, 200, "ABCD-2345", "Pakai kode QR").lacks(t, "<svg class=\"qr")
	if len(d.asked) != 1 || d.asked[0] != "+628129900990" {
		t.Errorf("a code was asked for %q", d.asked)
	}
	s.post("/whatsapp/qr").want(t, 303)
	s.get("/whatsapp").want(t, 200, `<svg class="qr wide"`)
	d.set(linked)
	s.get("/whatsapp").want(t, 200, "628129900990", "Baik").lacks(t, "<svg class=\"qr", "whatsapp/kode")
	s.post("/whatsapp/lepas").want(t, 422, "Centang dahulu")
	d.set(func(d *desktop) { d.err = PhoneUnreachable })
	s.post("/whatsapp/lepas", "yakin", "ya").want(t, 409, "tidak ada yang diubah")
	d.set(func(d *desktop) { d.err = nil })
	s.post("/whatsapp/lepas", "yakin", "ya").want(t, 303)
	all := strings.Join(r.logged(), "\n")
	for _, want := range []string{"admin phone.link whatsapp", "admin phone.unlink whatsapp"} {
		if strings.Count(all, want) != 1 {
			t.Errorf("the audit log has %q not once:\n%s", want, all)
		}
	}
	if strings.Contains(all, "9900990") {
		t.Error("the audit log has the number")
	}
}

func TestNoPhone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("admin", store.RoleAdmin, "")
	s := r.as("admin")
	s.get("/whatsapp").want(t, 200, "SAPA_WHATSAPP=on")
	s.post("/whatsapp/lepas", "yakin", "ya").want(t, 409, "WhatsApp dimatikan")
}

// TestChannelWords: the health page says of every state of WhatsApp how bad it is, why, until when, and what to do.
func TestChannelWords(t *testing.T) {
	t.Parallel()
	until := noon().Add(5 * time.Hour)
	for _, x := range []struct {
		health channel.Health
		want   []string
	}{
		{channel.Health{State: channel.Normal}, []string{`tag good">Baik`}},
		{channel.Health{State: channel.Careful, Reason: "health.whatsapp.failing"}, []string{`tag warn">Hati-hati`, "Periksa HP kantor"}},
		{channel.Health{State: channel.Cooling, Reason: "health.whatsapp.limited", Until: until}, []string{`tag warn">Menunggu`, "sampai 23", "mengirim lebih lambat"}},
		{channel.Health{State: channel.Locked, Reason: "health.whatsapp.timelock", Until: until}, []string{`tag bad">Terkunci`, "sampai 23", "memulai percakapan baru"}},
		{channel.Health{State: channel.Locked, Reason: "health.whatsapp.banned", Until: until}, []string{`tag bad">Terkunci`, "sampai 23", "memblokir nomor ini"}},
		{channel.Health{State: channel.LoggedOut, Reason: "health.whatsapp.logged_out"}, []string{`tag bad">Belum tertaut`, "halaman WhatsApp pada konsol"}},
		{channel.Health{State: channel.Outdated, Reason: "health.whatsapp.outdated"}, []string{`tag bad">Perlu diperbarui`, "Pasang Sapa versi terbaru"}},
		{channel.Health{State: channel.Down, Reason: "health.whatsapp.replaced"}, []string{`tag bad">Terputus`, "Hentikan program itu"}},
	} {
		d := waitingPhone()
		d.health = x.health
		r := rigWith(t, Options{Phone: d, Works: sick{steady{}, x.health}})
		r.officer("admin", store.RoleAdmin, "")
		s := r.as("admin")
		s.get("/kesehatan").want(t, 200, x.want...)
		s.get("/whatsapp").want(t, 200, x.want...)
		start := s.get("/").want(t, 200)
		if told := strings.Contains(start.body, "saluran bermasalah"); told != (x.health.State != channel.Normal) {
			t.Errorf("%s: the first page tells of it: %v", x.health.State, told)
		}
	}
}

// sick is a running program whose only channel is as the test says.
type sick struct {
	Works
	health channel.Health
}

func (s sick) Channels() map[conversations.Channel]channel.Health {
	return map[conversations.Channel]channel.Health{"whatsapp": s.health}
}

// TestPhoneLive watches the page while a phone links us: nobody reloads it.
func TestPhoneLive(t *testing.T) {
	d := waitingPhone()
	r := rigWith(t, Options{Demo: true, Phone: d})
	r.demoOffice()
	b := browsertest.Open(t)
	r.enter(b, look{login: "admin", path: "/whatsapp"})
	b.Until(`document.querySelector("svg.qr path")`)
	b.Is(`(window.firstCode = document.querySelector("svg.qr path").getAttribute("d"), window.sameVisit = true)`)
	d.set(func(d *desktop) { d.link.Payload += "LAIN" })
	b.Until(`document.querySelector("svg.qr path").getAttribute("d") !== window.firstCode`)
	d.set(linked)
	b.Until(`document.querySelector("main").innerText.includes("+628129900990") && !document.querySelector("svg.qr")`)
	if !b.Is(`window.sameVisit === true`) {
		t.Error("the page was loaded anew")
	}
}
