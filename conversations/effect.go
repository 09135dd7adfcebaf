package conversations

import "time"

// Effect is something the bot must now do. Effects are named in the imperative. Each bears an ID made from contact, turn
// and place ("7.12.0"), so that doing it twice is harmless.
type Effect interface{ ID() string }

// Mark is the ID of an effect.
type Mark struct {
	Key string `json:"key"`
}

// ID returns the effect's ID.
func (m Mark) ID() string { return m.Key }

type (
	// Say tells the person something.
	Say struct {
		Mark
		Reply Reply
	}
	// Request asks the world for something; a Found with its ID follows.
	Request struct {
		Mark
		Name string            `json:"name"`
		Args map[string]string `json:"args,omitempty"`
	}
	// Order tells the world to do something; nothing follows.
	Order struct {
		Mark
		Name string
		Args map[string]string
	}
	// SetAlarm asks for a Rang at a time. A contact has one alarm of each name: a later one replaces an earlier, and a zero
	// time takes it away.
	SetAlarm struct {
		Mark
		Name string
		At   time.Time
	}
	// Finish ends a session. Next, when not empty, calls for another flow.
	Finish struct {
		Mark
		Flow FlowRef
		Next string
	}
	// Fault is a defect that the operators must see. It never reaches the person.
	Fault struct {
		Mark
		Problem string
	}
)
