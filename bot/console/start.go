package console

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"sapa/conversations"
	"sapa/store"
)

type startStore interface {
	CaseCounts(ctx context.Context, region, officer string) (map[store.Status]int, error)
	Overdue(ctx context.Context, region, officer string, now time.Time) (int, error)
	FaultsByFlow(ctx context.Context, since time.Time) (map[conversations.FlowID]int, error)
	Unready(ctx context.Context) (logins []string, err error)
	VerifyAuditEnd(ctx context.Context, rows int64) (broken int64, err error)
	AuditVerified(ctx context.Context) (store.AuditEntry, error)
}

// tile is a number with a way to what it counts, for words below "office.tile.".
type tile struct {
	What string
	N    int
	Path string // below Root
	Late bool
}

// startView is what needs somebody now. Each role has some of it.
type startView struct {
	Now      []tile           // what this officer does next
	All      []tile           // where all cases stand
	Kept     store.Kept       // promises of the last 30 days
	Late     []store.CaseHead // overdue, the longest first; at most startMost
	Waiting  []store.CaseHead // what this role decides next, the longest waiting first
	Admin    bool
	Checks   []check // what is not well
	Flows    []flowFaults
	Channels []channelRow // that are not well
	Unready  []string     // logins without password or second factor
	Chain    *chainView   // of an auditor
	Acts     []auditRow   // what an auditor looks at first
}

// flowFaults is how many talks ran into a defect of a flow.
type flowFaults struct {
	ID conversations.FlowID
	N  int
}

// chainView is the state of the audit log.
type chainView struct {
	Broken int64 // the first of the newest rows that was changed; 0: they are whole
	Last   store.AuditEntry
	Never  bool // the whole log was never walked through
	Whole  bool // the last walk found nothing
}

// startMost is how many rows a start page lists.
const startMost = 10

// chainEnd is how many of the newest rows of the audit log a start page looks through.
const chainEnd = 500

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
	if view.Now, err = v.ownTiles(ctx); err != nil {
		return err
	}
	of := func(s store.Status) tile {
		return tile{What: string(s), N: all[s], Path: "/permohonan?urut=lama&status=" + string(s)}
	}
	view.Now = slices.Insert(view.Now, 1, of(next))
	for _, s := range []store.Status{store.CaseSubmitted, store.CaseAtVillage, store.CaseAtRegency, store.CaseAtProvince, store.CaseIncomplete, store.CaseWaitlisted, store.CaseApproved} {
		if s != next {
			view.All = append(view.All, of(s))
		}
	}
	tasks, err := v.sharedTiles(ctx)
	if err != nil {
		return err
	}
	view.Now = append(view.Now, tasks...)
	if view.Late, err = v.o.Store.Cases(ctx, store.CaseFilter{Region: region, Overdue: v.now, Urgent: true, Limit: startMost}); err != nil {
		return err
	}
	if view.Kept, err = v.keptLately(ctx); err != nil {
		return err
	}
	if view.Waiting, err = v.o.Store.Cases(ctx, store.CaseFilter{Region: region, Status: next, Oldest: true, Limit: startMost}); err != nil {
		return err
	}
	return v.audit("case.list", "", "start")
}

// ownTiles count what an officer has taken.
func (v *visit) ownTiles(ctx context.Context) ([]tile, error) {
	login, region := v.officer.Login, v.officer.Region
	late, err := v.o.Store.Overdue(ctx, region, "", v.now)
	if err != nil {
		return nil, err
	}
	lateOwn, err := v.o.Store.Overdue(ctx, region, login, v.now)
	if err != nil {
		return nil, err
	}
	mine, err := v.o.Store.CaseCounts(ctx, region, login)
	own := 0
	for s, n := range mine {
		if !s.Closed() {
			own += n
		}
	}
	return []tile{{What: "overdue", N: late, Path: "/permohonan?lewat=ya", Late: late > 0},
		{What: "mine", N: own, Path: "/permohonan?urut=lama&oleh=" + login},
		{What: "mine_overdue", N: lateOwn, Path: "/permohonan?lewat=ya&oleh=" + login, Late: lateOwn > 0}}, err
}

