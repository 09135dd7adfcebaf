package console

import (
	"context"
	"errors"
	"net/http"
	"time"

	"sapa/bot/casework"
	"sapa/conversations"
	"sapa/store"
)

type caseStore interface {
	casework.PastStore
	CaseByNumber(ctx context.Context, number string) (store.Case, error)
	CaseEvents(ctx context.Context, number string) ([]store.CaseEvent, error)
	Updates(ctx context.Context, number string) ([]store.Update, error)
	CaseLog(ctx context.Context, number string) ([]store.CaseEvent, error)
	CasesOfFile(ctx context.Context, file string) ([]store.CaseHead, error)
	Talk(ctx context.Context, contact conversations.ContactID, limit int) ([]store.Utterance, error)
	Contact(ctx context.Context, id conversations.ContactID) (store.Contact, error)
	NextCase(ctx context.Context, n store.Next) (number string, err error)
	OpenInFull(ctx context.Context, id, number, by string, until, at time.Time) error
}

// openFor is how long the personal data of a case stays in full sight after the click.
const openFor = 15 * time.Minute

// theCase loads the case that a request names.
func (v *visit) theCase() (string, error) {
	number, ok := store.ParseNumber(v.r.PathValue("number"))
	if !ok {
		return "", refuse(http.StatusNotFound, "office.error.no_case")
	}
	var err error
	v.kase, err = v.o.Store.CaseByNumber(v.r.Context(), number)
	if errors.Is(err, store.ErrNotFound) {
		err = refuse(http.StatusNotFound, "office.error.no_case")
	}
	return v.kase.Region, err
}

// caseView is the page of one case. Person, answers and talk are masked unless Full.
type caseView struct {
	Case      store.CaseHead
	Full      bool
	MayOpen   bool
	Person    store.Person
	Applicant *store.Person
	Group     string
	Village   string
	Answers   []answer
	Estimate  estimate
	DTSEN     string // what the extracts that were taken in say
	Absent    bool   // they say that the person is not registered
	Warnings  []warning
	Files     []caseFile
	Lacking   []lacking
	Given     *store.Disbursement
	Events    []event
	Talk      []line
	Late      bool // due, and not moved on
	Stopped   bool // the contact wants no news
	Form      decideForm
	Work      workView
	Objection *objectionView
	Next      string // number of the case that waits after this one
	Problem   string
}

func (v *visit) casePage() error { return v.showCase(http.StatusOK, decideForm{}, "") }

// showCase shows the case as it stands, with a decision as it was filled in and what was wrong with it.
func (v *visit) showCase(status int, form decideForm, problem string) error {
	return v.showWith(status, shown{form: form, problem: problem})
}

// shown is what was filled in on a case's page, and what was wrong with it.
type shown struct {
	form      decideForm
	objection objectionView
	problem   string
}

func (v *visit) showWith(status int, s shown) error {
	ctx, c := v.r.Context(), v.kase
	view := caseView{Case: c.CaseHead, Group: c.Group, Problem: s.problem}
	view.Late = v.late(c.CaseHead)
	view.MayOpen = of(v.officer.Role)&(petugas|penyelia) != 0
	view.Full = view.MayOpen && v.signIn.Opened(c.Number, v.now)
	view.Form = v.form(s.form)
	var err error
	if view.Work, err = v.work(ctx); err != nil {
		return err
	}
	if view.Objection, err = v.objection(ctx, s.objection, view.Full); err != nil {
		return err
	}
	if view.Next, err = v.next(); err != nil {
		return err
	}
	if err := v.fillPerson(ctx, &view); err != nil {
		return err
	}
	if err := v.fillHistory(ctx, &view); err != nil {
		return err
	}
	detail := "masked"
	if view.Full {
		detail = "full"
	}
	if err := v.audit("case.view", c.Number, detail); err != nil {
		return err
	}
	return v.render(status, "case", view)
}

func (v *visit) fillPerson(ctx context.Context, view *caseView) (err error) {
	c := v.kase
	view.Person, view.Applicant, view.Village = c.Person, c.Applicant, c.Village
	if !view.Full {
		view.Person, view.Village = c.Person.Masked(), ""
		view.Group = store.MaskName(c.Group)
		if c.Applicant != nil {
			masked := c.Applicant.Masked()
			view.Applicant = &masked
		}
	}
	if view.Answers, err = v.answers(ctx, view.Full); err != nil {
		return err
	}
	view.Estimate = v.estimate(view.Full)
	past, err := casework.PastOf(ctx, v.o.Store, c)
	if err != nil {
		return err
	}
	if c.Person.NIK != "" {
		view.DTSEN, view.Absent = v.o.Words.Words(casework.RegistrationText(past.Registration)), past.Registration.Known && !past.Registration.Listed
	}
	if view.Warnings, err = v.warnings(ctx, past); err != nil {
		return err
	}
	if view.Lacking, err = v.lacking(ctx, view.Full); err != nil {
		return err
	}
	if view.Given, err = v.wasGiven(ctx, view.Full); err != nil {
		return err
	}
	view.Files, err = v.files(ctx, view.Lacking)
	return err
}

// caseFile is a photo or document of a case, and what it was sent for.
type caseFile struct {
	Place int
	Name  string // empty: with the application
}

func (v *visit) files(ctx context.Context, asked []lacking) ([]caseFile, error) {
	all, err := v.o.Store.CaseFiles(ctx, v.kase.Number)
	var out []caseFile
	for i, f := range all {
		file := caseFile{Place: i + 1}
		for _, l := range asked {
			if l.Item == f.Item {
				file.Name = l.Name
			}
		}
		out = append(out, file)
	}
	return out, err
}

func (v *visit) fillHistory(ctx context.Context, view *caseView) error {
	var err error
	if view.Events, err = v.events(ctx, view.Full); err != nil {
		return err
	}
	if view.Full {
		talk, err := v.o.Store.Talk(ctx, v.kase.Contact, talkMost)
		if err != nil {
			return err
		}
		view.Talk = v.lines(talk)
	}
	contact, err := v.o.Store.Contact(ctx, v.kase.Contact)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	view.Stopped = !contact.Stopped.IsZero()
	return nil
}

// unmask shows the personal data of this case to this browser for a while. It is a click, and stands in the audit log.
func (v *visit) unmask() error {
	if err := v.o.Store.OpenInFull(v.r.Context(), v.signIn.ID, v.kase.Number, v.officer.Login, v.now.Add(openFor), v.now); err != nil {
		return err
	}
	v.redirect(Root + "/permohonan/" + v.kase.Number)
	return nil
}

func (v *visit) mask() error {
	if err := v.o.Store.OpenInFull(v.r.Context(), v.signIn.ID, "", v.officer.Login, v.now, v.now); err != nil {
		return err
	}
	v.redirect(Root + "/permohonan/" + v.kase.Number)
	return nil
}

// receipt is a page for printing.
func (v *visit) receipt() error {
	events, err := v.o.Store.CaseEvents(v.r.Context(), v.kase.Number)
	if err != nil {
		return err
	}
	if err := v.audit("case.print", v.kase.Number, ""); err != nil {
		return err
	}
	return v.render(http.StatusOK, "receipt", struct {
		Case   store.CaseHead
		Person store.Person
		Group  string
		Events []store.CaseEvent
		Now    time.Time
	}{v.kase.CaseHead, v.kase.Person.Masked(), v.kase.Group, events, v.now})
}
