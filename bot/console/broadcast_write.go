package console

import (
	"errors"
	"net/http"
	"strconv"

	"sapa/bot/broadcast"
	"sapa/conversations/understand"
	"sapa/store"
)

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
