package broadcast

import (
	"cmp"

	"sapa/conversations"
	"sapa/conversations/understand"
	"sapa/store"
)

// Reply writes a broadcast for one person. The case fills the places; it may be none.
func Reply(b store.Broadcast, c store.CaseHead) conversations.Reply {
	text := conversations.Text{Literal: b.Text, Args: map[string]string{}, Words: map[string]string{}}
	if c.Name != "" {
		text.Args[placeName] = c.Name
	} else {
		text.Words[placeName] = "siaran.nama"
	}
	if c.Number != "" {
		text.Args[placeNumber] = c.Number
	}
	region := c.Region
	if region == "" && len(b.Audience.Regions) == 1 {
		region = b.Audience.Regions[0]
	}
	if r, ok := understand.RegionNamed(region); ok {
		text.Args[placeRegion] = r.Name
	}
	if p := cmp.Or(c.Programme, b.Audience.Programme); p != "" {
		text.Words[placeProgramme] = "program." + p
	}
	r := conversations.Reply{Texts: []conversations.Text{text, foot(b)}, Prompt: "kabar"}
	if b.Media != nil {
		r.Media, r.Captioned = []conversations.Media{*b.Media}, true
	}
	for _, choice := range b.Choices {
		r.Choices = append(r.Choices, offer(choice))
	}
	return r
}

// foot says how to make sure that the message is the office's, and how to have peace.
func foot(b store.Broadcast) conversations.Text {
	return conversations.Text{Key: "siaran.kaki", Args: map[string]string{"kode": conversations.FormatCode(b.Code)}}
}

func offer(c store.BroadcastChoice) conversations.Offer {
	label := conversations.Text{Literal: c.Label}
	if c.Label == "" {
		label = conversations.Text{Key: "siaran.pilihan." + c.Call}
	}
	return conversations.Offer{ID: conversations.ChoiceID("@" + c.Call), Label: label}
}

// Announcement writes a broadcast for the office's public channel: to nobody by name, and with nothing to answer.
func Announcement(b store.Broadcast) conversations.Reply {
	r := Reply(b, store.CaseHead{})
	r.Texts = append([]conversations.Text{{Literal: "*" + b.Title + "*"}}, r.Texts[0],
		conversations.Text{Key: "siaran.kaki.kanal", Args: map[string]string{"kode": conversations.FormatCode(b.Code)}})
	r.Choices, r.Prompt = nil, ""
	return r
}
