package whatsapptest_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/types/events"

	"sapa/bot/channel/whatsapp/whatsapptest"
)

func TestPairsByQRAndTalks(t *testing.T) {
	t.Parallel()
	srv := whatsapptest.Start(t)
	b := linked(t, srv)
	if srv.Device() != *b.Store.ID {
		t.Fatalf("the server linked %s, the client is %s", srv.Device(), b.Store.ID)
	}
	if keys := srv.Counts().PreKeys; keys != 812 {
		t.Errorf("%d keys", keys)
	}
	ibu := srv.Citizen(whatsapptest.Named("Ibu Sari"))
	id := ibu.Say("assalamualaikum")
	heard := b.hear()
	if got := heard.Message.GetConversation(); got != "assalamualaikum" || heard.Info.ID != id {
		t.Fatalf("heard %q as %s, want %s", got, heard.Info.ID, id)
	}
	if heard.Info.Chat != ibu.LID() || heard.Info.SenderAlt.ToNonAD() != ibu.JID() || heard.Info.PushName != "Ibu Sari" {
		t.Fatalf("heard from %s (%s), %q", heard.Info.Chat, heard.Info.SenderAlt, heard.Info.PushName)
	}
	reply := b.answer(heard, "waalaikumsalam")
	if shown := sees(t, ibu); shown.Text != "waalaikumsalam" || shown.ID != reply {
		t.Fatalf("shown %+v", shown)
	}
}

func TestPairsByCode(t *testing.T) {
	t.Parallel()
	srv := whatsapptest.Start(t)
	b := newBot(t, srv)
	must(t, b.Connect())
	await[*events.QR](b)
	number := "+" + srv.Account().User
	if srv.EnterCode(number, "AAAA-AAAA") == nil {
		t.Fatal("a code before anybody asked for one")
	}
	code, err := b.PairPhone(patience(t), number, true, whatsmeow.PairClientChrome, "Chrome (Linux)")
	must(t, err)
	must(t, srv.EnterCode(number, strings.ToLower(code)))
	await[*events.Connected](b)
	c := srv.Citizen()
	c.Say("halo")
	b.answer(b.hear(), "ya")
	if shown := sees(t, c); shown.Text != "ya" {
		t.Fatalf("shown %+v", shown)
	}
}

func TestRefusesWrongCodes(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := newBot(t, srv)
	must(t, b.Connect())
	qr := await[*events.QR](b)
	_, err := b.PairPhone(patience(t), srv.Account().User, true, whatsmeow.PairClientChrome, "Chrome (Linux)")
	must(t, err)
	if err = srv.EnterCode(srv.Account().User, "AAAAAAAA"); err == nil || !strings.Contains(err.Error(), "wrong code") {
		t.Errorf("a wrong code: %v", err)
	}
	if srv.ScanQR("https://wa.me/settings/linked_devices#2@other,a,b,c,1") == nil {
		t.Error("a wrong QR code")
	}
	older := strings.Replace(qr.Codes[3], "https://wa.me/settings/linked_devices#", "", 1)
	parts := strings.Split(older, ",")
	parts[3] = parts[1] // not the secret
	if srv.ScanQR(strings.Join(parts, ",")) == nil {
		t.Error("a wrong secret")
	}
}

func TestPairsAgain(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	first := linked(t, srv)
	c := srv.Citizen()
	c.Say("satu")
	first.answer(first.hear(), "dari yang pertama")
	sees(t, c)
	second := linked(t, srv)
	await[*events.LoggedOut](first)
	c.Say("dua")
	second.answer(second.hear(), "dari yang kedua")
	if shown := sees(t, c); shown.Text != "dari yang kedua" {
		t.Fatalf("shown %+v", shown)
	}
}

func TestOlderQRForm(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	b := newBot(t, srv)
	must(t, b.Connect())
	_, older, _ := strings.Cut(await[*events.QR](b).Codes[5], "#")
	must(t, srv.ScanQR(older))
	await[*events.Connected](b)
}

// TestThroughTheProxy reaches the server as a binary does that has only HTTPS_PROXY and SSL_CERT_FILE.
func TestThroughTheProxy(t *testing.T) {
	t.Parallel()
	srv := quick(t)
	pem, err := os.ReadFile(srv.CertFile())
	must(t, err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	proxy, err := url.Parse(srv.ProxyURL())
	must(t, err)
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: pool},
	}}
	b := newBot(t, srv)
	b.SetWebsocketHTTPClient(client)
	b.SetPreLoginHTTPClient(client)
	b.SetMediaHTTPClient(client)
	b.pair()
	srv.Citizen().SendPhoto([]byte("foto"), "")
	data, err := b.Download(patience(t), b.hear().Message.GetImageMessage())
	if err != nil || string(data) != "foto" {
		t.Fatalf("download %q, %v", data, err)
	}
	version, err := whatsmeow.GetLatestVersion(context.Background(), client)
	if err != nil || version.IsZero() {
		t.Errorf("version %v, %v", version, err)
	}
	if _, err = client.Get("https://example.org/"); err == nil || !slices.Equal(srv.RefusedHosts(), []string{"example.org:443"}) {
		t.Errorf("another host: %v, refused %v", err, srv.RefusedHosts())
	}
	if _, err = srv.HTTPClient().Get("https://example.org/"); err == nil {
		t.Error("another host without the proxy")
	}
}
