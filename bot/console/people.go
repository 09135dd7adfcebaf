package console

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"sapa/store"
)

type peopleStore interface {
	Officers(ctx context.Context) ([]store.Officer, error)
	OfficerByLogin(ctx context.Context, login string) (store.Officer, error)
	AddOfficer(ctx context.Context, o store.Officer, by string, at time.Time) error
	ChangeOfficer(ctx context.Context, login string, role store.Role, region, by string, at time.Time) error
	DisableOfficer(ctx context.Context, login, by string, at time.Time) error
	MakeLink(ctx context.Context, login, by string, at time.Time) (secret string, err error)
}

type peopleView struct {
	Officers []store.Officer
	Fresh    store.Officer // as it was filled in
	Problem  string
}

func (v *visit) people() error {
	return v.showPeople(http.StatusOK, store.Officer{Role: store.RoleOfficer}, "")
}

func (v *visit) showPeople(status int, fresh store.Officer, problem string) error {
	all, err := v.o.Store.Officers(v.r.Context())
	if err != nil {
		return err
	}
	return v.render(status, "people", peopleView{all, fresh, problem})
}

// addOfficer adds somebody and shows the link for their password.
func (v *visit) addOfficer() error {
	o := store.Officer{Login: strings.ToLower(strings.TrimSpace(v.r.PostFormValue("login"))), Name: strings.TrimSpace(v.r.PostFormValue("nama")),
		Role: store.Role(v.r.PostFormValue("peran")), Region: v.r.PostFormValue("wilayah")}
	if o.Role == store.RoleOfficer && o.Region == "" {
		return v.showPeople(http.StatusUnprocessableEntity, o, v.say("office.people.no_region"))
	}
	err := v.o.Store.AddOfficer(v.r.Context(), o, v.officer.Login, v.now)
	switch {
	case errors.Is(err, store.ErrConflict):
		return v.showPeople(http.StatusConflict, o, v.say("office.people.taken"))
	case errors.Is(err, store.ErrInvalid):
		return v.showPeople(http.StatusUnprocessableEntity, o, v.say("office.link.login"))
	case err != nil:
		return err
	}
	return v.showLink(o.Login)
}

// showLink makes a link and shows it, once.
func (v *visit) showLink(login string) error {
	secret, err := v.o.Store.MakeLink(v.r.Context(), login, v.officer.Login, v.now)
	if err != nil {
		return err
	}
	scheme := "http"
	if encrypted(v.r) {
		scheme = "https"
	}
	return v.render(http.StatusOK, "person_link", struct {
		Login, Link string
		Days        int
	}{login, scheme + "://" + v.r.Host + LinkPath(secret), int(store.LinkLife / (24 * time.Hour))})
}

type personView struct {
	Who     store.Officer
	Self    bool // nobody changes or shuts out himself
	Factor  bool
	Ready   bool // a password was set
	SignIns signInList
	Problem string
}

func (v *visit) person() error { return v.showPerson(http.StatusOK, "") }

func (v *visit) showPerson(status int, problem string) error {
	ctx := v.r.Context()
	o, err := v.o.Store.OfficerByLogin(ctx, v.r.PathValue("login"))
	if err != nil {
		return err
	}
	view := personView{Who: o, Self: o.Login == v.officer.Login, Problem: problem}
	c, err := v.o.Store.Credentials(ctx, o.Login)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	view.Factor, view.Ready = c.Secret != "", c.Password != ""
	view.SignIns.At = "/petugas/" + o.Login + "/sesi"
	if view.SignIns.All, err = v.o.Store.SignIns(ctx, o.Login, v.now); err != nil {
		return err
	}
	return v.render(status, "person", view)
}

// another refuses what nobody may do to himself: the last admin would lock everybody out.
func (v *visit) another() error {
	if v.r.PathValue("login") == v.officer.Login {
		return refuse(http.StatusConflict, "office.people.self")
	}
	return nil
}

// changeOfficer gives somebody another role and region, and lets somebody in again who was shut out.
func (v *visit) changeOfficer() error {
	if err := v.another(); err != nil {
		return err
	}
	login, role, region := v.r.PathValue("login"), store.Role(v.r.PostFormValue("peran")), v.r.PostFormValue("wilayah")
	if role == store.RoleOfficer && region == "" {
		return v.showPerson(http.StatusUnprocessableEntity, v.say("office.people.no_region"))
	}
	err := v.o.Store.ChangeOfficer(v.r.Context(), login, role, region, v.officer.Login, v.now)
	if errors.Is(err, store.ErrInvalid) {
		return v.showPerson(http.StatusUnprocessableEntity, v.say("office.error.filter"))
	}
	if err != nil {
		return err
	}
	return v.done("/petugas/"+login, "petugas")
}

func (v *visit) disableOfficer() error {
	if err := v.another(); err != nil {
		return err
	}
	login := v.r.PathValue("login")
	if err := v.o.Store.DisableOfficer(v.r.Context(), login, v.officer.Login, v.now); err != nil {
		return err
	}
	return v.done("/petugas/"+login, "nonaktif")
}

func (v *visit) resetOfficer() error {
	if err := v.another(); err != nil {
		return err
	}
	return v.showLink(v.r.PathValue("login"))
}

func (v *visit) endSignIn() error {
	login := v.r.PathValue("login")
	if err := v.endSignIns(login); err != nil {
		return err
	}
	return v.done("/petugas/"+login, "sesi")
}
