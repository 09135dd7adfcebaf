package store

import (
	"errors"
	"fmt"
)

// ErrForbidden: this is not for whoever tries. It comes as a *ForbiddenError.
var ErrForbidden = errors.New("not for you to do")

// Operator is who acts at the command line with every right, instead of a login. No officer may be called so, nor Program.
const (
	Operator = "cli"
	Program  = "sapa" // what the program itself does
)

// Reserved tells whether a login cannot be an officer's.
func Reserved(login string) bool { return login == Operator || login == Program }

// ForbiddenError tells why something is refused. It is ErrForbidden.
type ForbiddenError struct {
	By   string // login
	Why  Refusal
	Need string // the role or the kab/kota it would take; empty when that does not help
}

// Refusal is why somebody may not do something.
type Refusal string

// The reasons.
const (
	RefusedUnknown Refusal = "unknown" // no such officer, or disabled
	RefusedRole    Refusal = "role"
	RefusedRegion  Refusal = "region"
)

func (e *ForbiddenError) Error() string {
	switch e.Why {
	case RefusedRole:
		return fmt.Sprintf("%s may not do that: it takes the role %s", e.By, e.Need)
	case RefusedRegion:
		return fmt.Sprintf("%s may not do that: the case belongs to %s", e.By, e.Need)
	}
	return fmt.Sprintf("%s is nobody who works here", e.By)
}

// Unwrap makes it ErrForbidden.
func (e *ForbiddenError) Unwrap() error { return ErrForbidden }

// Works tells whether somebody of the office may work on what belongs to a kab/kota; nil when so. Petugas and penyelia
// may, in their own kab/kota or, without one, in the whole province; whoever is disabled may nothing.
func (o Officer) Works(region string) error {
	switch {
	case o.Login == "" || !o.Disabled.IsZero():
		return &ForbiddenError{By: o.Login, Why: RefusedUnknown}
	case o.Role != RoleOfficer && o.Role != RoleSupervisor:
		return &ForbiddenError{By: o.Login, Why: RefusedRole, Need: string(RoleOfficer)}
	case o.Region != "" && o.Region != region:
		return &ForbiddenError{By: o.Login, Why: RefusedRegion, Need: region}
	}
	return nil
}

// Serves tells whether somebody of the office may work on what belongs to a kab/kota; see Works.
func (o Officer) Serves(region string) bool { return o.Works(region) == nil }

// Decides is Works for what only a penyelia may do.
func (o Officer) Decides(region string) error {
	if err := o.Works(region); err != nil {
		return err
	}
	if o.Role != RoleSupervisor {
		return &ForbiddenError{By: o.Login, Why: RefusedRole, Need: string(RoleSupervisor)}
	}
	return nil
}

// MayMove tells whether somebody of the office may take a case of a kab/kota from one state to another; nil when so. A
// step that is none is a *TransitionError.
func (o Officer) MayMove(region string, from, to Status) error {
	if err := o.Works(region); err != nil {
		return err
	}
	for _, s := range Steps(from) {
		switch {
		case s.To != to:
		case s.open(o.Role):
			return nil
		default:
			return &ForbiddenError{By: o.Login, Why: RefusedRole, Need: string(RoleSupervisor)}
		}
	}
	return &TransitionError{From: from, To: to, Allowed: OnwardFor(from, o.Role)}
}
