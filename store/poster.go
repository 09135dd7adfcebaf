package store

import (
	"time"

	"sapa/conversations"
)

// Poster is a printed page with QR codes that open a talk, so that people write to us first.
type Poster struct {
	Tag    string // five small letters and digits, which stand in its links; made when empty
	Opens  string // call of a flow, "wrse", or of an announcement, "pengumuman:AB2K"
	Region string // kab/kota code; empty: everywhere
	Place  string // where it hangs, in words: "Kelurahan Air Putih"
	By     string // login of the officer
	At     time.Time

	Arrivals map[conversations.Channel]int // how many talks began through it
	Last     string                        // ISO date of the last of them; empty: none
}

// Through tells how many talks began through a poster on one channel.
func (p Poster) Through(channel string) int { return p.Arrivals[conversations.Channel(channel)] }

// Came tells how many talks began through a poster.
func (p Poster) Came() int {
	n := 0
	for _, k := range p.Arrivals {
		n += k
	}
	return n
}
