package store

import "time"

// Announcement is news of the office that anyone finds in chat under "Pengumuman".
type Announcement struct {
	Code   string // four letters and digits, none that look alike; made when empty
	Title  string
	Body   string
	Region string    // kab/kota code; empty: everywhere
	From   time.Time // shown from this time
	To     time.Time // and before this; zero: until taken down
	By     string    // login of the officer
	At     time.Time // when it was written
}
