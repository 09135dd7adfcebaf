package store

// DisbursementForm says in what form aid was given.
type DisbursementForm string

// The forms.
const (
	DisbursedGoods DisbursementForm = "barang"
	DisbursedMoney DisbursementForm = "uang"
)

// Disbursement is aid that was given on a case.
type Disbursement struct {
	Day    string // ISO date
	Form   DisbursementForm
	Amount int64  // rupiah; of goods their worth, 0 when not known
	What   string // "kompor dan bahan"; personal data
	Stage  int    // of the programme's stages; 0: none
}

// Priority puts a case before or behind others on its waiting list.
type Priority struct {
	Number string
	Level  int    // higher is earlier; 0 is the time of filing alone
	Reason string // personal data; stands in the case's events
	By     string // login of a penyelia; Operator
}

// MostPriority bounds Priority.Level on both sides.
const MostPriority = 9

// Waiting is one place of a waiting list, and why it is that place.
type Waiting struct {
	CaseHead
	Place  int    // 1 is the first
	Level  int    // what goes first
	Reason string // of the level; empty: it is ordered by the time of filing alone
}
