package assess

// Verdict is the estimate for a programme. It is a first estimate, never a decision, and empty while still open.
type Verdict string

const (
	// Fits: every criterion holds as far as the person told.
	Fits Verdict = "memenuhi_awal"
	// NotYet: a hard criterion does not hold.
	NotYet Verdict = "belum_sesuai"
	// Check: an officer must look, because the person does not know something or a soft criterion does not hold.
	Check Verdict = "perlu_dicek"
)

// Outcome is the state of one criterion.
type Outcome string

const (
	// Holds: the criterion is met.
	Holds Outcome = "ya"
	// Fails: the criterion is not met.
	Fails Outcome = "tidak"
	// Unsure: it depends on something the person does not know.
	Unsure Outcome = "dicek"
	// Open: it depends on something not asked yet.
	Open Outcome = "belum"
)

// Criterion is one criterion applied to a person.
type Criterion struct {
	ID      string
	Name    string // what is asked for, in a few words
	Outcome Outcome
	Soft    bool     // failing it does not end the programme
	Answer  string   // the answers it read, as slot=value pairs; personal data
	Slots   []string // the slots it reads
	Reason  string   // a sentence for the person; empty while Open
	Change  string   // what the person can do about it; empty when it holds or is Open
	Source  string
	Sure    bool // whether the source was read, or is only believed
}

// Result is a programme applied to a person.
type Result struct {
	Programme string
	Version   int
	Verdict   Verdict // empty while still open
	Criteria  []Criterion
	Need      []string // the slots that can still change the verdict; empty once it is closed
}

// Open tells whether more answers are needed for a verdict.
func (r Result) Open() bool { return r.Verdict == "" }
