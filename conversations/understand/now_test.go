package understand

import "time"

// now is the moment of every message in these tests: a Monday morning in Samarinda.
func now() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("WITA", 8*3600)) }
