package store

import "time"

// ReportFilter chooses what a report counts; empty fields choose all.
type ReportFilter struct {
	Programme string
	Region    string    // kab/kota code
	Since     time.Time // at this time or later
	Until     time.Time // before this time
}

// DayCount is what came in and what was first decided on one day, by the clock of Kalimantan Timur. A case that is decided
// again after an objection is not counted again.
type DayCount struct {
	Day      time.Time // its midnight
	Opened   int
	Approved int
	Refused  int
}

// DecisionTime is how many cases of a programme and kab/kota were first decided so many whole days after they were filed.
type DecisionTime struct {
	Programme string
	Region    string
	Days      int
	N         int
}

// KeptDay is how many promises fell due on one day, and how many of them were kept.
type KeptDay struct {
	Day time.Time // its midnight, by the clock of Kalimantan Timur
	Kept
}

// CaseCount is how many cases of a programme and kab/kota stand in a status.
type CaseCount struct {
	Programme string
	Region    string
	Status    Status
	N         int
}
