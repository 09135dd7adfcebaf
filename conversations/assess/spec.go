// Package assess turns answers into a first estimate for an aid programme: a verdict, the reasons for it, and the
// questions that can still change it.
//
// Rules are data: a programme is a versioned Spec whose criteria are CEL expressions over the answers. The estimate is
// never a decision. A person who does not know an answer is never refused for it; the criterion is left to an officer.
package assess

// Kind says who runs a programme, and so where its applications go.
type Kind string

const (
	// Provincial programmes are paid by the province and may be applied for in this chat.
	Provincial Kind = "provinsi"
	// National programmes are run by the ministry: this chat informs, and tells how to be proposed.
	National Kind = "nasional"
	// Partner programmes belong to another office: this chat points to it.
	Partner Kind = "mitra"
)

// Subject says whom a programme helps. Answers are about one subject, so programmes of different subjects are never
// assessed together.
type Subject string

const (
	// Person is one person with the family around them.
	Person Subject = "perorangan"
	// Group is a business group of several families.
	Group Subject = "kelompok"
	// Institution is a welfare institution (LKS).
	Institution Subject = "lembaga"
)

// Spec is one programme as it is written down. Texts are what a citizen reads, in Bahasa Indonesia.
type Spec struct {
	ID            string               `yaml:"id"`
	Name          string               `yaml:"name"`
	Version       int                  `yaml:"version"`
	Kind          Kind                 `yaml:"kind"`
	For           Subject              `yaml:"for"`
	Source        string               `yaml:"source"`
	Summary       string               `yaml:"summary"`  // at most SummaryLimit runes
	ForWhom       string               `yaml:"for_whom"` // one sentence
	Documents     []Document           `yaml:"documents"`
	DocumentsNote string               `yaml:"documents_note"` // shown under the documents; required when one is not sure
	Completions   []Completion         `yaml:"completions"`    // what an officer may ask for when an application lacks something
	How           []string             `yaml:"how"`            // the path of an application, step by step
	Office        string               `yaml:"office"`         // where to go
	WhenNot       string               `yaml:"when_not"`       // what a person can do who does not fit
	Note          string               `yaml:"note"`
	Parameters    map[string]Parameter `yaml:"parameters"`
	Criteria      []CriterionSpec      `yaml:"criteria"`

	// Questions are the slots the rules may use. They are shared by all programmes and set before Compile.
	Questions []Question `yaml:"-"`
	// Where is the place of the programme in its file, for messages to whoever edits it.
	Where Position `yaml:"-"`
}

// SummaryLimit is the longest summary of a programme, in runes: one phone screen.
const SummaryLimit = 300

// Document is one paper an applicant brings. Sure is false when only usage, not a rule, asks for it.
type Document struct {
	Text string `yaml:"text"`
	Sure bool   `yaml:"sure"`
}

// Completion is one thing that an application may lack, and how the applicant is asked for it in the chat.
type Completion struct {
	ID   string         `yaml:"id"`
	Kind CompletionKind `yaml:"kind"`
	Name string         `yaml:"name"` // in a list: "Foto usaha"
	Ask  string         `yaml:"ask"`  // the question, with an example
}

// CompletionKind says with what a completion is answered.
type CompletionKind string

// The kinds.
const (
	ByPhoto CompletionKind = "foto"    // a photo or a document
	ByWords CompletionKind = "tulisan" // a written answer
)

// Parameter is a number a rule compares with, kept out of the rule because it differs from year to year. One that is
// not Sure may steer a rule but is refused in every text, so that nobody reads it as a fact.
type Parameter struct {
	Value  int64  `yaml:"value"`
	Unit   string `yaml:"unit"` // "rupiah" is shown as Rp1.500.000; anything else as plain digits
	Sure   bool   `yaml:"sure"`
	Source string `yaml:"source"`
}

// CriterionSpec is one condition of a programme. All hard criteria must hold; failing a soft one leaves the programme to
// an officer. Texts may name {parameters}, and {slot} when the rule reads that slot alone.
type CriterionSpec struct {
	ID     string `yaml:"id"`
	Name   string `yaml:"name"` // what is asked for, in a few words
	Rule   string `yaml:"rule"` // a CEL expression giving a bool
	Soft   bool   `yaml:"soft"`
	Yes    string `yaml:"ya"`     // the reason when it holds
	No     string `yaml:"tidak"`  // the reason when it does not
	Unsure string `yaml:"dicek"`  // the reason when the person does not know
	Change string `yaml:"change"` // what the person can do when it does not hold
	Check  string `yaml:"check"`  // what the person can do when they do not know; Change when empty
	Source string `yaml:"source"`
	Sure   bool   `yaml:"sure"`

	// Where is the place of the rule in its file.
	Where Position `yaml:"-"`
}
