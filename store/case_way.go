package store

import "slices"

// Status is where a case stands. Its words for citizens are in locales; the normal forms are the office's own.
type Status string

// The states of a case, from filing to its end. A draft is no case yet: it lives in the session.
const (
	CaseSubmitted  Status = "diajukan"
	CaseAtVillage  Status = "diperiksa_kelurahan"
	CaseAtRegency  Status = "diperiksa_kabkota"
	CaseAtProvince Status = "diperiksa_provinsi"
	CaseIncomplete Status = "perlu_dilengkapi"
	CaseApproved   Status = "disetujui"
	CaseWaitlisted Status = "daftar_tunggu"
	CaseDisbursed  Status = "disalurkan"
	CaseRefused    Status = "tidak_disetujui"
	CaseCancelled  Status = "dibatalkan"
)

// Statuses are all states in the order of a case's way.
func Statuses() []Status {
	return []Status{CaseSubmitted, CaseAtVillage, CaseAtRegency, CaseAtProvince, CaseIncomplete, CaseWaitlisted,
		CaseApproved, CaseDisbursed, CaseRefused, CaseCancelled}
}

// Step is one way from a state to another, and who may go it. An operator at the command line may go every one.
type Step struct {
	To      Status
	Officer bool // a petugas may; whatever a petugas may, a penyelia may too
	Citizen bool // the person may, through the bot
}

// Steps is the whole table of a case's way: where a case may go from here, in the order they are offered, and who may
// take it there.
//
// Kelurahan/desa propose, the kab/kota verifies, the province decides (domain notes, section 2). Examination may have
// happened on paper, so a decision may follow any state before it. A petugas moves a case through examination, asks for
// what is missing and takes back what the person does not want any more; what gives, refuses or lets wait is a penyelia's,
// and so is taking up again what was decided. A case whose missing parts came goes back by itself to where it was
// (perlu_dilengkapi, by the person). A refusal may be objected to (sanggah), which brings the case back to examination.
// Disbursed and cancelled are final.
func Steps(from Status) []Step {
	var (
		examine = func(to Status) Step { return Step{To: to, Officer: true} }
		decide  = func(to Status) Step { return Step{To: to} }
		either  = func(to Status) Step { return Step{To: to, Officer: true, Citizen: true} }
	)
	verdicts := []Step{decide(CaseApproved), decide(CaseWaitlisted), decide(CaseRefused), either(CaseCancelled)}
	switch from {
	case CaseSubmitted:
		return append([]Step{examine(CaseAtVillage), examine(CaseAtRegency), examine(CaseAtProvince), examine(CaseIncomplete)}, verdicts...)
	case CaseAtVillage:
		return append([]Step{examine(CaseAtRegency), examine(CaseAtProvince), examine(CaseIncomplete)}, verdicts...)
	case CaseAtRegency:
		return append([]Step{examine(CaseAtProvince), examine(CaseAtVillage), examine(CaseIncomplete)}, verdicts...)
	case CaseAtProvince:
		return []Step{decide(CaseApproved), examine(CaseAtRegency), examine(CaseAtVillage), examine(CaseIncomplete),
			decide(CaseWaitlisted), decide(CaseRefused), either(CaseCancelled)}
	case CaseIncomplete:
		return append([]Step{either(CaseSubmitted), either(CaseAtVillage), either(CaseAtRegency), either(CaseAtProvince)}, verdicts...)
	case CaseWaitlisted:
		return []Step{decide(CaseSubmitted), decide(CaseAtVillage), decide(CaseAtRegency), decide(CaseAtProvince),
			decide(CaseApproved), decide(CaseRefused), either(CaseCancelled)}
	case CaseApproved:
		return []Step{decide(CaseDisbursed), decide(CaseAtProvince), decide(CaseCancelled)}
	case CaseRefused:
		return []Step{decide(CaseAtVillage), decide(CaseAtRegency), decide(CaseAtProvince)}
	}
	return nil
}

// Onward lists the states a case may go to from here, in the order they are offered.
func Onward(from Status) []Status { return targets(from, func(Step) bool { return true }) }

// OnwardFor lists those that somebody of a role may take a case to. An admin keeps flows, programmes and people, and an
// auditor reads: neither moves a case.
func OnwardFor(from Status, role Role) []Status {
	return targets(from, func(s Step) bool { return s.open(role) })
}

func (s Step) open(role Role) bool {
	return role == RoleSupervisor || role == RoleOfficer && s.Officer
}

func targets(from Status, fits func(Step) bool) []Status {
	var out []Status
	for _, s := range Steps(from) {
		if fits(s) {
			out = append(out, s.To)
		}
	}
	return out
}

// CanGo tells whether a case may go from one state to another.
func CanGo(from, to Status) bool { return slices.Contains(Onward(from), to) }

// Known tells whether the status is one of ours.
func (s Status) Known() bool { return slices.Contains(Statuses(), s) }

// Closed tells whether nothing is expected of the office any more, unless somebody objects.
func (s Status) Closed() bool { return s == CaseDisbursed || s == CaseRefused || s == CaseCancelled }

// TakesPlace tells whether a case of this status takes a place of its region's quota.
func (s Status) TakesPlace() bool {
	return s != CaseRefused && s != CaseCancelled && s != CaseWaitlisted
}

// Claims tells whether a case of this status stands in the way of another for the same person, programme and year.
func (s Status) Claims() bool { return s != CaseRefused && s != CaseCancelled }
