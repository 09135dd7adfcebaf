package understand
import "time"
func mustNow() time.Time { return time.Date(2026,11,23,10,0,0,0,time.FixedZone("WITA",8*3600)) }
