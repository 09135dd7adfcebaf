package console

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"sapa/bot/casework"
	"sapa/store"
)

// bulkView is an act on several cases: first what would be done, then what became of each.
type bulkView struct {
	To      store.Status
	Note    string
	Cases   []bulkRow
	Preview string // the message of the first case; each gets its own
	Key     string
	Done    bool
	Problem string
}

type bulkRow struct {
	store.CaseHead
	Outcome string // for words below "office.outcome_of."; empty before
}

// theCases loads the cases that were picked. Those of another kab/kota make the whole request one of that kab/kota.
func (v *visit) theCases() (string, error) {
	if err := v.r.ParseForm(); err != nil {
		return "", refuse(http.StatusBadRequest, "office.error.filter")
	}
	numbers := slices.Clone(v.r.PostForm["nomor"])
	if len(numbers) == 0 || len(numbers) > pageSize {
		return "", refuse(http.StatusUnprocessableEntity, "office.bulk.none")
	}
	slices.Sort(numbers)
	for _, n := range slices.Compact(numbers) { // one that is overdue may stand in the list twice
		c, err := v.o.Store.CaseByNumber(v.r.Context(), n)
		if err != nil {
			return "", err
		}
		v.picked = append(v.picked, c)
		if !inside(v.officer, c.Region) {
			return c.Region, nil
		}
	}
	return "", nil
}

// bulk takes several cases, or shows what moving them on would say and then does it, one by one: each stands for itself,
// and one that cannot go does not hold up the others.
func (v *visit) bulk() error {
	act := v.r.PostFormValue("tindakan")
	if act == "ambil" {
		return v.takeAll()
	}
	view := bulkView{To: store.Status(act), Note: strings.TrimSpace(v.r.PostFormValue("catatan")), Key: v.r.PostFormValue("kunci")}
	if view.Key == "" {
		view.Key = rand.Text()
	}
	if !view.To.Known() {
		return refuse(http.StatusUnprocessableEntity, "office.decide.choose")
	}
	send := v.r.PostFormValue("langkah") == "kirim"
	for _, c := range v.picked {
		row := bulkRow{CaseHead: c.CaseHead}
		dec := store.Decision{Key: view.Key + c.Number, Number: c.Number, To: view.To, Note: view.Note, By: v.officer.Login, At: v.now, Expect: v.seen(c)}
		err := casework.Check(dec)
		if lacks := (*casework.LacksError)(nil); errors.As(err, &lacks) {
			if send {
				view.Problem = v.say("office.decide.lacks.note") // the same words for all; items are picked on a case's own page
			}
			send = false
		} else if view.Preview == "" {
			reply, err := v.o.Desk.Preview(v.r.Context(), c, dec)
			if err != nil {
				return err
			}
			view.Preview = v.reply(reply)
		}
		if len(view.Note) > noteMost {
			view.Problem, send = v.say("office.decide.note_long", "n", noteMost), false
		}
		if send {
			_, err := v.o.Desk.Decide(v.r.Context(), dec)
			if row.Outcome = outcomeOf(err); row.Outcome == "" {
				return err
			}
		}
		view.Cases = append(view.Cases, row)
	}
	view.Done = send
	return v.render(http.StatusOK, "bulk", view)
}

// seen is the status that the officer saw of a picked case: that of the list first, which is asked for again when it is
// confirmed.
func (v *visit) seen(c store.Case) store.Status {
	numbers, seen := v.r.PostForm["nomor"], v.r.PostForm["dilihat"]
	if i := slices.Index(numbers, c.Number); i >= 0 && len(seen) == len(numbers) {
		return store.Status(seen[i])
	}
	return c.Status
}

// outcomeOf names what became of one case; empty for what must be told as a failure of the program.
func outcomeOf(err error) string {
	switch {
	case err == nil:
		return "done"
	case errors.Is(err, store.ErrForbidden):
		return "forbidden"
	case errors.Is(err, store.ErrTransition):
		return "no_step"
	case errors.Is(err, store.ErrConflict):
		return "overtaken"
	case errors.Is(err, store.ErrFull):
		return "full"
	case errors.Is(err, store.ErrDuplicate):
		return "duplicate"
	}
	return ""
}

func (v *visit) takeAll() error {
	view := bulkView{Done: true}
	for _, c := range v.picked {
		row := bulkRow{CaseHead: c.CaseHead, Outcome: "done"}
		err := v.o.Store.Assign(v.r.Context(), store.Assignment{Number: c.Number, From: "", To: v.officer.Login, By: v.officer.Login, At: v.now})
		switch {
		case errors.Is(err, store.ErrConflict):
			row.Outcome = "taken"
		case err != nil:
			return err
		default:
			row.Officer = v.officer.Login
		}
		view.Cases = append(view.Cases, row)
	}
	return v.render(http.StatusOK, "bulk", view)
}
