package console

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"sapa/store"
)

func (r *rig) code() string {
	code, err := totp.GenerateCode(secret, r.now())
	r.ok(err)
	return code
}

func TestSignInWithBothFactors(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	s := r.stranger()
	if to := s.get("/permohonan?program=wrse").want(t, 303).header.Get("Location"); to != "/kantor/masuk?ke=%2Fkantor%2Fpermohonan%3Fprogram%3Dwrse" {
		t.Errorf("sent to %s", to)
	}
	s.post("/masuk", "login", "rina", "sandi", "salah").want(t, 401, "tidak cocok")
	s.post("/masuk", "login", " Rina ", "sandi", password, "ke", "/kantor/permohonan").want(t, 200, "Kode pengaman", `value="/kantor/permohonan"`)
	if to := s.get("/permohonan").want(t, 303).header.Get("Location"); to != "/kantor/masuk/kode" {
		t.Errorf("half signed in, sent to %s", to)
	}
	s.post("/masuk/kode", "kode", "000000").want(t, 401)
	p := s.post("/masuk/kode", "kode", r.code(), "ke", "/kantor/permohonan").want(t, 303)
	if to := p.header.Get("Location"); to != "/kantor/permohonan" {
		t.Errorf("sent to %s", to)
	}
	cookie := p.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/kantor/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie is not %s: %s", want, cookie)
		}
	}
	s.get("/permohonan").want(t, 200, "Contoh rina")

	again := r.stranger()
	again.post("/masuk", "login", "rina", "sandi", password).want(t, 200)
	again.post("/masuk/kode", "kode", r.code()).want(t, 401) // a code works once
	again.post("/masuk/kode", "kode", "cadangan satu").want(t, 303)
	third := r.stranger()
	third.post("/masuk", "login", "rina", "sandi", password).want(t, 200)
	third.post("/masuk/kode", "kode", "CADANGANSATU").want(t, 401) // and so does a recovery code

	s.post("/keluar").want(t, 303)
	s.get("/permohonan").want(t, 303)
	log := strings.Join(r.logged(), "\n")
	for _, want := range []string{"rina signin rina", "sapa signin.failed rina", "rina officer.recovery rina 0 left", "rina signout rina"} {
		if !strings.Contains(log, want) {
			t.Errorf("the audit log lacks %q:\n%s", want, log)
		}
	}
	if strings.Contains(r.log.String(), password) {
		t.Error("the password is in the log")
	}
}

func TestLockOut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("yusuf", store.RoleSupervisor, "")
	s := r.stranger()
	for range store.FailuresPerLogin {
		s.post("/masuk", "login", "rina", "sandi", "salah").want(t, 401)
	}
	s.post("/masuk", "login", "rina", "sandi", password).want(t, 429, "coba lagi pukul 12.15 WITA")
	s.post("/masuk", "login", "yusuf", "sandi", password).want(t, 200) // another login is not hit
	r.wait(store.FailureSpan)
	s.post("/masuk", "login", "rina", "sandi", password).want(t, 200)

	for i := range store.FailuresPerAddress {
		s.post("/masuk", "login", "tebak"+string(rune('a'+i%26))+string(rune('a'+i/26)), "sandi", "salah").want(t, 401)
	}
	s.post("/masuk", "login", "yusuf", "sandi", password).want(t, 429)
	if strings.Contains(strings.Join(r.logged(), "\n"), "tebak") {
		t.Error("what a stranger typed stands in the audit log")
	}
}

func TestSignInRunsOut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	s := r.as("rina")
	for range 3 {
		r.wait(store.SignInIdle - time.Minute)
		s.get("/permohonan").want(t, 200)
	}
	r.wait(store.SignInIdle)
	s.get("/permohonan").want(t, 303)
	s.post("/akun/sesi", "sesi", "00").want(t, 401, "belum disimpan")

	worker := r.as("rina")
	for range 40 { // never idle, yet a working day ends
		r.wait(store.SignInIdle - time.Minute)
		worker.get("/akun")
	}
	worker.get("/akun").want(t, 303)
}

func TestDisabledOfficerIsOut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	s := r.as("rina")
	r.ok(r.db.DisableOfficer(r.context(), "rina", "lina", r.now()))
	s.get("/permohonan").want(t, 303)
	r.stranger().post("/masuk", "login", "rina", "sandi", password).want(t, 401)
}

