package main

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sapa/bot/console"
)

// visitor is a browser at the office.
type visitor struct {
	t    *testing.T
	p    *process
	http *http.Client
}

func visit(t *testing.T, p *process) *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{t, p, &http.Client{Jar: jar}}
}

// ask gives status and words of a page; with a form it posts.
func (v *visitor) ask(path string, form url.Values) (int, string) {
	v.t.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	req, err := http.NewRequestWithContext(context.Background(), method, v.p.url+path, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := v.http.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return resp.StatusCode, string(page)
}

func (v *visitor) signIn(login, password string) (int, string) {
	v.t.Helper()
	return v.ask("/kantor/masuk", url.Values{"login": {login}, "sandi": {password}})
}

var linkIn = regexp.MustCompile(`http://\S+(/kantor/tautan/\w+)`)

// The link that serve prints makes the first admin; the one that officer add prints lets the next one in. Without a web
// chat the front page leads to the office.
func TestOfficeBegins(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, []string{"SAPA_DATA=" + data, "SAPA_WEBCHAT=off"})
	defer p.kill()
	v := visit(t, p)
	if status, page := v.ask("/", nil); status != 200 || !strings.Contains(page, "Masuk ke Sapa Kantor") || strings.Contains(page, console.DemoPassword) {
		t.Errorf("the front page gives %d: %s", status, page)
	}
	p.waitFor(t, "The first admin")
	link := linkIn.FindStringSubmatch(p.out.all())
	if link == nil {
		t.Fatalf("no link: %s", p.out.all())
	}
	own := "kuda besi lompat pagar"
	if status, page := v.ask(link[1], url.Values{"login": {"lina"}, "nama": {"Lina"}, "sandi": {own}, "ulang": {own}}); status != 200 || !strings.Contains(page, "Kode pengaman") {
		t.Errorf("the first admin gets %d: %s", status, page)
	}
	added := must(t, data, "", "officer", "add", "rina", "--name", "Rina", "--role", "petugas", "--region", "Samarinda")
	next := linkIn.FindStringSubmatch(added)
	if next == nil {
		t.Fatalf("officer add printed %s", added)
	}
	r := visit(t, p)
	if status, page := r.ask(next[1], url.Values{"sandi": {own}, "ulang": {own}}); status != 200 || !strings.Contains(page, "Kode pengaman") {
		t.Errorf("rina gets %d: %s", status, page)
	}
	if again := must(t, data, "", "officer", "reset", "rina"); linkIn.FindString(again) == "" {
		t.Errorf("officer reset printed %s", again)
	}
	if status, _ := visit(t, p).signIn("rina", own); status != 401 {
		t.Errorf("the old password still gives %d", status)
	}
	if _, err := sapa(t, data, "", "officer", "reset", "siapa"); err == nil || !strings.Contains(err.Error(), "there is no officer siapa") {
		t.Errorf("reset of nobody: %v", err)
	}
	if p2 := p.stop(); p2 != nil {
		t.Errorf("serve ended badly: %v", p2)
	}
	quiet := serve(t, []string{"SAPA_DATA=" + data, "SAPA_WEBCHAT=off"})
	defer quiet.kill()
	if status, _ := visit(t, quiet).signIn("lina", "salah"); status != 401 || strings.Contains(quiet.out.all(), "first admin") {
		t.Errorf("an office with an admin is offered another: %s", quiet.out.all())
	}
}

// The demo lets everybody in with what its page shows, and has work to look at. Without --demo its logins are shut.
func TestDemoOffice(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, []string{"SAPA_DATA=" + data}, "--demo")
	defer p.kill()
	for _, o := range console.DemoLogins() {
		v := visit(t, p)
		if status, page := v.signIn(o.Login, console.DemoPassword); status != 200 || !strings.Contains(page, o.Name) {
			t.Errorf("%s gets %d: %s", o.Login, status, page)
		}
	}
	v := visit(t, p)
	v.signIn("petugas", console.DemoPassword)
	if status, page := v.ask("/kantor/permohonan", nil); status != 200 || strings.Count(page, "WRSE-") < 5 || strings.Contains(page, "Balikpapan") {
		t.Errorf("the queue of the demo: %d %s", status, page)
	}
	if err := p.stop(); err != nil {
		t.Errorf("serve ended badly: %v", err)
	}
	bare := serve(t, []string{"SAPA_DATA=" + data})
	defer bare.kill()
	if status, _ := visit(t, bare).signIn("admin", console.DemoPassword); status != 401 {
		t.Errorf("without --demo, the password that everybody knows gives %d", status)
	}
}

// waitFor waits until the process has written something.
func (p *process) waitFor(t *testing.T, words string) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !strings.Contains(p.out.all(), words); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("serve never wrote %q: %s", words, p.out.all())
		}
	}
}
