package console

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"sapa/store"
)

type linkStore interface {
	LinkFor(ctx context.Context, secret string, now time.Time) (login string, err error)
	SpendLink(ctx context.Context, secret, hash string, first store.Officer, at time.Time) (login string, err error)
}

// LinkPath is where a link that sets a password leads, below the server's address.
func LinkPath(secret string) string { return Root + "/tautan/" + secret }

type linkView struct {
	First       bool // the first admin names himself
	Login, Name string
	Problem     string
	Least       int
}

func (v *visit) linkPage() error {
	login, err := v.linkFor()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, "link", linkView{First: login == "", Login: login, Least: passwordLeast})
}

func (v *visit) linkFor() (string, error) {
	login, err := v.o.Store.LinkFor(v.r.Context(), v.r.PathValue("secret"), v.now)
	if errors.Is(err, store.ErrNotFound) {
		err = refuse(http.StatusGone, "office.link.gone")
	}
	return login, err
}

// spendLink sets the password and signs in.
func (v *visit) spendLink() error {
	ctx := v.r.Context()
	login, err := v.linkFor()
	if err != nil {
		return err
	}
	view := linkView{First: login == "", Login: login, Name: strings.TrimSpace(v.r.PostFormValue("nama")), Least: passwordLeast}
	if view.First {
		view.Login = strings.ToLower(strings.TrimSpace(v.r.PostFormValue("login")))
	}
	password := v.r.PostFormValue("sandi")
	if key := weak(password, v.r.PostFormValue("ulang"), view.Login); key != "" {
		view.Problem = v.say(key, "n", passwordLeast)
		return v.render(http.StatusUnprocessableEntity, "link", view)
	}
	hash, err := v.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	login, err = v.o.Store.SpendLink(ctx, v.r.PathValue("secret"), hash, store.Officer{Login: view.Login, Name: view.Name}, v.now)
	switch {
	case errors.Is(err, store.ErrInvalid), errors.Is(err, store.ErrConflict):
		view.Problem = v.say("office.link.login")
		return v.render(http.StatusUnprocessableEntity, "link", view)
	case errors.Is(err, store.ErrNotFound):
		return refuse(http.StatusGone, "office.link.gone")
	case err != nil:
		return err
	}
	if err := v.begin(login, true); err != nil {
		return err
	}
	v.redirect(Root + "/")
	return nil
}
