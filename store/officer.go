package store

import (
	"log/slog"
	"time"
)

// Role says what somebody of the office may do.
type Role string

// The roles.
const (
	RoleOfficer    Role = "petugas"  // works on the cases of one kab/kota
	RoleSupervisor Role = "penyelia" // approves
	RoleAdmin      Role = "admin"    // flows, programmes, people
	RoleAuditor    Role = "auditor"  // reads
)

// Valid tells whether the role is one of ours.
func (r Role) Valid() bool {
	return r == RoleOfficer || r == RoleSupervisor || r == RoleAdmin || r == RoleAuditor
}

// Officer is somebody of the office.
type Officer struct {
	Login    string // lower-case letters, digits, dots and dashes; stands in events and the audit log
	Name     string // personal data
	Role     Role
	Region   string    // kab/kota code; empty: the whole province
	Added    time.Time //
	Disabled time.Time // zero while active
}

// LogValue keeps the name out of logs.
func (o Officer) LogValue() slog.Value { return slog.StringValue(o.Login) }
