package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"sapa/bot/imports"
	"sapa/bot/sheet"
	"sapa/store"
)

type importStore interface {
	Import(ctx context.Context, id int64) (store.Import, error)
	Imports(ctx context.Context, region string, limit int) ([]store.Import, error)
}

// Importer takes in tables.
type Importer interface {
	Check(ctx context.Context, u imports.Upload) (store.Import, error)
	Confirm(ctx context.Context, id int64, by string) error
	Drop(ctx context.Context, id int64, by string) error
}

// tableMost bounds a form with a table, in bytes.
const tableMost = imports.FileMost + 1<<20

type importsView struct {
	Imports []store.Import
	Kinds   []importKind
	Kind    store.ImportKind // as it was filled in
	AsOf    string
	Today   string
	Problem string
}

// importKind is what this officer may take in, and the columns it has.
type importKind struct {
	Kind          store.ImportKind
	Needed, Other []imports.Column
}

// importsShown is how many imports are listed.
const importsShown = 30

func (v *visit) imports() error { return v.showImports(http.StatusOK, importsView{}) }

func (v *visit) showImports(status int, view importsView) error {
	all, err := v.o.Store.Imports(v.r.Context(), v.officer.Region, importsShown)
	if err != nil {
		return err
	}
	for _, i := range all {
		if v.officer.Imports(i.Kind) == nil {
			view.Imports = append(view.Imports, i)
		}
	}
	for _, k := range store.ImportKinds() {
		if v.officer.Imports(k) == nil {
			needed, other := imports.Columns(k)
			view.Kinds = append(view.Kinds, importKind{k, needed, other})
		}
	}
	if view.Today = v.now.In(v.o.Place).Format(time.DateOnly); view.Kind == "" {
		view.Kind = view.Kinds[0].Kind
	}
	return v.render(status, "imports", view)
}

// upload checks a table and leads to what was found. Nothing of it is saved.
func (v *visit) upload() error {
	u, err := v.uploaded()
	if err != nil {
		return err
	}
	view := importsView{Kind: u.Kind, AsOf: u.AsOf}
	if len(u.Data) == 0 {
		view.Problem = v.say("office.import.no_file")
		return v.showImports(http.StatusUnprocessableEntity, view)
	}
	if !u.Kind.Known() {
		return refuse(http.StatusBadRequest, "office.error.filter")
	}
	if v.officer.Imports(u.Kind) != nil {
		return refuse(http.StatusForbidden, "office.error.role")
	}
	im, err := v.o.Importer.Check(v.r.Context(), u)
	if view.Problem = v.unread(err); view.Problem != "" {
		return v.showImports(http.StatusUnprocessableEntity, view)
	}
	if err != nil {
		return err
	}
	v.redirect(Root + "/impor/" + strconv.FormatInt(im.ID, 10))
	return nil
}

// uploaded reads the form, its file straight into memory: the usual way would put it on the disk in clear.
func (v *visit) uploaded() (imports.Upload, error) {
	u := imports.Upload{By: v.officer.Login, Region: v.officer.Region}
	if kind, _, _ := mime.ParseMediaType(v.r.Header.Get("Content-Type")); kind != "multipart/form-data" {
		return u, nil // a form without a file
	}
	form, err := v.r.MultipartReader()
	if err != nil {
		return u, refuse(http.StatusBadRequest, "office.error.filter")
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err == nil {
			err = readPart(part, &u)
		}
		if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
			return u, refuse(http.StatusRequestEntityTooLarge, "office.import.too_big", "n", imports.FileMost>>20)
		}
		if err != nil {
			return u, refuse(http.StatusBadRequest, "office.error.filter")
		}
	}
}

func readPart(part *multipart.Part, u *imports.Upload) error {
	data, err := io.ReadAll(part)
	switch part.FormName() {
	case "jenis":
		u.Kind = store.ImportKind(data)
	case "per":
		u.AsOf = strings.TrimSpace(string(data))
	case "berkas":
		u.Data, u.Name = data, cut(filepath.Base(part.FileName()), nameShown)
	}
	return err
}

// nameShown is how much of the name of a file is kept, in bytes.
const nameShown = 120

// unread says why a table cannot be read; nothing for another error.
func (v *visit) unread(err error) string {
	var heading *imports.HeadingError
	switch {
	case errors.As(err, &heading):
		var names []string
		for _, c := range heading.Missing {
			names = append(names, v.say("office.column."+string(c)))
		}
		return v.say("office.import.heading", "kolom", strings.Join(names, ", "))
	case errors.Is(err, imports.ErrNoRows):
		return v.say("office.import.no_rows")
	case errors.Is(err, sheet.ErrNotTable):
		return v.say("office.import.no_table")
	case errors.Is(err, imports.ErrTooBig):
		return v.say("office.import.too_big", "n", imports.FileMost>>20)
	case errors.Is(err, sheet.ErrTooLong):
		return v.say("office.import.too_long", "n", sheet.RowsMost)
	case errors.Is(err, imports.ErrDay):
		return v.say("office.import.no_day")
	}
	return ""
}

// theImport loads the import that a request names.
func (v *visit) theImport() (string, error) {
	id, err := strconv.ParseInt(v.r.PathValue("id"), 10, 64)
	if err != nil {
		return "", refuse(http.StatusNotFound, "office.import.gone")
	}
	if v.table, err = v.o.Store.Import(v.r.Context(), id); errors.Is(err, store.ErrNotFound) {
		err = refuse(http.StatusNotFound, "office.import.gone")
	}
	if err != nil {
		return "", err
	}
	if v.officer.Imports(v.table.Kind) != nil {
		return "", refuse(http.StatusForbidden, "office.error.role")
	}
	if v.officer.Region != "" && v.table.Region == "" {
		return "", refuse(http.StatusForbidden, "office.error.region") // a list of the whole province
	}
	return v.table.Region, nil
}

type importView struct {
	store.Import
	Sampled []imports.Column // headings of the sample
	More    bool             // there are more issues than are kept
	Already int              // good rows that were there before
	Problem string
}

func (v *visit) importPage() error { return v.showImport(http.StatusOK, "") }

func (v *visit) showImport(status int, problem string) error {
	view := importView{Import: v.table, More: len(v.table.Issues) >= store.IssuesMost, Already: v.table.Good() - v.table.Added, Problem: problem}
	view.Sampled, _ = imports.Columns(v.table.Kind)
	if v.table.State == store.ImportChecked {
		if err := v.audit("import.view", fmt.Sprintf("impor %d", v.table.ID), ""); err != nil {
			return err
		}
	}
	return v.render(status, "import", view)
}

// confirmImport saves the good rows, and goes on with one that stopped.
func (v *visit) confirmImport() error {
	err := v.o.Importer.Confirm(v.r.Context(), v.table.ID, v.officer.Login)
	return v.moved(err)
}

func (v *visit) dropImport() error {
	err := v.o.Importer.Drop(v.r.Context(), v.table.ID, v.officer.Login)
	return v.moved(err)
}

func (v *visit) moved(err error) error {
	if errors.Is(err, store.ErrConflict) {
		if _, err := v.theImport(); err != nil {
			return err
		}
		return v.showImport(http.StatusConflict, v.say("office.import.overtaken"))
	}
	if err != nil {
		return err
	}
	v.redirect(Root + "/impor/" + strconv.FormatInt(v.table.ID, 10))
	return nil
}

// letter is what a spreadsheet calls a column: 1 is A, 27 is AA.
func letter(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}
