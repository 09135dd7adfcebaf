package telegram

import "sapa/bot/channel"

// The platform's keyboards, with only the fields we use; the library's own types write more.
type (
	inlineKeyboard struct {
		Rows [][]inlineButton `json:"inline_keyboard"`
	}
	inlineButton struct {
		Text string `json:"text"`
		Data string `json:"callback_data"`
	}
	replyKeyboard struct {
		Rows    [][]replyKey `json:"keyboard"`
		Resize  bool         `json:"resize_keyboard"`
		OneTime bool         `json:"one_time_keyboard"`
	}
	replyKey struct {
		Text    string `json:"text"`
		Contact bool   `json:"request_contact,omitempty"`
	}
	removeKeyboard struct {
		Remove bool `json:"remove_keyboard"`
	}
)

// short is the longest label that shares its row with another, in UTF-16 units.
const short = 14

// keyboard is what goes under a message; removes: it takes away a reply keyboard that an earlier message put up.
//
// A message has one keyboard. Where the phone number may be shared it must be a reply keyboard, so the choices become its keys,
// whose labels come back as text. It is taken away by the next message that has no buttons of its own.
func (a *Adapter) keyboard(chat int64, out channel.Outgoing) (markup any, removes bool) {
	switch {
	case out.Share && a.opt.ShareLabel != "":
		a.keys.add(chat)
		k := replyKeyboard{Rows: [][]replyKey{{{Text: a.opt.ShareLabel, Contact: true}}}, Resize: true, OneTime: true}
		for _, b := range out.Buttons {
			k.Rows = append(k.Rows, []replyKey{{Text: b.Label}})
		}
		return k, false
	case len(out.Buttons) > 0:
		return inlineKeyboard{rows(out.Buttons)}, false
	case a.keys.has(chat):
		return removeKeyboard{true}, true
	}
	return nil, false
}

// rows puts one button on a row, or two short ones that follow each other.
func rows(buttons []channel.Button) [][]inlineButton {
	out := make([][]inlineButton, 0, len(buttons))
	for i := 0; i < len(buttons); i++ {
		row := []inlineButton{{buttons[i].Label, buttons[i].Data}}
		if i+1 < len(buttons) && units(buttons[i].Label) <= short && units(buttons[i+1].Label) <= short {
			i++
			row = append(row, inlineButton{buttons[i].Label, buttons[i].Data})
		}
		out = append(out, row)
	}
	return out
}