func TestFirstAdmin(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	link, err := r.db.MakeLink(r.context(), "", "sapa", r.now())
	r.ok(err)
	s := r.stranger()
	s.get("/tautan/"+link).want(t, 200, "admin pertama")
	s.post("/tautan/"+link, "login", "lina", "nama", "Lina", "sandi", "pendek", "ulang", "pendek").want(t, 422, "paling sedikit 12")
	s.post("/tautan/"+link, "login", "lina", "nama", "Lina", "sandi", password, "ulang", password+"x").want(t, 422, "tidak sama")
	s.post("/tautan/"+link, "login", "Li na", "nama", "Lina", "sandi", password, "ulang", password).want(t, 422, "tidak dapat dipakai")
	s.post("/tautan/"+link, "login", "lina", "nama", "Lina", "sandi", password, "ulang", password).want(t, 303)
	r.stranger().get("/tautan/"+link).want(t, 410, "sudah dipakai")

	if to := s.get("/").want(t, 303).header.Get("Location"); to != "/kantor/akun/kode" {
		t.Fatalf("without a second factor sent to %s", to)
	}
	p := s.get("/akun/kode").want(t, 200, "Data warga perlu dijaga", "<svg")
	own := regexp.MustCompile(`name="rahasia" value="(\w+)"`).FindStringSubmatch(p.body)[1]
	s.post("/akun/kode", "rahasia", own, "kode", "123456").want(t, 422, "tidak cocok")
	code, err := totp.GenerateCode(own, r.now())
	r.ok(err)
	p = s.post("/akun/kode", "rahasia", own, "kode", code).want(t, 200, "Kode cadangan")
	if n := len(regexp.MustCompile(`<li>[A-Z2-7]{12}</li>`).FindAllString(p.body, -1)); n != recoveryCodes {
		t.Errorf("%d recovery codes", n)
	}
	s.get("/").want(t, 200, "Lina")
	if second, err := r.db.MakeLink(r.context(), "", "sapa", r.now()); err == nil {
		r.stranger().get("/tautan/"+second).want(t, 410) // there is an admin
	}
}

func TestResetEndsEverything(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	s := r.as("rina")
	link, err := r.db.MakeLink(r.context(), "rina", "lina", r.now())
	r.ok(err)
	s.get("/").want(t, 303)
	r.stranger().post("/masuk", "login", "rina", "sandi", password).want(t, 401)
	n := r.stranger()
	n.get("/tautan/"+link).want(t, 200, "rina")
	r.wait(store.LinkLife)
	n.get("/tautan/"+link).want(t, 410)
	link, err = r.db.MakeLink(r.context(), "rina", "lina", r.now())
	r.ok(err)
	n.post("/tautan/"+link, "sandi", "kuda besi lompat kali", "ulang", "kuda besi lompat kali").want(t, 303)
	if to := n.get("/").want(t, 303).header.Get("Location"); to != "/kantor/akun/kode" {
		t.Errorf("sent to %s", to)
	}
}

func TestAccount(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("budi", store.RoleOfficer, "64.72")
	here, there, other := r.as("rina"), r.as("rina"), r.as("budi")
	p := here.get("/akun").want(t, 200, "Yang ini")
	ids := regexp.MustCompile(`name="sesi" value="(\w+)"`).FindAllStringSubmatch(p.body, -1)
	if len(ids) != 1 {
		t.Fatalf("%d other sign-ins", len(ids))
	}
	other.post("/akun/sesi", "sesi", ids[0][1]).want(t, 303)
	there.get("/akun").want(t, 200) // only one's own can be ended here
	here.post("/akun/sesi", "sesi", ids[0][1]).want(t, 303)
	there.get("/akun").want(t, 303)

	third := r.as("rina")
	here.post("/akun/sandi", "lama", "salah", "sandi", "kuda besi lompat kali", "ulang", "kuda besi lompat kali").want(t, 422, "tidak cocok")
	here.post("/akun/sandi", "lama", password, "sandi", "kuda besi lompat kali", "ulang", "kuda besi lompat kali").want(t, 303)
	here.get("/akun").want(t, 200)
	third.get("/akun").want(t, 303) // a new password ends all others
	if !slices.Contains(r.logged(), "rina officer.password rina") {
		t.Error("the new password is not in the audit log")
	}
}

// Who lost a phone ends all sign-ins but the own at once, also those that the page folds away.
func TestManySignIns(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.officer("rina", store.RoleOfficer, "64.72")
	r.officer("lina", store.RoleAdmin, "")
	here := r.as("rina")
	var others []*someone
	for range signInsShown + 1 {
		others = append(others, r.as("rina"))
	}
	body := here.get("/akun").want(t, 200, "2 lainnya", "Akhiri semua yang lain").body
	if first, _, _ := strings.Cut(body, "lainnya"); !strings.Contains(first, "Yang ini") {
		t.Error("one's own sign-in is not among the first")
	}
	here.post("/akun/sesi", "sesi", "lain").want(t, 303)
	for _, s := range others {
		s.get("/akun").want(t, 303)
	}
	here.get("/akun").want(t, 200).lacks(t, "lainnya")

	other, admin := r.as("rina"), r.as("lina")
	admin.get("/petugas/rina").want(t, 200, "Akhiri semua")
	admin.post("/petugas/rina/sesi", "sesi", "lain").want(t, 303)
	for _, s := range []*someone{here, other} {
		s.get("/akun").want(t, 303)
	}
	admin.get("/petugas/rina").want(t, 200, "Tidak sedang masuk")
}

func TestBackStaysHere(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{"": "/kantor/", "/kantor/permohonan?program=wrse": "/kantor/permohonan?program=wrse", "https://evil.example/": "/kantor/",
		"//evil.example/kantor/": "/kantor/", "/kantor/../x": "/kantor/", "/kantor/\\evil": "/kantor/", "/kantor/a\r\nb": "/kantor/"} {
		if got := back(to); got != want {
			t.Errorf("back(%q) = %q", to, got)
		}
	}
}
