package bot

import (
	"time"

	"sapa/conversations"
)

// excuse begins the answer to a message that waited for long, as after an outage, by saying so.
func (t *Talk) excuse(effects []conversations.Effect, m mergedTask, now time.Time) []conversations.Effect {
	if t.Late == 0 || m.message == nil || now.Sub(m.message.At) < t.Late {
		return effects
	}
	for i, e := range effects {
		if say, ok := e.(conversations.Say); ok {
			say.Reply.Texts = append([]conversations.Text{{Key: "talk.late"}}, say.Reply.Texts...)
			effects[i] = say
			break
		}
	}
	return effects
}
