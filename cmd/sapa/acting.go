package main

import (
	"context"
	"errors"
	"slices"

	"sapa/store"
)

// acting is for whom a verb acts.
type acting struct {
	As string `name:"as" aliases:"by" default:"cli" help:"Login of the officer who acts, with the rights of that officer; an operator with all rights when not given." placeholder:"LOGIN"`
}

// allow looks whether whoever acts has one of the roles, and works in the kab/kota; with an empty one, the whole province
// is meant. It is for verbs whose right the store does not look at itself. What is not allowed is a *store.ForbiddenError.
func (a acting) allow(ctx context.Context, h *house, region string, roles ...store.Role) error {
	if a.As == store.Operator {
		return nil
	}
	o, err := h.db.OfficerByLogin(ctx, a.As)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && !o.Disabled.IsZero():
		return &store.ForbiddenError{By: a.As, Why: store.RefusedUnknown}
	case err != nil:
		return err
	case !slices.Contains(roles, o.Role):
		return &store.ForbiddenError{By: a.As, Why: store.RefusedRole, Need: string(roles[0])}
	case o.Region != "" && o.Region != region:
		need := region
		if need == "" {
			need = "the whole province"
		}
		return &store.ForbiddenError{By: a.As, Why: store.RefusedRegion, Need: need}
	}
	return nil
}

// allowEach is allow for each of several kab/kota; nil: all ten.
func (a acting) allowEach(ctx context.Context, h *house, regions []string, roles ...store.Role) error {
	if len(regions) == 0 {
		regions = []string{""}
	}
	for _, r := range regions {
		if err := a.allow(ctx, h, r, roles...); err != nil {
			return err
		}
	}
	return nil
}

// home is the kab/kota of whoever acts; empty for the whole province.
func (a acting) home(ctx context.Context, h *house) (string, error) {
	if a.As == store.Operator {
		return "", nil
	}
	o, err := h.db.OfficerByLogin(ctx, a.As)
	if errors.Is(err, store.ErrNotFound) {
		return "", &store.ForbiddenError{By: a.As, Why: store.RefusedUnknown}
	}
	return o.Region, err
}
