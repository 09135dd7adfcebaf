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

// Onward lists the states a case may go to from here, in the order they are offered to an officer.
//
// Kelurahan/desa propose, the kab/kota verifies, the province decides (domain notes, section 2). Examination may have
// happened on paper, so a decision may follow any state before it. A refusal may be objected to (sanggah), which brings
// the case back to examination. Disbursed and cancelled are final.
func Onward(from Status) []Status {
	switch from {
	case CaseSubmitted:
		return []Status{CaseAtVillage, CaseAtRegency, CaseAtProvince, CaseIncomplete, CaseApproved, CaseWaitlisted, CaseRefused, CaseCancelled}
	case CaseAtVillage:
		return []Status{CaseAtRegency, CaseAtProvince, CaseIncomplete, CaseApproved, CaseWaitlisted, CaseRefused, CaseCancelled}
	case CaseAtRegency:
		return []Status{CaseAtProvince, CaseAtVillage, CaseIncomplete, CaseApproved, CaseWaitlisted, CaseRefused, CaseCancelled}
	case CaseAtProvince:
		return []Status{CaseApproved, CaseAtRegency, CaseAtVillage, CaseIncomplete, CaseWaitlisted, CaseRefused, CaseCancelled}
	case CaseIncomplete:
		return []Status{CaseSubmitted, CaseAtVillage, CaseAtRegency, CaseAtProvince, CaseApproved, CaseWaitlisted, CaseRefused, CaseCancelled}
	case CaseWaitlisted:
		return []Status{CaseSubmitted, CaseAtVillage, CaseAtRegency, CaseAtProvince, CaseApproved, CaseRefused, CaseCancelled}
	case CaseApproved:
		return []Status{CaseDisbursed, CaseAtProvince, CaseCancelled}
	case CaseRefused:
		return []Status{CaseAtVillage, CaseAtRegency, CaseAtProvince}
	}
	return nil
}

// CanGo tells whether a case may go from one state to another.
func CanGo(from, to Status) bool { return slices.Contains(Onward(from), to) }

// Known tells whether the status is one of ours.
func (s Status) Known() bool { return slices.Contains(Statuses(), s) }

// TakesPlace tells whether a case of this status takes a place of its region's quota.
func (s Status) TakesPlace() bool {
	return s != CaseRefused && s != CaseCancelled && s != CaseWaitlisted
}

// Claims tells whether a case of this status stands in the way of another for the same person, programme and year.
func (s Status) Claims() bool { return s != CaseRefused && s != CaseCancelled }
