package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sapa/bot/broadcast"
	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// attachMost is the largest photo or document of a broadcast, in bytes; listMost that of an imported list.
const (
	attachMost = 10 << 20
	uploadMost = attachMost + bodyMost
)

// pickTime is how browsers write a date with a time.
const pickTime = "2006-01-02T15:04"

type writeView struct {
	B         store.Broadcast
	Fresh     bool   // it was never saved
	Locked    string // the only kab/kota that this officer writes to
	Choices   []store.BroadcastChoice
	Calls     []string
	Places    []string
	Sources   []store.AudienceSource
	Districts []understand.Region
	Years     []int
	Look      lookView
	Problem   string
	TextMost  int
	TitleMost int
	LabelMost int
}

// has tells whether one of the words is chosen; for templates.
func has[T ~string](all []T, one string) bool {
	for _, x := range all {
		if string(x) == one {
			return true
		}
	}
	return false
}

// newBroadcast is the page to write one on, before anything is saved.
func (v *visit) newBroadcast() error {
	if v.o.Broadcasts == nil {
		return refuse(http.StatusNotFound, "siaran.tiada")
	}
	d := store.BroadcastDraft{Audience: store.Audience{Source: store.FromCases, Year: v.now.In(v.o.Place).Year()}}
	if v.officer.Region != "" {
		d.Audience.Regions = []string{v.officer.Region}
	}
	return v.showWrite(http.StatusOK, store.Broadcast{BroadcastDraft: d}, "")
}

func (v *visit) editBroadcast() error {
	if !v.broadcast.State.Open() {
		return unfit(&store.BroadcastStateError{})
	}
	return v.showWrite(http.StatusOK, v.broadcast, "")
}

func (v *visit) showWrite(status int, b store.Broadcast, problem string) error {
	year := v.now.In(v.o.Place).Year()
	view := writeView{B: b, Fresh: b.Code == "", Locked: v.officer.Region, Calls: broadcast.Calls(), Places: broadcast.Places(), Problem: problem,
		Sources: []store.AudienceSource{store.FromCases, store.FromInterests, store.FromList, store.FromAll}, Years: []int{year + 1, year, year - 1},
		TextMost: broadcast.TextMost, TitleMost: broadcast.TitleMost, LabelMost: broadcast.LabelMost}
	if view.Locked != "" {
		view.Sources = view.Sources[:2]
	}
	view.Choices = append(view.Choices, b.Choices...)
	for len(view.Choices) < broadcast.ChoicesMost {
		view.Choices = append(view.Choices, store.BroadcastChoice{})
	}
	for _, region := range store.Regions() {
		if view.Locked == "" || view.Locked == region {
			view.Districts = append(view.Districts, understand.Children(region)...)
		}
	}
	var err error
	if view.Look, err = v.lookAt(v.r.Context(), b); err != nil {
		return err
	}
	return v.render(status, "broadcast_write", view)
}

// writtenRegion is for which kab/kota a new broadcast is.
func (v *visit) writtenRegion() (string, error) {
	if v.o.Broadcasts == nil {
		return "", refuse(http.StatusNotFound, "siaran.tiada")
	}
	d, _, err := v.written(store.BroadcastDraft{})
	if err == nil && !ours(v.officer, d.Audience) {
		err = refuse(http.StatusForbidden, "office.error.region")
	}
	return "", err
}

// saveBroadcast keeps what was written, as a new draft or in place of the old, and shows what it comes to.
func (v *visit) saveBroadcast() error {
	d, problem, err := v.written(v.broadcast.BroadcastDraft)
	if err == nil && problem == "" {
		d, problem, err = v.attached(d)
	}
	if err != nil {
		return err
	}
	b := v.broadcast
	b.BroadcastDraft = d
	if problem != "" {
		return v.showWrite(http.StatusUnprocessableEntity, b, problem)
	}
	if v.broadcast.Code == "" {
		b, err = v.o.Broadcasts.Draft(v.r.Context(), v.officer.Login, d)
	} else {
		version, bad := strconv.Atoi(v.r.PostFormValue("versi"))
		if bad != nil {
			return refuse(http.StatusUnprocessableEntity, "siaran.galat.diubah")
		}
		b, err = v.o.Broadcasts.Edit(v.r.Context(), v.officer.Login, v.broadcast.Code, version, d)
	}
	if err == nil {
		err = v.imported(b)
	}
	var lacks *broadcast.DraftError
	if errors.As(err, &lacks) {
		return v.showWrite(http.StatusUnprocessableEntity, b, v.lacks(lacks)[0])
	}
	if err != nil {
		return unfit(err)
	}
	return v.done("/siaran/"+b.Code, "siaran_simpan")
}

// imported makes a list that was uploaded the audience.
func (v *visit) imported(b store.Broadcast) error {
	if b.Audience.Source != store.FromList {
		return nil
	}
	var lines io.Reader = strings.NewReader(v.r.PostFormValue("daftar"))
	if f, h, err := v.r.FormFile("berkas_daftar"); err == nil && h.Size > 0 {
		defer f.Close()
		lines = f
	} else if strings.TrimSpace(v.r.PostFormValue("daftar")) == "" {
		return nil // the list stays what it is
	}
	_, err := v.o.Broadcasts.Import(v.r.Context(), v.officer.Login, b.Code, lines)
	return err
}

