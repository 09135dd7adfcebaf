package console

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"sapa/store"
)

// visit is one request, and who makes it.
type visit struct {
	*Console
	broadcast store.Broadcast // likewise theBroadcast
	w         http.ResponseWriter
	r         *http.Request
	now       time.Time
	signIn    store.SignIn  // zero for a stranger
	officer   store.Officer // likewise
	kase      store.Case    // what the request is about, once theCase loaded it
	picked    []store.Case  // likewise theCases
	waits     store.Ticket  // likewise theTicket
	table     store.Import  // likewise theImport

	complained store.Complaint // likewise theComplaint
}

// stranger is a visit of whoever is not signed in.
func (c *Console) stranger(w http.ResponseWriter, r *http.Request) *visit {
	return &visit{Console: c, w: w, r: r, now: c.o.Now()}
}

// serve lets in whoever a route is for, and nobody else.
func (c *Console) serve(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, max(rt.body, bodyMost))
		v := c.stranger(w, r)
		w.Header().Set("Cache-Control", "no-store")
		if err := v.admit(rt); err != nil {
			v.fail(err)
			return
		}
		if err := rt.do(v); err != nil {
			v.fail(err)
		}
	})
}

// admit decides whether the visit may go on to a route. It is the only place that does.
func (v *visit) admit(rt route) error {
	if err := v.recognise(); err != nil {
		return err
	}
	if rt.open {
		return nil
	}
	switch {
	case v.officer.Login == "":
		return errSignIn
	case !v.signIn.Whole:
		return errCode
	case rt.roles&of(v.officer.Role) == 0:
		return refuse(http.StatusForbidden, "office.error.role")
	}
	if !rt.early && !v.o.Demo {
		c, err := v.o.Store.Credentials(v.r.Context(), v.officer.Login)
		if err != nil {
			return err
		}
		if c.Secret == "" {
			return errFactor
		}
	}
	if rt.about == nil {
		return nil
	}
	region, err := rt.about(v)
	if err == nil && !inside(v.officer, region) {
		err = refuse(http.StatusForbidden, "office.error.region")
	}
	return err
}

// inside tells whether a kab/kota is an officer's: everything is that of an officer of the whole province.
func inside(o store.Officer, region string) bool {
	return region == "" || o.Region == "" || o.Region == region
}

// recognise finds out who asks. A cookie that means nothing any more is no error.
func (v *visit) recognise() error {
	secret := v.cookie()
	if secret == "" {
		return nil
	}
	s, o, err := v.o.Store.SignInOf(v.r.Context(), secret, v.now)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	v.signIn, v.officer = s, o
	return err
}

// Where somebody is sent who may not go on yet.
var (
	errSignIn = errors.New("not signed in")
	errCode   = errors.New("second factor is missing")
	errFactor = errors.New("second factor is not set up")
)

// refusal is an answer that is no success, in words for an officer.
type refusal struct {
	status int
	key    string
	args   []any // pairs of place and value
}

func (r *refusal) Error() string { return r.key }

func refuse(status int, key string, args ...any) error { return &refusal{status, key, args} }

// fail answers with what went wrong. What nobody foresaw is logged, and hidden.
func (v *visit) fail(err error) {
	var r *refusal
	switch {
	case errors.Is(err, errSignIn) && v.r.Method == http.MethodGet:
		to := Root + "/masuk"
		if back := v.r.URL.RequestURI(); back != Root+"/" {
			to += "?ke=" + url.QueryEscape(back)
		}
		v.redirect(to)
		return
	case errors.Is(err, errSignIn):
		r = &refusal{status: http.StatusUnauthorized, key: "office.error.signed_out"}
	case errors.Is(err, errCode):
		v.redirect(Root + "/masuk/kode")
		return
	case errors.Is(err, errFactor):
		v.redirect(Root + "/akun/kode")
		return
	case errors.As(err, &r):
	case errors.Is(err, store.ErrNotFound):
		r = &refusal{status: http.StatusNotFound, key: "office.error.not_found"}
	case v.r.Context().Err() != nil:
		return // nobody waits for the answer
	default:
		v.o.Log.ErrorContext(v.r.Context(), "console: request failed", "method", v.r.Method, "path", v.pattern(), "err", err)
		r = &refusal{status: http.StatusInternalServerError, key: "office.error.broken"}
	}
	if err := v.render(r.status, "error", errorPage{v.say(r.key, r.args...), r.key == "office.error.signed_out"}); err != nil {
		v.o.Log.ErrorContext(v.r.Context(), "console: the page that tells of an error failed", "err", err)
	}
}

type errorPage struct {
	Message string
	SignIn  bool // offer to sign in
}

// pattern names the route without what stands in its address.
func (v *visit) pattern() string {
	_, path, _ := strings.Cut(v.r.Pattern, " ")
	return path
}

func (v *visit) redirect(to string) {
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
}

// done goes on to a page that says what was done; the words are office.done.WHAT.
func (v *visit) done(to, what string) error {
	sep := "?"
	if strings.Contains(to, "?") {
		sep = "&"
	}
	v.redirect(Root + to + sep + "kabar=" + what)
	return nil
}

// audit notes what was looked at or done.
func (v *visit) audit(action, object, detail string) error {
	return v.o.Store.Audit(v.r.Context(), store.AuditEntry{At: v.now, By: v.officer.Login, Action: action, Object: object, Detail: detail})
}
