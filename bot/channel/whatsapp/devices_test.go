package whatsapp_test

import (
	"database/sql"
	"testing"

	_ "modernc.org/sqlite"

	"sapa/bot/channel"
	"sapa/bot/channel/whatsapp"
	"sapa/bot/channel/whatsapp/whatsapptest"
)

// count asks the device store for a number.
func count(t *testing.T, path, query string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// The library's store keeps nobody's name, nothing of what came in once it is stored, and of what was sent only what a phone may
// still ask for.
func TestStoreKeepsLittle(t *testing.T) {
	t.Parallel()
	var path string
	o := newOffice(t, func(opt *whatsapp.Options) { path = opt.Path })
	who := o.srv.Citizen(whatsapptest.Named("Rusminah Contoh"))
	who.Say("halo, saya mau tanya")
	o.heard(t, 1)
	if _, err := o.Send(t.Context(), "1", address(who), channel.Outgoing{Text: "Selamat datang"}); err != nil {
		t.Fatal(err)
	}
	if _, err := who.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.until(t, "written", func() bool { return count(t, path, "SELECT count(*) FROM whatsmeow_retry_buffer") == 1 })
	o.until(t, "cleared", func() bool {
		return count(t, path, "SELECT count(*) FROM whatsmeow_event_buffer WHERE plaintext IS NOT NULL") == 0
	})
	if n := count(t, path, "SELECT count(*) FROM whatsmeow_contacts"); n != 0 {
		t.Errorf("%d names are kept", n)
	}
}