// sharedTiles count what waits for anybody of the office: objections, talks, complaints.
func (v *visit) sharedTiles(ctx context.Context) ([]tile, error) {
	objections, err := v.o.Store.Objections(ctx, v.officer.Region)
	if err != nil {
		return nil, err
	}
	complaints, err := v.o.Store.ComplaintsOpen(ctx, v.officer.Region)
	if err != nil {
		return nil, err
	}
	out := []tile{{What: "objections", N: len(objections), Path: "/sanggah", Late: len(objections) > 0},
		{What: "complaints", N: complaints, Path: "/pengaduan"}}
	if of(v.officer.Role)&(petugas|penyelia) == 0 {
		return out, nil
	}
	tickets, err := v.o.Store.Tickets(ctx)
	waiting, mine := 0, 0
	for _, t := range tickets {
		switch {
		case t.Officer == v.officer.Login:
			mine++
		case t.Officer == "" && inside(v.officer, t.Region):
			waiting++
		}
	}
	return append(out, tile{What: "talks", N: waiting, Path: "/percakapan", Late: waiting > 0}, tile{What: "my_talks", N: mine, Path: "/percakapan"}), err
}

func (v *visit) keptLately(ctx context.Context) (store.Kept, error) {
	return v.o.Store.KeptPromises(ctx, v.officer.Region, v.now.AddDate(0, 0, -30), v.now)
}

// startAdmin tells what of the program and the office is not well.
func (v *visit) startAdmin(view *startView) error {
	ctx := v.r.Context()
	view.Admin = true
	checks, _, err := v.checks(ctx, false)
	if err != nil {
		return err
	}
	for _, c := range checks {
		if c.State != "good" {
			view.Checks = append(view.Checks, c)
		}
	}
	faults, err := v.o.Store.FaultsByFlow(ctx, v.now.Add(-faultSpan))
	if err != nil {
		return err
	}
	for id, n := range faults {
		view.Flows = append(view.Flows, flowFaults{id, n})
	}
	slices.SortFunc(view.Flows, func(a, b flowFaults) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	if v.o.Works != nil {
		view.Channels = slices.DeleteFunc(v.channels(v.o.Works), func(c channelRow) bool { return c.Tag == "good" })
	}
	view.Unready, err = v.o.Store.Unready(ctx)
	return err
}

// startAuditor tells whether the audit log is whole, what the office is behind with, and who opened personal data last.
func (v *visit) startAuditor(view *startView) error {
	ctx := v.r.Context()
	late, err := v.o.Store.Overdue(ctx, v.officer.Region, "", v.now)
	if err != nil {
		return err
	}
	tasks, err := v.sharedTiles(ctx)
	if err != nil {
		return err
	}
	view.Now = append([]tile{{What: "overdue", N: late, Path: "/permohonan?lewat=ya", Late: late > 0}}, tasks...)
	if view.Kept, err = v.keptLately(ctx); err != nil {
		return err
	}
	if view.Chain, err = v.chain(ctx); err != nil {
		return err
	}
	entries, err := v.o.Store.AuditPage(ctx, store.AuditFilter{Action: "case.unmask", Limit: startMost})
	for _, e := range entries {
		view.Acts = append(view.Acts, v.auditRow(e))
	}
	return err
}

func (v *visit) chain(ctx context.Context) (*chainView, error) {
	broken, err := v.o.Store.VerifyAuditEnd(ctx, chainEnd)
	if err != nil {
		return nil, err
	}
	c := &chainView{Broken: broken}
	c.Last, err = v.o.Store.AuditVerified(ctx)
	if c.Never = errors.Is(err, store.ErrNotFound); c.Never {
		return c, nil
	}
	c.Whole = c.Last.Detail == auditWhole
	return c, err
}
