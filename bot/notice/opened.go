package notice

import (
	"strconv"

	"sapa/conversations"
	"sapa/conversations/understand"
)

// Opened writes the news that a window opened, to whoever asked for it. Region is a kab/kota code, or "" for any. Nobody
// gets a place by it. Code is the message's own.
func Opened(programme, region string, year int, code string) conversations.Reply {
	key := "notice.opened"
	args := map[string]string{"tahun": strconv.Itoa(year)}
	if r, ok := understand.RegionNamed(region); ok {
		key += ".region"
		args["kabkota"] = r.Name
	}
	return conversations.Reply{Prompt: "kabar", Typed: true, Texts: []conversations.Text{
		{Key: key, Args: args, Words: map[string]string{"program": "program." + programme}}, {Key: "notice.free"}, Code(code)},
		Choices: []conversations.Offer{{ID: conversations.ChoiceID("@daftar_" + programme), Label: conversations.Text{Key: "notice.apply." + programme}}}}
}
