package console

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"sapa/bot/casework"
	"sapa/bot/sheet"
	"sapa/store"
)

type exportStore = casework.ExportStore

// exportView is the page that asks why a list is taken away, and in what form.
type exportView struct {
	Filter  store.CaseFilter
	Days    string // only cases older than this
	Back    string // address of the list
	To      string // of the table, masked
	ToFull  string // of the table in full
	MayFull bool
	Full    bool // the form that was filled in
	Reason  string
	Format  sheet.Format
	Least   int
	Most    int
	Problem string
}

func (v *visit) exportPage() error {
	return v.showExport(http.StatusOK, exportView{Format: sheet.XLSX})
}

func (v *visit) showExport(status int, view exportView) error {
	var err error
	if view.Filter, err = v.filter(); err != nil {
		return err
	}
	view.Days = v.r.URL.Query().Get("umur")
	view.Back, view.To, view.ToFull = v.listAt("/permohonan"), v.listAt("/permohonan/ekspor"), v.listAt("/permohonan/ekspor/lengkap")
	view.MayFull = v.officer.Exports(view.Filter.Region, true) == nil
	view.Least, view.Most = casework.ReasonLeast, casework.ReasonMost
	return v.render(status, "export", view)
}

// listAt is a path below Root with what of this address chooses cases.
func (v *visit) listAt(path string) string {
	q, out := v.r.URL.Query(), url.Values{}
	for _, name := range []string{"program", "wilayah", "status", "tahun", "umur", "oleh", "urut", "lewat"} {
		if s := q.Get(name); s != "" {
			out.Set(name, s)
		}
	}
	if len(out) == 0 {
		return Root + path
	}
	return Root + path + "?" + out.Encode()
}

func (v *visit) exportMasked() error { return v.export(false) }

// exportFull gives the personal data too; the route is for penyelia alone, and the box must be ticked.
func (v *visit) exportFull() error { return v.export(true) }

func (v *visit) export(full bool) error {
	f, err := v.filter()
	if err != nil {
		return err
	}
	view := exportView{Full: full, Reason: strings.TrimSpace(v.r.PostFormValue("alasan")), Format: sheet.Format(v.r.PostFormValue("bentuk"))}
	if !view.Format.Valid() {
		view.Format = sheet.XLSX
	}
	if full && v.r.PostFormValue("sadar") == "" {
		view.Problem = v.say("office.export.tick")
		return v.showExport(http.StatusUnprocessableEntity, view)
	}
	e := casework.Export{By: v.officer.Login, Reason: view.Reason, Full: full, Format: view.Format, Filter: f,
		Now: v.o.Now, Place: v.o.Place, Words: func(key string) string { return v.say(key) }}
	w := &attachment{w: v.w, mime: view.Format.Mime(), name: fmt.Sprintf("permohonan-%s%s.%s", v.now.In(v.o.Place).Format(time.DateOnly), suffix(full), view.Format)}
	_, err = e.Write(v.r.Context(), v.o.Store, w)
	switch {
	case errors.Is(err, casework.ErrReason):
		view.Problem = v.say("office.export.bad_reason", "n", casework.ReasonLeast, "m", casework.ReasonMost)
		return v.showExport(http.StatusUnprocessableEntity, view)
	case err != nil && w.begun:
		v.o.Log.ErrorContext(v.r.Context(), "console: an export ended half-way", "err", err)
		panic(http.ErrAbortHandler) // the browser must not take half a list for the whole
	}
	return err
}

func suffix(full bool) string {
	if full {
		return "-lengkap"
	}
	return ""
}

// attachment is an answer for saving. It becomes one with its first byte: until then a page can still tell what is wrong.
type attachment struct {
	w          http.ResponseWriter
	mime, name string
	begun      bool
}

func (a *attachment) Write(p []byte) (int, error) {
	if !a.begun {
		a.begun = true
		h := a.w.Header()
		h.Set("Content-Type", a.mime)
		h.Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", a.name))
	}
	return a.w.Write(p)
}
