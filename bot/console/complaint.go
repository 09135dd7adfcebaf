package console

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"sapa/bot/casework"
	"sapa/bot/notice"
	"sapa/store"
)

// theComplaint loads the complaint that a request names, as this officer may read it.
func (v *visit) theComplaint() (string, error) {
	number, ok := store.ParseNumber(v.r.PathValue("number"))
	if !ok || !store.IsComplaint(number) {
		return "", refuse(http.StatusNotFound, "office.complaint.unknown")
	}
	var err error
	v.complained, err = v.o.Store.ComplaintFor(v.r.Context(), v.officer.Login, number)
	switch {
	case errors.Is(err, store.ErrNotFound):
		err = refuse(http.StatusNotFound, "office.complaint.unknown")
	case errors.Is(err, store.ErrForbidden):
		err = refuse(http.StatusForbidden, "office.error.region")
	}
	return v.complained.Region, err
}

// complaintView is the page of one complaint. What the citizen said is covered unless Full; who it was is not told at all
// to the office complained about.
type complaintView struct {
	Complaint store.Complaint
	Full      bool
	MayOpen   bool
	May       bool // act on it
	Mine      bool
	MayTake   bool
	Acts      []complaintAct
	Form      complaintForm
	Problem   string
}

// complaintAct is something that was done, and what became of the word about it.
type complaintAct struct {
	store.ComplaintAct
	Message delivery
}

// complaintForm is an act as it is filled in.
type complaintForm struct {
	Kind    store.ComplaintKind
	Text    string
	Lapor   string
	Key     string // makes a second click change nothing
	Preview string // the message as the citizen will read it; empty before it was asked for
}

// complaintWords are the acts that the citizen reads of.
func complaintWords() []store.ComplaintKind {
	return []store.ComplaintKind{store.ComplaintAnswer, store.ComplaintForward, store.ComplaintEnd}
}

func (v *visit) complaint() error { return v.showComplaint(http.StatusOK, complaintForm{}, "") }

func (v *visit) showComplaint(status int, f complaintForm, problem string) error {
	c := v.complained
	if f.Key == "" {
		f.Key = rand.Text()
	}
	view := complaintView{Complaint: c, Form: f, Problem: problem, Mine: c.Officer == v.officer.Login}
	view.MayOpen = of(v.officer.Role)&(petugas|penyelia) != 0
	view.Full = view.MayOpen && v.signIn.Opened(c.Number, v.now)
	view.May = view.MayOpen && c.Status != store.ComplaintClosed
	view.MayTake = view.May && !view.Mine && (c.Officer == "" || of(v.officer.Role)&penyelia != 0)
	detail := "full"
	if !view.Full {
		detail = "masked"
		view.Complaint = veiled(c)
	}
	var err error
	if view.Acts, err = v.complaintActs(v.r.Context()); err != nil {
		return err
	}
	if err := v.audit("complaint.view", c.Number, detail); err != nil {
		return err
	}
	return v.render(status, "complaint", view)
}

// veiled hides what a citizen said.
func veiled(c store.Complaint) store.Complaint {
	c.Name = store.MaskName(c.Name)
	for _, words := range []*string{&c.What, &c.Where, &c.Office, &c.When} {
		if *words != "" {
			*words = "****"
		}
	}
	return c
}

func (v *visit) complaintActs(ctx context.Context) ([]complaintAct, error) {
	acts, err := v.o.Store.ComplaintActs(ctx, v.complained.Number)
	if err != nil {
		return nil, err
	}
	said, err := v.said(ctx, v.complained.Number)
	out := make([]complaintAct, len(acts))
	for i, a := range acts {
		out[len(acts)-1-i] = complaintAct{a, said[a.Event()]}
	}
	return out, err
}

// openComplaint shows what was said to this browser for a while. It is a click, and stands in the audit log.
func (v *visit) openComplaint() error {
	return v.complaintInFull(v.complained.Number)
}

func (v *visit) closeComplaint() error { return v.complaintInFull("") }

func (v *visit) complaintInFull(number string) error {
	if err := v.o.Store.OpenInFull(v.r.Context(), v.signIn.ID, number, v.officer.Login, v.now.Add(openFor), v.now); err != nil {
		return err
	}
	v.redirect(Root + "/pengaduan/" + v.complained.Number)
	return nil
}

// actOnComplaint takes a complaint, notes its number at SP4N-LAPOR!, or first shows what the citizen would read and then
// answers, forwards or ends it.
func (v *visit) actOnComplaint() error {
	f := complaintForm{Kind: store.ComplaintKind(v.r.PostFormValue("tindakan")), Text: strings.TrimSpace(v.r.PostFormValue("kata")),
		Lapor: strings.TrimSpace(v.r.PostFormValue("lapor")), Key: v.r.PostFormValue("kunci")}
	a := store.ComplaintAct{Key: f.Key, Number: v.complained.Number, Kind: f.Kind, Text: f.Text, By: v.officer.Login, At: v.now}
	switch f.Kind {
	case store.ComplaintTake:
		a.Text = ""
	case store.ComplaintLapor:
		a.Text = f.Lapor
	case store.ComplaintAnswer, store.ComplaintForward, store.ComplaintEnd:
		switch {
		case len(f.Text) > noteMost:
			return v.showComplaint(http.StatusUnprocessableEntity, f, v.say("office.decide.note_long", "n", noteMost))
		case f.Text == "":
			return v.showComplaint(http.StatusUnprocessableEntity, f, v.say("office.complaint.lacks."+string(f.Kind)))
		case v.complained.Status == store.ComplaintClosed:
			return v.showComplaint(http.StatusConflict, complaintForm{}, v.say("office.complaint.ended"))
		case v.r.PostFormValue("langkah") != "kirim":
			f.Preview = v.reply(notice.Complaint(a))
			return v.showComplaint(http.StatusOK, f, "")
		}
	default:
		return v.showComplaint(http.StatusUnprocessableEntity, f, v.say("office.complaint.choose"))
	}
	return v.acted(f, casework.ActOnComplaint(v.r.Context(), v.o.Store, a))
}

// acted goes on to the complaint, or says what stood in the way; what was filled in stays.
func (v *visit) acted(f complaintForm, err error) error {
	var taken *store.TakenError
	switch {
	case errors.Is(err, casework.ErrLapor), errors.Is(err, casework.ErrLacks):
		return v.showComplaint(http.StatusUnprocessableEntity, f, v.say("office.complaint.bad_lapor"))
	case errors.As(err, &taken):
		return v.showComplaint(http.StatusConflict, complaintForm{}, v.say("office.complaint.taken", "oleh", taken.By))
	case errors.Is(err, store.ErrForbidden):
		return refuse(http.StatusForbidden, "office.error.region")
	case errors.Is(err, store.ErrConflict):
		if _, err := v.theComplaint(); err != nil {
			return err
		}
		return v.showComplaint(http.StatusConflict, complaintForm{}, v.say("office.complaint.ended"))
	case err != nil:
		return err
	}
	if slices.Contains(complaintWords(), f.Kind) {
		return v.done("/pengaduan/"+v.complained.Number, "aduan_kabar")
	}
	return v.done("/pengaduan/"+v.complained.Number, "aduan")
}

// complaintFile serves a photo of a complaint, while it is open in full; never to the office complained about, as it may show
// who complains.
func (v *visit) complaintFile() error {
	if v.complained.Hidden {
		return refuse(http.StatusForbidden, "office.complaint.hidden_files")
	}
	return v.serveFile("complaint.file", v.complained.Number, v.complained.Files)
}
