package console

import (
	"slices"

	"sapa/store"
)

// signInList is where somebody is signed in.
type signInList struct {
	All  []store.SignIn
	This string // ID of the one that looks, if it is among them
	At   string // where one is ended
}

// signInsShown is how many of them a page shows at once.
const signInsShown = 5

// Many tells whether ending them one by one is work.
func (l signInList) Many() bool {
	n := len(l.All)
	if l.This != "" {
		n--
	}
	return n > 1
}

// Parts gives what is shown at once and, if there are more, the rest. The one that looks stands first.
func (l signInList) Parts() []signInList {
	all := slices.Clone(l.All)
	slices.SortStableFunc(all, func(a, b store.SignIn) int {
		switch l.This {
		case a.ID:
			return -1
		case b.ID:
			return 1
		}
		return 0
	})
	parts := []signInList{{All: all[:min(signInsShown, len(all))], This: l.This, At: l.At}}
	if len(all) > signInsShown {
		parts = append(parts, signInList{All: all[signInsShown:], This: l.This, At: l.At})
	}
	return parts
}

// allOthers stands in the form for every sign-in but the one that asks.
const allOthers = "lain"

// endSignIns ends the sign-in of a login that the form names, or all others.
func (v *visit) endSignIns(login string) error {
	ctx := v.r.Context()
	ids := []string{v.r.PostFormValue("sesi")}
	if ids[0] == allOthers {
		all, err := v.o.Store.SignIns(ctx, login, v.now)
		if err != nil {
			return err
		}
		ids = ids[:0]
		for _, s := range all {
			if s.ID != v.signIn.ID {
				ids = append(ids, s.ID)
			}
		}
	}
	for _, id := range ids {
		if err := v.o.Store.EndSignIn(ctx, id, login, v.officer.Login, v.now); err != nil {
			return err
		}
	}
	return nil
}
