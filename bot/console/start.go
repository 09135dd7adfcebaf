package console

import (
	"context"
	"net/http"

	"sapa/store"
)

type startStore interface {
	CaseCounts(ctx context.Context, region, officer string) (map[store.Status]int, error)
}

// tile is a number with a way to what it counts, for words below "office.tile.".
type tile struct {
	Key  string
	N    int
	Path string // below Root
	Late bool
}

// overdueShown is how far a start page counts what is overdue.
const overdueShown = 1000

type startView struct {
	Late    []store.CaseHead // overdue, the longest first; at most startMost
	Tiles   []tile
	Kept    store.Kept       // promises of the last 30 days
	Waiting []store.CaseHead // what this role decides next, the longest waiting first
	Checks  []check          // what is not well; for an admin
	Acts    []auditRow       // what an auditor looks at first
}

// startMost is how many rows a start page lists.
const startMost = 10

// start shows what needs somebody now.
func (v *visit) start() error {
	var view startView
	var err error
	switch of(v.officer.Role) {
	case petugas:
		err = v.startCases(&view, store.CaseSubmitted)
	case penyelia:
		err = v.startCases(&view, store.CaseAtProvince)
	case admin:
		err = v.startAdmin(&view)
	case auditor:
		err = v.startAuditor(&view)
	}
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, "start", view)
}

// startCases is the start of whoever moves cases: next is the status that waits for them.
func (v *visit) startCases(view *startView, next store.Status) error {
	ctx, region := v.r.Context(), v.officer.Region
	all, err := v.o.Store.CaseCounts(ctx, region, "")
	if err != nil {
		return err
	}
	mine, err := v.o.Store.CaseCounts(ctx, region, v.officer.Login)
	if err != nil {
		return err
	}
	own := 0
	for s, n := range mine {
		if !s.Closed() {
			own += n
		}
	}
	of := func(s store.Status) tile {
		return tile{Key: string(s), N: all[s], Path: "/permohonan?urut=lama&status=" + string(s)}
	}
	objections, err := v.o.Store.Objections(ctx, region)
	if err != nil {
		return err
	}
	late, err := v.o.Store.Cases(ctx, store.CaseFilter{Region: region, Overdue: v.now, Oldest: true, Limit: overdueShown})
	if err != nil {
		return err
	}
	view.Late = late[:min(len(late), startMost)]
	kept, err := v.o.Store.KeptPromises(ctx, region, v.now.AddDate(0, 0, -30), v.now)
	if err != nil {
		return err
	}
	view.Kept = kept
	overdue := tile{Key: "overdue", N: len(late), Path: "/permohonan?lewat=ya&urut=lama", Late: len(late) > 0}
	taken := tile{Key: "mine", N: own, Path: "/permohonan?urut=lama&oleh=" + v.officer.Login}
	objected := tile{Key: "objections", N: len(objections), Path: "/sanggah", Late: len(objections) > 0}
	view.Tiles = []tile{overdue, of(next), taken, objected}
	for _, s := range []store.Status{store.CaseSubmitted, store.CaseAtVillage, store.CaseAtRegency, store.CaseAtProvince, store.CaseIncomplete, store.CaseWaitlisted, store.CaseApproved} {
		if s != next {
			view.Tiles = append(view.Tiles, of(s))
		}
	}
	if view.Waiting, err = v.o.Store.Cases(ctx, store.CaseFilter{Region: region, Status: next, Oldest: true, Limit: startMost}); err != nil {
		return err
	}
	return v.audit("case.list", "", "start")
}

// startAdmin tells what of the program and the office is not well.
func (v *visit) startAdmin(view *startView) error {
	checks, _, err := v.checks(v.r.Context(), false)
	for _, c := range checks {
		if c.State != "good" {
			view.Checks = append(view.Checks, c)
		}
	}
	return err
}

// startAuditor lists who opened personal data last.
func (v *visit) startAuditor(view *startView) error {
	entries, err := v.o.Store.AuditPage(v.r.Context(), store.AuditFilter{Action: "case.unmask", Limit: startMost})
	for _, e := range entries {
		view.Acts = append(view.Acts, v.auditRow(e))
	}
	return err
}
