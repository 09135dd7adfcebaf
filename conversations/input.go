package conversations

import "time"

// Input is a fact that reached the talk. Inputs are named in the past tense.
type Input interface {
	at() time.Time
	message() MessageID // empty unless a person spoke
}

type (
	// Began opens a session on a flow with the message that called for it.
	Began struct{ Message Message }
	// Heard carries what the person sent.
	Heard struct{ Message Message }
	// Found answers an earlier Request.
	Found struct {
		Request string // the request's effect ID
		Slots   map[Slot]string
		At      time.Time
	}
	// Rang reports that an alarm set earlier went off.
	Rang struct {
		Alarm string
		At    time.Time
	}
	// Taken reports that somebody of the office took the talk over, in the console or on the office phone.
	Taken struct {
		By string
		At time.Time
	}
	// Freed reports that the talk was given back to the bot.
	Freed struct{ At time.Time }
)

func (i Began) at() time.Time { return i.Message.At }
func (i Heard) at() time.Time { return i.Message.At }
func (i Found) at() time.Time { return i.At }
func (i Rang) at() time.Time  { return i.At }
func (i Taken) at() time.Time { return i.At }
func (i Freed) at() time.Time { return i.At }

func (i Began) message() MessageID { return i.Message.ID }
func (i Heard) message() MessageID { return i.Message.ID }
func (i Found) message() MessageID { return "" }
func (i Rang) message() MessageID  { return "" }
func (i Taken) message() MessageID { return "" }
func (i Freed) message() MessageID { return "" }
