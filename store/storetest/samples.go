// Package storetest holds one suite for each thing that is kept, to be run on every implementation of it.
package storetest

import (
	"strconv"
	"time"

	"sapa/conversations"
)

// Noon is the time at which samples happen.
func Noon() time.Time { return time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) }

// Session gives a talk in the middle of an application, as large as most become.
func Session(contact conversations.ContactID, turn int) conversations.Session {
	return conversations.Session{
		ID: conversations.SessionID(string(contact) + ".1"), Contact: contact, Turn: turn,
		Flow: conversations.FlowRef{ID: "daftar_wrse", Revision: 3}, Locale: "id", Status: conversations.Waiting, At: "pekerjaan",
		Answers: map[conversations.Slot]string{
			"setuju": "ya", "nama": "Siti Aminah", "nik": "6472014509919901", "kk": "6472010101199902",
			"wilayah": "64.72.01", "alamat": "Jl. Pangeran Antasari RT 12 No. 4", "status_kawin": "cerai_mati",
			"umur": "41", "anak": "3", "penghasilan": "850000",
		},
		Trail: []conversations.NodeID{"setuju", "nama", "nik", "kk", "wilayah", "alamat", "status_kawin", "anak", "penghasilan"},
		Prompt: &conversations.Prompt{ID: string(contact) + "." + strconv.Itoa(turn), Offers: []conversations.Offer{
			{ID: "jualan", Label: conversations.Text{Literal: "Jualan"}},
			{ID: "buruh", Label: conversations.Text{Literal: "Buruh"}},
			{ID: "tidak", Label: conversations.Text{Literal: "Tidak bekerja"}},
			{ID: "lain", Label: conversations.Text{Key: "choice.other"}},
		}},
		Last: conversations.MessageID("m" + strconv.Itoa(turn)), Began: Noon(), Touched: Noon().Add(time.Duration(turn) * time.Second),
	}
}

// Reply gives what is said in that talk.
func Reply() conversations.Reply {
	return conversations.Reply{
		Texts: []conversations.Text{
			{Literal: "Terima kasih, Ibu Siti Aminah.", Args: map[string]string{"nama": "Siti Aminah"}},
			{Literal: "*Langkah 7 dari 9.* Apa pekerjaan Ibu sekarang?"},
		},
		Choices: []conversations.Offer{
			{ID: "jualan", Label: conversations.Text{Literal: "Jualan"}},
			{ID: "buruh", Label: conversations.Text{Literal: "Buruh"}},
			{ID: "tidak", Label: conversations.Text{Literal: "Tidak bekerja"}},
		},
		Prompt: "7.12",
	}
}

// Message gives a message on Telegram.
func Message(id, from, text string) conversations.Message {
	return conversations.Message{ID: conversations.MessageID(id), Channel: "telegram", From: conversations.Address(from), At: Noon(), Text: text}
}
