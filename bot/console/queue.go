package console

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"sapa/store"
)

type queueStore interface {
	Cases(ctx context.Context, f store.CaseFilter) ([]store.CaseHead, error)
}

// pageSize is how many cases a page of the queue lists.
const pageSize = 50

// late tells whether the office should have moved a case on by now.
func (v *visit) late(h store.CaseHead) bool { return !h.Due.IsZero() && h.Due.Before(v.now) }

type queueView struct {
	Filter store.CaseFilter
	Years  []int
	Cases  []store.CaseHead
	Export string // address of the export of what is listed
	Next   string // address of the next page; empty on the last
	Locked bool   // the officer works in one kab/kota only
	May    bool   // take cases and move them on, several at once
	Me     string // login
	Days   int    // only cases older than this
	Chips  []chip
	Narrow bool // more is chosen than a chip says
	Onward []store.Status
}

// chosenRegion is the kab/kota that a list is asked for; an officer of one kab/kota who names none means that one.
func (v *visit) chosenRegion() (string, error) {
	region := v.r.URL.Query().Get("wilayah")
	if region != "" && !store.IsRegion(region) {
		return "", refuse(http.StatusBadRequest, "office.error.filter")
	}
	return region, nil
}

func (v *visit) queue() error {
	f, err := v.filter()
	if err != nil {
		return err
	}
	f.Limit = pageSize + 1
	cases, err := v.o.Store.Cases(v.r.Context(), f)
	if err != nil {
		return err
	}
	view := queueView{Filter: f, Locked: v.officer.Region != "", Cases: cases, Me: v.officer.Login, May: of(v.officer.Role)&(petugas|penyelia) != 0}
	view.Export = v.listAt("/permohonan/ekspor")
	view.Days, _ = strconv.Atoi(v.r.URL.Query().Get("umur")) // filter read it
	if f.Status != "" {
		view.Onward = store.OnwardFor(f.Status, v.officer.Role)
	}
	view.Chips, view.Narrow = v.chips()
	if len(cases) > pageSize {
		view.Cases = cases[:pageSize]
		q := v.r.URL.Query()
		q.Set("sesudah", strconv.FormatInt(view.Cases[pageSize-1].ID, 10))
		q.Del("kabar")
		view.Next = Root + "/permohonan?" + q.Encode()
	}
	for y := v.now.In(v.o.Place).Year(); y >= v.now.Year()-3; y-- {
		view.Years = append(view.Years, y)
	}
	if err := v.audit("case.list", "", described(v.r.URL.Query(), len(view.Cases))); err != nil {
		return err
	}
	return v.render(http.StatusOK, "queue", view)
}

// filter reads what is asked for; what no case can match is refused, so that an empty list means that there is none.
func (v *visit) filter() (store.CaseFilter, error) {
	q := v.r.URL.Query()
	f := store.CaseFilter{Programme: q.Get("program"), Region: q.Get("wilayah"), Status: store.Status(q.Get("status")), Officer: q.Get("oleh"),
		Oldest: q.Get("urut") == "lama", Urgent: q.Get("urut") == ""}
	if v.officer.Region != "" {
		f.Region = v.officer.Region
	}
	if q.Get("lewat") != "" {
		f.Overdue = v.now
	}
	bad := f.Status != "" && !f.Status.Known()
	if f.Programme != "" {
		_, err := store.ProgrammeByID(f.Programme)
		bad = bad || err != nil
	}
	for name, to := range map[string]func(int64){"tahun": func(n int64) { f.Year = int(n) }, "sesudah": func(n int64) { f.After = n },
		"umur": func(n int64) { f.Until = v.now.Add(-time.Duration(n) * 24 * time.Hour) }} {
		if s := q.Get(name); s != "" {
			n, err := strconv.ParseInt(s, 10, 64)
			bad = bad || err != nil || n < 0 || n > 1<<53
			to(n)
		}
	}
	if bad {
		return f, refuse(http.StatusBadRequest, "office.error.filter")
	}
	return f, nil
}

// chip is a list that is asked for often.
type chip struct {
	Name, Path string // the path is below Root
	Here       bool
}

// chips are the lists of this role, and whether the one that is shown is none of them.
func (v *visit) chips() (out []chip, other bool) {
	add := func(name, query string) {
		c := chip{Name: name, Path: "/permohonan"}
		if query != "" {
			c.Path += "?" + query
		}
		want, _ := url.ParseQuery(query) // ours can be read
		have := v.r.URL.Query()
		have.Del("kabar")
		have.Del("sesudah")
		for name := range have {
			if have.Get(name) == "" {
				have.Del(name)
			}
		}
		c.Here = have.Encode() == want.Encode()
		other = other && !c.Here
		out = append(out, c)
	}
	other = true
	add(v.say("office.chip.all"), "")
	if of(v.officer.Role)&(petugas|penyelia) != 0 {
		add(v.say("office.tile.mine"), "oleh="+v.officer.Login)
	}
	add(v.say("office.queue.overdue"), "lewat=ya")
	for _, s := range []store.Status{store.CaseSubmitted, store.CaseAtVillage, store.CaseAtRegency, store.CaseAtProvince, store.CaseIncomplete, store.CaseWaitlisted, store.CaseApproved} {
		add(v.pages().statusName(s), "status="+string(s))
	}
	return out, other
}

// described says for the audit log which list was looked at. It holds only what was chosen from our own lists.
func described(q url.Values, n int) string {
	return fmt.Sprintf("%d: program=%s wilayah=%s status=%s", n, q.Get("program"), q.Get("wilayah"), q.Get("status"))
}
