package conversations

import (
	"slices"
	"time"
)

// FlowRef names one published, unchanging revision of a flow.
type FlowRef struct {
	ID       FlowID `json:"id"`
	Revision int    `json:"rev"`
}

// Flow is one revision of a conversation, already checked by Inspect. Nothing changes a Flow once it is made.
type Flow struct {
	Ref        FlowRef
	Title      string            // for people of the office and for graphs
	Calls      []string          // intents and deep-link words that open this flow; "menu" is the home of every talk
	Says       []string          // words that open this flow wherever they are the whole message: "lengkapi", or "kode #" for a number behind them, "cek $" for the code of a message
	Start      NodeID            // where a new session begins
	Nodes      map[NodeID]*Node  //
	Order      []NodeID          // the nodes as written in the file
	Interrupts map[string]NodeID // commands ("batal") answered by a node of this flow; others do the usual thing
	Steps      int               // the 9 of "Langkah 3 dari 9"; 0: steps are not shown
	Draft      time.Duration     // how long unfinished answers are kept; 0: they are not
	Ungreeted  bool              // what it says is too pressing for a greeting
	Carries    []Slot            // answers taken over from the flow that calls this one
	asks       map[Slot][]*Ask   // by slot, made by Link
	reads      map[Slot]bool     // slots whose value matters to the flow itself, made by Link
}

// Link makes a flow ready for Step. It is called once, before anybody else sees the flow.
func Link(f *Flow) *Flow {
	f.asks = make(map[Slot][]*Ask, len(f.Nodes))
	for _, id := range f.Order {
		if a := f.Nodes[id].Ask; a != nil {
			f.asks[a.Slot] = append(f.asks[a.Slot], a)
		}
	}
	f.reads = f.slotsRead()
	return f
}

// Home tells whether the flow is the main menu.
func (f *Flow) Home() bool { return slices.Contains(f.Calls, CallMenu) }

// CallMenu is the call of the home flow, and CallFiles that of the flow which takes photos and documents that come unasked
// while a case lacks something.
const (
	CallMenu  = "menu"
	CallFiles = "berkas"
)

// Node says something, then asks a person or the world one thing, then goes on.
type Node struct {
	ID     NodeID
	Set    map[Slot]string // answers that follow from having come here
	Forget bool            // unfinished forms are forgotten here
	Say    []Line
	Ask    *Ask
	Do     *Do
	Go     []Route // the first whose condition holds; none ends the session
}

// Line is one paragraph, said when its condition holds. Places like {nama} are filled from the answers.
type Line struct {
	When Condition
	Text string
}

// Kind says how a person's words become an answer.
type Kind string

// The kinds of asks. Those of package understand keep its names.
const (
	KindText    Kind = "text"    // kept as written; only exact commands leave it
	KindChoice  Kind = "choice"  // the ID of one of the choices
	KindYesNo   Kind = "yesno"   // "ya" or "tidak"
	KindConsent Kind = "consent" // as yesno, but only a plain yes counts as one
	KindReview  Kind = "review"  // all answers, each editable; the answer is "ya"
	KindPhoto   Kind = "photo"   // the ID of a stored photo or document
	KindNIK     Kind = "nik"     // 16 digits
	KindKK      Kind = "kk"      // 16 digits
	KindPhone   Kind = "telepon" // E.164
	KindDate    Kind = "tanggal" // ISO date
	KindRupiah  Kind = "rupiah"  // integer
	KindAge     Kind = "umur"    // years
	KindNumber  Kind = "jumlah"  // integer
	KindMarital Kind = "status_kawin"
	KindRegion  Kind = "wilayah" // Kemendagri code
	KindName    Kind = "nama"
)

// Ask is one question to a person.
type Ask struct {
	Slot    Slot
	Kind    Kind
	Label   string   // short name of the answer, for the review: "Nama"
	Step    int      // the 3 of "Langkah 3 dari 9"; 0: not shown
	Choices []Choice // of choice, and extra ways out of any other kind
	From    Slot     // choice: take the offers from this slot, a JSON list of [id, label] that a Request found
	Within  string   // region: code, or "{slot}" holding one, that the answer must lie in
	Level   int      // region: 2 kab/kota, 3 kecamatan
	Deeper  Slot     // region: where to keep an answer more exact than Level
	Min     int      // number, rupiah, age; of a birth date the least age in years; also the shortest text in letters
	Max     int      // likewise; 0: no limit
	Clears  []Slot   // answers that no longer hold when this one changes
	Once    bool     // pass by when the slot is already filled
	Heed    bool     // choice: answered by the message that opened the flow when that names exactly one of the choices
	Share   bool     // phone: offer to share the number where the channel can
	Hint    string   // said instead of the catalogue's words when the answer cannot be read
	Tries   int      // misunderstandings before Give; 0: never
	Give    NodeID
}

// Choice is one way to answer an ask.
type Choice struct {
	ID     ChoiceID
	Label  string
	Also   []string // other words that mean this choice
	Intent string   // an intent of package understand that means this choice
	Hidden bool     // choice: understood in words, but not shown
	When   Condition
}

// Do asks something of the world. With Gives it is a request, and a Found follows; without, an order that nothing follows.
type Do struct {
	Name  string            // "open_case", "find_cases", "assess"
	Args  map[string]string // argument -> words with {slot} places
	All   bool              // every answer goes along as an argument
	Gives []Slot
}

// Route is taken when its condition holds.
type Route struct {
	When Condition
	To   NodeID // a node; "" ends the session; "^" goes back to the question left by an interrupt; "@call" ends this flow and opens another, "@call:wrse" about a programme
}

// Condition holds when the slot's value is one of Is. Is ["*"] means any value, [""] means none. Not turns it round.
// The empty condition always holds.
type Condition struct {
	Slot Slot
	Is   []string
	Not  bool
}

// Holds tells whether the condition is met by the answers.
func (c Condition) Holds(answers map[Slot]string) bool {
	if c.Slot == "" {
		return true
	}
	v := answers[c.Slot]
	for _, is := range c.Is {
		if is == v || is == "*" && v != "" {
			return !c.Not
		}
	}
	return c.Not
}
