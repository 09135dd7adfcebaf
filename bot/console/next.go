package console

import (
	"errors"
	"strconv"
	"time"

	"sapa/store"
)

// waitsFor are the statuses in which a case waits for a role to work on it.
func waitsFor(role store.Role) []store.Status {
	switch of(role) {
	case petugas:
		return []store.Status{store.CaseSubmitted, store.CaseAtVillage, store.CaseAtRegency}
	case penyelia:
		return []store.Status{store.CaseAtProvince}
	}
	return nil
}

// goneOn is the path of a case that was moved on just now. It keeps where the case stood among those that wait, so that the
// next one is the one after it.
func (v *visit) goneOn() string {
	to := "/permohonan/" + v.kase.Number
	if !v.kase.Due.IsZero() {
		to += "?tempat=" + strconv.FormatInt(v.kase.Due.UnixMilli(), 10)
	}
	return to
}

// next gives the number of the case that this officer works on next; empty when none waits.
func (v *visit) next() (string, error) {
	n := store.Next{Region: v.officer.Region, Officer: v.officer.Login, Statuses: waitsFor(v.officer.Role), After: v.kase.ID, Due: v.kase.Due}
	if len(n.Statuses) == 0 {
		return "", nil
	}
	if ms, err := strconv.ParseInt(v.r.URL.Query().Get("tempat"), 10, 64); err == nil {
		n.Due = time.UnixMilli(ms)
	}
	number, err := v.o.Store.NextCase(v.r.Context(), n)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return number, err
}
