package console

import (
	"context"
	"errors"
	"net/http"
	"time"

	"sapa/store"
)

type accountStore interface {
	factorStore
	chatStore
	SetPassword(ctx context.Context, login, hash, keep string, at time.Time) error
	SignIns(ctx context.Context, login string, now time.Time) ([]store.SignIn, error)
}

type accountView struct {
	SignIns  signInList
	Factor   bool
	Recovery int
	Problem  string
	Least    int
	Chats    bool   // may have a chat linked
	Chatted  bool   // and has
	Code     string // that links one, just made
	Minutes  int    // that the code is good for
}

func (v *visit) account() error { return v.showAccount(http.StatusOK, "") }

func (v *visit) showAccount(status int, problem string) error {
	return v.showAccountWith(status, problem, "")
}

func (v *visit) showAccountWith(status int, problem, code string) error {
	ctx := v.r.Context()
	c, err := v.o.Store.Credentials(ctx, v.officer.Login)
	if err != nil {
		return err
	}
	all, err := v.o.Store.SignIns(ctx, v.officer.Login, v.now)
	if err != nil {
		return err
	}
	chatted, err := v.chatted(ctx)
	if err != nil {
		return err
	}
	return v.render(status, "account", accountView{Chats: of(v.officer.Role)&(petugas|penyelia) != 0, Chatted: chatted, Code: code, Minutes: int(store.ChatCodeLife.Minutes()),
		SignIns: signInList{All: all, This: v.signIn.ID, At: "/akun/sesi"}, Factor: c.Secret != "", Recovery: c.Recovery,
		Problem: problem, Least: passwordLeast})
}

// changePassword takes the old password and a new one, and ends the officer's other sign-ins.
func (v *visit) changePassword() error {
	ctx := v.r.Context()
	if wait, err := v.barred(v.officer.Login); err != nil || wait != "" {
		return errors.Join(err, v.showAccount(http.StatusTooManyRequests, wait))
	}
	c, err := v.o.Store.Credentials(ctx, v.officer.Login)
	if err != nil {
		return err
	}
	ok, err := v.hasher.fits(ctx, v.r.PostFormValue("lama"), c.Password)
	if err != nil {
		return err
	}
	if !ok {
		err := v.o.Store.SignInFailed(ctx, v.officer.Login, address(v.r), v.now)
		return errors.Join(err, v.showAccount(http.StatusUnprocessableEntity, v.say("office.account.wrong")))
	}
	if key := weak(v.r.PostFormValue("sandi"), v.r.PostFormValue("ulang"), v.officer.Login); key != "" {
		return v.showAccount(http.StatusUnprocessableEntity, v.say(key, "n", passwordLeast))
	}
	hash, err := v.hasher.hash(ctx, v.r.PostFormValue("sandi"))
	if err != nil {
		return err
	}
	if err := v.o.Store.SetPassword(ctx, v.officer.Login, hash, v.signIn.ID, v.now); err != nil {
		return err
	}
	return v.done("/akun", "sandi")
}

func (v *visit) endOwnSignIn() error {
	if err := v.endSignIns(v.officer.Login); err != nil {
		return err
	}
	return v.done("/akun", "sesi")
}
