package console

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"sapa/store"
)

type signInStore interface {
	Credentials(ctx context.Context, login string) (store.Credentials, error)
	BeginSignIn(ctx context.Context, s store.SignIn) (secret string, err error)
	SignInOf(ctx context.Context, secret string, now time.Time) (store.SignIn, store.Officer, error)
	EndSignIn(ctx context.Context, id, login, by string, at time.Time) error
	SignInFailed(ctx context.Context, login, address string, at time.Time) error
	SignInBarred(ctx context.Context, login, address string, now time.Time) (until time.Time, err error)
	ForgiveSignIn(ctx context.Context, login string) error
}

// DemoPassword opens the ready-made logins of a demonstration.
const DemoPassword = "sapa-demo-2026"

// DemoLogins are the ready-made logins, one for each role, and a second penyelia, as a broadcast takes two.
func DemoLogins() []store.Officer {
	return []store.Officer{
		{Login: "petugas", Name: "Rina Contoh", Role: store.RoleOfficer, Region: "64.72"},
		{Login: "penyelia", Name: "Yusuf Contoh", Role: store.RoleSupervisor},
		{Login: "penyelia2", Name: "Dewi Contoh", Role: store.RoleSupervisor},
		{Login: "admin", Name: "Lina Contoh", Role: store.RoleAdmin},
		{Login: "auditor", Name: "Bagus Contoh", Role: store.RoleAuditor},
	}
}

type signInView struct {
	Login, Back, Problem string
	Demo                 []store.Officer
	DemoPassword         string
}

func (v *visit) signInPage() error {
	if v.signIn.Whole {
		v.redirect(Root + "/")
		return nil
	}
	return v.showSignIn(http.StatusOK, signInView{Back: v.r.URL.Query().Get("ke")})
}

func (v *visit) showSignIn(status int, view signInView) error {
	if v.o.Demo {
		view.Demo, view.DemoPassword = DemoLogins(), DemoPassword
	}
	return v.render(status, "signin", view)
}

// signInWithPassword takes login and password. Whether the login exists cannot be told from the answer.
func (v *visit) signInWithPassword() error {
	ctx := v.r.Context()
	login := strings.ToLower(strings.TrimSpace(v.r.PostFormValue("login")))
	view := signInView{Login: login, Back: v.r.PostFormValue("ke")}
	if wait, err := v.barred(login); err != nil || wait != "" {
		view.Problem = wait
		return errors.Join(err, v.showSignIn(http.StatusTooManyRequests, view))
	}
	c, err := v.o.Store.Credentials(ctx, login)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if c.Example && !v.o.Demo {
		c = store.Credentials{} // everybody can read that password
	}
	ok, err := v.hasher.fits(ctx, v.r.PostFormValue("sandi"), c.Password)
	if err != nil {
		return err
	}
	if !ok {
		if err := v.o.Store.SignInFailed(ctx, login, address(v.r), v.now); err != nil {
			return err
		}
		view.Problem = v.say("office.signin.wrong")
		return v.showSignIn(http.StatusUnauthorized, view)
	}
	if c.Secret != "" {
		if err := v.begin(login, false); err != nil {
			return err
		}
		return v.showCode(http.StatusOK, codeView{Back: view.Back})
	}
	if err := v.o.Store.ForgiveSignIn(ctx, login); err != nil {
		return err
	}
	if err := v.begin(login, true); err != nil {
		return err
	}
	v.redirect(back(view.Back))
	return nil
}

// barred says, in words, until when nobody may try to sign in; empty when one may.
func (v *visit) barred(login string) (string, error) {
	until, err := v.o.Store.SignInBarred(v.r.Context(), login, address(v.r), v.now)
	if err != nil || until.IsZero() {
		return "", err
	}
	return v.say("office.signin.barred", "jam", v.pages().clock(until)), nil
}

// begin signs a browser in, and ends the half sign-in that it had.
func (v *visit) begin(login string, whole bool) error {
	ctx := v.r.Context()
	if v.signIn.ID != "" {
		if err := v.o.Store.EndSignIn(ctx, v.signIn.ID, "", v.signIn.Login, v.now); err != nil {
			return err
		}
	}
	secret, err := v.o.Store.BeginSignIn(ctx, store.SignIn{Login: login, Began: v.now, Seen: v.now, Whole: whole,
		Address: address(v.r), Browser: cut(v.r.UserAgent(), 200)})
	if err != nil {
		return err
	}
	v.setCookie(secret)
	return nil
}

func cut(s string, most int) string {
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "")
	}
	return s
}

// back is where somebody goes on after signing in: a page of ours, or the first one.
func back(to string) string {
	if !strings.HasPrefix(to, Root+"/") || strings.ContainsAny(to, "\\\r\n") || strings.Contains(to, "..") {
		return Root + "/"
	}
	return to
}

func (v *visit) signOut() error {
	if err := v.o.Store.EndSignIn(v.r.Context(), v.signIn.ID, "", v.officer.Login, v.now); err != nil {
		return err
	}
	v.setCookie("")
	v.redirect(Root + "/masuk?kabar=keluar")
	return nil
}
