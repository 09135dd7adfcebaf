package console

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sapa/bot/notice"
	"sapa/store"
)

type programmeStore interface {
	notice.Keeper
	ProgrammeTable(ctx context.Context, year int) ([]store.ProgrammeRow, error)
	SetWindow(ctx context.Context, programme string, regions []string, year int, open bool, by string, at time.Time) error
	SetQuota(ctx context.Context, programme string, regions []string, year, n int, by string, at time.Time) error
	Stages(ctx context.Context, programme string, year int) ([]store.Stage, error)
	SetStage(ctx context.Context, s store.Stage, by string, at time.Time) error
}

// placesMost is more than any budget has; what is above is a slip.
const placesMost = 1_000_000

type programmesView struct {
	Year  int
	Years []int
	Of    []programmeTable
}

type programmeTable struct {
	ID   string
	Rows []store.ProgrammeRow
}

// year reads the budget year that a page is about; this year when none is named.
func (v *visit) year(text string) (int, error) {
	now := v.now.In(v.o.Place).Year()
	if text == "" {
		return now, nil
	}
	y, err := strconv.Atoi(text)
	if err != nil || y < 2020 || y > now+2 {
		return 0, refuse(http.StatusBadRequest, "office.error.filter")
	}
	return y, nil
}

func (v *visit) years() []int {
	now := v.now.In(v.o.Place).Year()
	return []int{now + 1, now, now - 1, now - 2}
}

func (v *visit) programmes() error {
	year, err := v.year(v.r.URL.Query().Get("tahun"))
	if err != nil {
		return err
	}
	rows, err := v.o.Store.ProgrammeTable(v.r.Context(), year)
	if err != nil {
		return err
	}
	view := programmesView{Year: year, Years: v.years()}
	for _, p := range store.Programmes() {
		t := programmeTable{ID: p.ID}
		for _, r := range rows {
			if r.Programme == p.ID && inside(v.officer, r.Region) {
				t.Rows = append(t.Rows, r)
			}
		}
		view.Of = append(view.Of, t)
	}
	return v.render(http.StatusOK, "programmes", view)
}

type windowView struct {
	Row       store.ProgrammeRow
	Stages    []store.Stage
	Stage     store.Stage // as it was filled in
	MayOpen   bool
	MayStage  bool
	MaySee    bool // who waits
	Problem   string
	NextStage int
}

// theWindow checks which window a request is about, and gives its kab/kota.
func (v *visit) theWindow() (string, error) {
	_, err := store.ProgrammeByID(v.r.PathValue("program"))
	region := v.r.PathValue("region")
	if err != nil || !store.IsRegion(region) {
		return "", refuse(http.StatusNotFound, "office.error.not_found")
	}
	return region, nil
}

func (v *visit) window() error {
	year, err := v.year(v.r.URL.Query().Get("tahun"))
	if err != nil {
		return err
	}
	return v.showWindow(http.StatusOK, year, store.Stage{}, "")
}

func (v *visit) showWindow(status, year int, filled store.Stage, problem string) error {
	ctx, id, region := v.r.Context(), v.r.PathValue("program"), v.r.PathValue("region")
	rows, err := v.o.Store.ProgrammeTable(ctx, year)
	if err != nil {
		return err
	}
	view := windowView{Stage: filled, Problem: problem, NextStage: 1,
		MayOpen: of(v.officer.Role)&admin != 0, MayStage: of(v.officer.Role)&(admin|penyelia) != 0, MaySee: of(v.officer.Role)&admin == 0}
	for _, r := range rows {
		if r.Programme == id && r.Region == region {
			view.Row = r
		}
	}
	stages, err := v.o.Store.Stages(ctx, id, year)
	if err != nil {
		return err
	}
	for _, s := range stages {
		if s.Region == region {
			view.Stages = append(view.Stages, s)
			view.NextStage = s.Stage + 1
		}
	}
	return v.render(status, "window", view)
}

// windowPath is the page of a window after something changed.
func (v *visit) windowPath(year int) string {
	return "/program/" + v.r.PathValue("program") + "/" + v.r.PathValue("region") + "?tahun=" + strconv.Itoa(year)
}

// setWindow opens or closes; whoever asked to be told of the opening is told.
func (v *visit) setWindow() error {
	year, err := v.year(v.r.PostFormValue("tahun"))
	if err != nil {
		return err
	}
	ctx, id, regions := v.r.Context(), v.r.PathValue("program"), []string{v.r.PathValue("region")}
	open := v.r.PostFormValue("buka") == "ya"
	if err := v.o.Store.SetWindow(ctx, id, regions, year, open, v.officer.Login, v.now); err != nil {
		return err
	}
	if !open {
		return v.done(v.windowPath(year), "tutup")
	}
	if _, err := notice.Tell(ctx, v.o.Store, id, regions, year, nil, v.now); err != nil {
		return err
	}
	return v.done(v.windowPath(year), "buka")
}

func (v *visit) setQuota() error {
	year, err := v.year(v.r.PostFormValue("tahun"))
	if err != nil {
		return err
	}
	n := store.Unlimited
	if text := strings.TrimSpace(v.r.PostFormValue("kuota")); text != "" {
		if n, err = strconv.Atoi(text); err != nil || n < 0 || n > placesMost {
			return v.showWindow(http.StatusUnprocessableEntity, year, store.Stage{}, v.say("office.window.bad_quota"))
		}
	}
	if err := v.o.Store.SetQuota(v.r.Context(), v.r.PathValue("program"), []string{v.r.PathValue("region")}, year, n, v.officer.Login, v.now); err != nil {
		return err
	}
	return v.done(v.windowPath(year), "kuota")
}

// setStage writes down one stage of handing out. What stands here is what citizens are told.
func (v *visit) setStage() error {
	year, err := v.year(v.r.PostFormValue("tahun"))
	if err != nil {
		return err
	}
	s := store.Stage{Programme: v.r.PathValue("program"), Region: v.r.PathValue("region"), Year: year, Note: strings.TrimSpace(v.r.PostFormValue("catatan"))}
	good := len(s.Note) <= noteMost
	for name, to := range map[string]*int{"tahap": &s.Stage, "rencana": &s.Planned, "realisasi": &s.Realised} {
		n, err := strconv.Atoi(strings.TrimSpace(v.r.PostFormValue(name)))
		good = good && err == nil && n >= 0 && n <= placesMost
		*to = n
	}
	if day := v.r.PostFormValue("target"); day != "" {
		s.Target, err = time.ParseInLocation(time.DateOnly, day, v.o.Place)
		good = good && err == nil
	}
	if !good || s.Stage < 1 {
		return v.showWindow(http.StatusUnprocessableEntity, year, s, v.say("office.window.bad_stage"))
	}
	err = v.o.Store.SetStage(v.r.Context(), s, v.officer.Login, v.now)
	if errors.Is(err, store.ErrInvalid) {
		return v.showWindow(http.StatusUnprocessableEntity, year, s, v.say("office.window.bad_stage"))
	}
	if err != nil {
		return err
	}
	return v.done(v.windowPath(year), "tahap")
}
