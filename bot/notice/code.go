package notice

import "sapa/conversations"

// Code writes the code of a message, and how anybody finds out by it whether the message is ours. Before the message goes
// it has no code yet.
func Code(code string) conversations.Text {
	if code == "" {
		return conversations.Text{Key: "notice.code.later"}
	}
	return conversations.Text{Key: "notice.code", Args: map[string]string{"kode": conversations.FormatCode(code)}}
}
