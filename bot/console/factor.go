package console

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"sapa/store"
)

// factorStore keeps second factors.
type factorStore interface {
	SetFactor(ctx context.Context, login, secret string, codes []string, at time.Time) error
	UseStep(ctx context.Context, login string, step int64) error
	UseRecovery(ctx context.Context, login, code string, at time.Time) error
}

const (
	factorStep    = 30 * time.Second // of a code (RFC 6238)
	recoveryCodes = 8
)

type codeView struct{ Back, Problem string }

func (v *visit) codePage() error {
	if v.signIn.ID == "" || v.signIn.Whole {
		v.redirect(Root + "/masuk")
		return nil
	}
	return v.showCode(http.StatusOK, codeView{})
}

func (v *visit) showCode(status int, view codeView) error { return v.render(status, "code", view) }

// signInWithCode takes the second factor, or a recovery code in its place.
func (v *visit) signInWithCode() error {
	ctx, login := v.r.Context(), v.signIn.Login
	if v.signIn.ID == "" || v.signIn.Whole {
		v.redirect(Root + "/masuk")
		return nil
	}
	view := codeView{Back: v.r.PostFormValue("ke")}
	if wait, err := v.barred(login); err != nil || wait != "" {
		view.Problem = wait
		return errors.Join(err, v.showCode(http.StatusTooManyRequests, view))
	}
	c, err := v.o.Store.Credentials(ctx, login)
	if err != nil {
		return err
	}
	ok, err := v.proves(login, c.Secret, v.r.PostFormValue("kode"))
	if err != nil {
		return err
	}
	if !ok {
		if err := v.o.Store.SignInFailed(ctx, login, address(v.r), v.now); err != nil {
			return err
		}
		view.Problem = v.say("office.code.wrong")
		return v.showCode(http.StatusUnauthorized, view)
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

// proves tells whether a code is right and was not used before.
func (v *visit) proves(login, secret, typed string) (bool, error) {
	code := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(typed))
	if len(code) != 6 {
		err := v.o.Store.UseRecovery(v.r.Context(), login, code, v.now)
		if errors.Is(err, store.ErrNotFound) {
			return false, nil
		}
		return err == nil, err
	}
	step, ok := stepOf(secret, code, v.now)
	if !ok {
		return false, nil
	}
	err := v.o.Store.UseStep(v.r.Context(), login, step)
	if errors.Is(err, store.ErrConflict) {
		return false, nil
	}
	return err == nil, err
}

// stepOf finds the time step whose code was typed: this one, or one beside it, as clocks differ.
func stepOf(secret, code string, now time.Time) (int64, bool) {
	for _, off := range []time.Duration{0, -factorStep, factorStep} {
		at := now.Add(off)
		ok, err := totp.ValidateCustom(code, secret, at, totp.ValidateOpts{Period: uint(factorStep / time.Second), Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && ok {
			return at.Unix() / int64(factorStep/time.Second), true
		}
	}
	return 0, false
}

type factorView struct {
	Secret  string // in groups of four, for typing
	Raw     string
	QR      picture
	Problem string
	Codes   []string // recovery codes, shown once
	Must    bool     // nothing else can be done before
	Replace bool     // there is one already
}

// factorPage offers a fresh secret. It is kept only once a code from it was typed.
func (v *visit) factorPage() error {
	secret, err := newSecret()
	if err != nil {
		return err
	}
	return v.showFactor(http.StatusOK, secret, "")
}

func newSecret() (string, error) {
	k, err := totp.Generate(totp.GenerateOpts{Issuer: "Sapa", AccountName: "sapa"})
	if err != nil {
		return "", err
	}
	return k.Secret(), nil
}

func (v *visit) showFactor(status int, secret, problem string) error {
	c, err := v.o.Store.Credentials(v.r.Context(), v.officer.Login)
	if err != nil {
		return err
	}
	url := fmt.Sprintf("otpauth://totp/Sapa:%s?secret=%s&issuer=Sapa", v.officer.Login, secret)
	code, err := drawQR(url)
	if err != nil {
		return err
	}
	return v.render(status, "factor", factorView{Secret: grouped(secret), Raw: secret, QR: code, Problem: problem, Must: c.Secret == "" && !v.o.Demo, Replace: c.Secret != ""})
}

func grouped(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// setFactor keeps a secret once its code and, when there is one already, the password were typed. The secret travels in the
// form: whoever could change it there is the officer, who could type another one as well.
func (v *visit) setFactor() error {
	ctx, secret := v.r.Context(), v.r.PostFormValue("rahasia")
	step, ok := stepOf(secret, strings.ReplaceAll(v.r.PostFormValue("kode"), " ", ""), v.now)
	if len(secret) < 16 || !ok {
		fresh := secret
		if len(secret) < 16 {
			var err error
			if fresh, err = newSecret(); err != nil {
				return err
			}
		}
		return v.showFactor(http.StatusUnprocessableEntity, fresh, v.say("office.factor.wrong"))
	}
	c, err := v.o.Store.Credentials(ctx, v.officer.Login)
	if err != nil {
		return err
	}
	if c.Secret != "" {
		if wait, err := v.barred(v.officer.Login); err != nil || wait != "" {
			return errors.Join(err, v.showFactor(http.StatusTooManyRequests, secret, wait))
		}
		fits, err := v.hasher.fits(ctx, v.r.PostFormValue("sandi"), c.Password)
		if err != nil {
			return err
		}
		if !fits {
			err := v.o.Store.SignInFailed(ctx, v.officer.Login, address(v.r), v.now)
			return errors.Join(err, v.showFactor(http.StatusUnprocessableEntity, secret, v.say("office.account.wrong")))
		}
	}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		codes[i] = rand.Text()[:12]
	}
	if err := v.o.Store.SetFactor(ctx, v.officer.Login, secret, codes, v.now); err != nil {
		return err
	}
	if err := v.o.Store.UseStep(ctx, v.officer.Login, step); err != nil && !errors.Is(err, store.ErrConflict) {
		return err
	}
	return v.render(http.StatusOK, "factor", factorView{Codes: codes})
}