// written reads the form. Before is what stood there, of which an attachment and a list stay.
func (v *visit) written(before store.BroadcastDraft) (d store.BroadcastDraft, problem string, err error) {
	if err := v.r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return d, "", refuse(http.StatusRequestEntityTooLarge, "siaran.galat.besar")
	}
	value := func(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }
	d = store.BroadcastDraft{Title: value("judul"), Text: strings.ReplaceAll(value("isi"), "\r\n", "\n"), Media: before.Media,
		Urgent: value("mendesak") != "", Channel: value("kanal_umum") != ""}
	a := store.Audience{Source: store.AudienceSource(value("sumber")), Channel: conversations.Channel(value("kanal"))}
	switch a.Source {
	case store.FromCases, store.FromInterests:
		a.Programme, a.Regions = value("program"), v.r.PostForm["wilayah"]
		a.Year, _ = strconv.Atoi(value("tahun")) // what is no number is any year
		if a.Source == store.FromCases {
			for _, s := range v.r.PostForm["status"] {
				a.Statuses = append(a.Statuses, store.Status(s))
			}
			a.Districts = v.r.PostForm["kecamatan"]
		}
	case store.FromList:
		a.List = before.Audience.List
	}
	d.Audience = a
	labels := v.r.PostForm["pilihan_kata"]
	for i, call := range v.r.PostForm["pilihan"] {
		if call != "" && i < len(labels) {
			d.Choices = append(d.Choices, store.BroadcastChoice{Call: call, Label: strings.TrimSpace(labels[i])})
		}
	}
	d.At, problem = v.planned(value("kapan"), before.At)
	return d, problem, nil
}

// planned reads when a broadcast is to begin. A time that is over is a problem, unless it stood there before.
func (v *visit) planned(text string, before time.Time) (at time.Time, problem string) {
	if text == "" {
		return at, ""
	}
	at, err := time.ParseInLocation(pickTime, text, v.o.Place)
	if err != nil || at.Before(v.now) && !at.Equal(before) {
		problem = v.say("siaran.galat.waktu")
	}
	return at, problem
}

// attached keeps the photo or document that was chosen. A photo is drawn anew, so that nothing of where it was taken goes
// out to thousands.
func (v *visit) attached(d store.BroadcastDraft) (store.BroadcastDraft, string, error) {
	if v.r.PostFormValue("tanpa_berkas") != "" {
		d.Media = nil
	}
	f, h, err := v.r.FormFile("berkas")
	if err != nil || h.Size == 0 {
		return d, "", nil // none was chosen
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, attachMost+1))
	if err != nil {
		return d, "", fmt.Errorf("read attachment: %w", err)
	}
	kind, mime := conversations.Document, http.DetectContentType(data)
	if mime != "application/pdf" {
		kind, mime = conversations.Photo, "image/jpeg"
		if data, err = redraw(data); err != nil {
			return d, v.say("siaran.galat.berkas"), nil
		}
	}
	if len(data) > attachMost {
		return d, v.say("siaran.galat.besar"), nil
	}
	id, err := v.o.Files.Put(data, mime)
	if err != nil {
		return d, "", fmt.Errorf("keep attachment: %w", err)
	}
	d.Media = &conversations.Media{Kind: kind, Ref: id, Mime: mime, Size: int64(len(data))}
	return d, "", nil
}

// attachment serves what goes before the text of a broadcast.
func (v *visit) attachment() error {
	if v.broadcast.Media == nil {
		return refuse(http.StatusNotFound, "office.error.no_file")
	}
	data, mime, err := v.o.Files.Read(v.r.Context(), v.broadcast.Media.Ref)
	if err != nil {
		return fmt.Errorf("read attachment: %w", err)
	}
	h := v.w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Content-Type", mime)
	if mime != "image/jpeg" {
		h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="siaran-%s.pdf"`, v.broadcast.Code))
	}
	_, _ = v.w.Write(data) // the browser may be gone
	return nil
}

// tryBroadcast shows what a form that is being filled in comes to, as a piece of the page.
func (v *visit) tryBroadcast() error {
	if v.o.Broadcasts == nil {
		return refuse(http.StatusNotFound, "siaran.tiada")
	}
	b := store.Broadcast{}
	if code := v.r.PostFormValue("kode"); code != "" {
		var err error
		if b, err = v.o.Broadcasts.Find(v.r.Context(), code); err != nil {
			return err
		}
	}
	before := b.BroadcastDraft
	d, _, err := v.written(before)
	if err != nil {
		return err
	}
	if v.r.PostFormValue("tanpa_berkas") != "" {
		d.Media = nil
	}
	b.BroadcastDraft = d
	if !ours(v.officer, d.Audience) || b.Code != "" && !ours(v.officer, before.Audience) {
		return refuse(http.StatusForbidden, "office.error.region")
	}
	look, err := v.lookAt(v.r.Context(), b)
	if err != nil {
		return err
	}
	return v.piece("broadcast_write", "look", look)
}

// lookAt makes what a broadcast comes to: how it is seen, by whom, until when, and what is wrong with it.
func (v *visit) lookAt(ctx context.Context, b store.Broadcast) (lookView, error) {
	look := lookView{B: b}
	if b.Code == "" {
		b.Code = unwritten
	}
	var err error
	if look.Reach, err = v.o.Broadcasts.Reach(ctx, b); err != nil {
		return look, err
	}
	var lacks *broadcast.DraftError
	if errors.As(v.o.Broadcasts.Check(b, look.Reach), &lacks) {
		look.Lacks = v.lacks(lacks)
	}
	if look.Samples, err = v.o.Broadcasts.PreviewMasked(ctx, b, samples); err != nil {
		return look, err
	}
	look.Forecast, err = v.o.Broadcasts.Forecast(ctx, b, look.Reach.Channels)
	look.Left = excluded(look.Reach)
	return look, err
}

// unwritten stands for the code of a broadcast that has none yet.
const unwritten = "XXXXXX"

// samples is how many real people of the audience a broadcast is shown for.
const samples = 2
