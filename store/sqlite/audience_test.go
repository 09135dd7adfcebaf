package sqlite

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sapa/conversations"
	"sapa/store"
)

// filed opens a WRSE case of a made-up person, filed by a contact.
func filed(t testing.TB, d *DB, person int, contact conversations.ContactID, key string) store.Case {
	t.Helper()
	n := applicant(person)
	n.Key, n.Contact = key, contact
	return mustOpen(t, d, n)
}

func TestOnePersonIsToldOnce(t *testing.T) {
	t.Parallel()
	d := opened(t, 50)
	day := 24 * time.Hour
	siti := heard(t, d, "telegram", "siti", noon().Add(-2*day))
	sitiToo := heard(t, d, "whatsapp", "siti@lid", noon().Add(-day)) // another contact of the same person, heard later
	budi := heard(t, d, "telegram", "budi", noon())
	cold := heard(t, d, "whatsapp", "cold@lid", noon().Add(-200*day))
	diam := heard(t, d, "telegram", "diam", noon())
	gone := heard(t, d, "telegram", "gone", noon())
	web := heard(t, d, "webchat", "web", noon())
	filed(t, d, 1, siti, "a")
	if _, err := d.Decide(t.Context(), store.Decision{Number: "WRSE-2026-000001", To: store.CaseRefused, Note: "x", By: store.Operator, At: noon()}); err != nil {
		t.Fatal(err)
	}
	filed(t, d, 1, sitiToo, "b")
	filed(t, d, 2, budi, "c")
	filed(t, d, 3, budi, "d") // a family's handset
	filed(t, d, 4, cold, "e")
	filed(t, d, 5, diam, "f")
	filed(t, d, 6, gone, "g")
	filed(t, d, 7, web, "h")
	if err := d.SetStopped(t.Context(), diam, noon()); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("UPDATE addresses SET gone_at = $1 WHERE contact = $2", noon(), contactNumber(gone))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	a := store.Audience{Source: store.FromCases, Programme: "wrse", Regions: []string{"64.72"}, Year: 2026}
	got, err := d.AudienceReach(t.Context(), a, 0, overTelegram, noon())
	want := store.Reach{People: 2, Channels: map[conversations.Channel]int{"telegram": 1, "whatsapp": 1},
		Excluded: map[store.Exclusion]int{store.ExcludedMerged: 1, store.ExcludedCold: 1, store.ExcludedStopped: 1, store.ExcludedGone: 1, store.ExcludedNowhere: 1},
		ByPlace: map[conversations.Channel]map[store.Exclusion]int{"telegram": {store.ExcludedMerged: 1, store.ExcludedStopped: 1, store.ExcludedGone: 1},
			"whatsapp": {store.ExcludedCold: 1}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
	for name, tt := range map[string]struct {
		change func(*store.Audience)
		want   int
	}{
		"telegram":    {func(a *store.Audience) { a.Channel = "telegram" }, 2}, // Siti is told there then
		"refused":     {func(a *store.Audience) { a.Statuses = []store.Status{store.CaseRefused} }, 1},
		"elsewhere":   {func(a *store.Audience) { a.Regions = []string{"64.71"} }, 0},
		"kecamatan":   {func(a *store.Audience) { a.Districts = []string{"64.72.03"} }, 2},
		"another":     {func(a *store.Audience) { a.Programme = "kube" }, 0},
		"last year":   {func(a *store.Audience) { a.Year = 2025 }, 0},
		"interest":    {func(a *store.Audience) { a.Source = store.FromInterests }, 0},
		"everybody":   {func(a *store.Audience) { a.Source = store.FromAll }, 2},
		"an old list": {func(a *store.Audience) { a.Source = store.FromList }, 0},
	} {
		x := a
		tt.change(&x)
		if got, err := d.AudienceReach(t.Context(), x, 99, overTelegram, noon()); err != nil || got.People != tt.want {
			t.Errorf("%s: %+v, %v; want %d", name, got, err, tt.want)
		}
	}
}

func TestInterestsAreAnAudience(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	for name, region := range map[string]string{"siti": "64.72", "budi": "", "ani": "64.01"} {
		if err := d.Subscribe(t.Context(), name, heard(t, d, "telegram", name, noon()), "wrse", region, 2026, noon()); err != nil {
			t.Fatal(err)
		}
	}
	got, err := d.AudienceReach(t.Context(), store.Audience{Source: store.FromInterests, Programme: "wrse", Regions: []string{"64.72"}}, 0, overTelegram, noon())
	if err != nil || got.People != 2 || got.CaseLess != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAListBecomesAnAudience(t *testing.T) {
	t.Parallel()
	d := opened(t, 50)
	senders(t, d)
	siti := heard(t, d, "telegram", "siti", noon())
	budi := heard(t, d, "whatsapp", "628119900002@s.whatsapp.net", noon())
	filed(t, d, 1, siti, "a")
	b, err := d.CreateBroadcast(t.Context(), "ana", someDraft(), noon())
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.ImportList(t.Context(), "ana", b.Code, []string{"6472034507859901", "6472034507859955"}, []string{"+628119900002", "+628119900003"},
		store.Matched{Lines: 4}, noon())
	if err != nil || got.Audience.List.Known != 2 || got.Audience.List.Lines != 4 || got.Version != 2 {
		t.Fatalf("%+v, %v", got, err)
	}
	people, err := d.SampleAudience(t.Context(), got, overTelegram, 9, noon())
	if err != nil || len(people) != 2 {
		t.Fatalf("%+v, %v", people, err)
	}
	for _, p := range people {
		if p.Contact == siti && p.Case.Number != "WRSE-2026-000001" || p.Contact == budi && p.Case.Number != "" {
			t.Errorf("%+v", p)
		}
	}
	other, err := d.ImportList(t.Context(), "ana", b.Code, []string{"6472034507859901"}, nil, store.Matched{Lines: 1}, noon())
	if err != nil || other.Hash() == got.Hash() {
		t.Errorf("another list has the same hash, %v", err)
	}
	if _, err := d.ImportList(t.Context(), "sari", b.Code, nil, nil, store.Matched{}, noon()); err == nil {
		t.Error("an officer of one kab/kota imported a list")
	}
}

// TestFreezeManyPeople freezes an audience of 200,000 cases and tells how long it took, and how large the process grew.
func TestFreezeManyPeople(t *testing.T) {
	people := 222_230 // of whom a tenth has another contact
	if testing.Short() {
		people = 20_000
	}
	d := fresh(t)
	senders(t, d)
	crowded(t, d, people)
	draft := someDraft()
	draft.Audience = store.Audience{Source: store.FromCases, Programme: "wrse", Year: 2026}
	begun := time.Now()
	reach, err := d.AudienceReach(t.Context(), draft.Audience, 0, overTelegram, noon())
	if err != nil || reach.People != people*9/10 {
		t.Fatalf("%+v, %v", reach, err)
	}
	counted := time.Since(begun)
	b := started(t, d, draft)
	done := make(chan time.Duration)
	go func() { // answers to people share the disk meanwhile
		longest := time.Duration(0)
		for i := 0; ; i++ {
			at := time.Now()
			if _, err := d.Accept(t.Context(), noon(), conversations.Message{ID: conversations.MessageID(fmt.Sprint("x", i)), Channel: "telegram", From: "siti", At: noon()}); err != nil {
				t.Error(err)
			}
			longest = max(longest, time.Since(at))
			select {
			case done <- longest:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	begun = time.Now()
	n, err := d.FreezeBroadcast(t.Context(), b.Code, overTelegram, noon())
	took := time.Since(begun)
	longest := <-done
	if err != nil || n != people*9/10 {
		t.Fatalf("froze %d, %v", n, err)
	}
	begun = time.Now()
	if got := totals(t, d, b); got.Left() != n || got.All() != n {
		t.Errorf("totals %v", got)
	}
	page := time.Since(begun)
	begun = time.Now()
	last, err := d.Deliveries(t.Context(), b.ID, store.DeliveryFilter{State: store.DeliveryWaiting, After: int64(n - 60)})
	if list := time.Since(begun); err != nil || len(last) != pageUsual || last[0].Place != int64(n-59) || list > time.Second {
		t.Errorf("a page of %d deliveries in %v, %v", len(last), list, err)
	}
	begun = time.Now()
	next, err := d.WaitingDeliveries(t.Context(), b.ID, "telegram", 50)
	if err != nil || len(next) != 50 || !next[0].Broken || time.Since(begun) > time.Second {
		t.Errorf("the next %d deliveries, whose addresses are made up and cannot be opened, in %v: %v", len(next), time.Since(begun), err)
	}
	if took > 10*time.Second {
		t.Errorf("freezing took %v", took)
	}
	t.Logf("FIGURE audience of %d cases: counted in %v, %d deliveries frozen in %v, longest wait of a message meanwhile %v, totals read in %v, peak RSS of the whole test %d MB",
		people, counted.Round(time.Millisecond), n, took.Round(time.Millisecond), longest.Round(time.Millisecond), page.Round(10*time.Microsecond), peakRSS(t))
}

// crowded fills a database with contacts that each filed a case, every tenth of a person who has an older contact too.
func crowded(t testing.TB, d *DB, people int) {
	t.Helper()
	for from := 0; from < people; from += 10_000 {
		err := d.Write(t.Context(), func(tx *Tx) error {
			for _, q := range []string{
				`INSERT INTO contacts (id, created_at) SELECT 1000 + value, 0 FROM json_each($1)`,
				`INSERT INTO addresses (contact, channel, finger, sealed, created_at, heard_at) SELECT 1000 + value,
					CASE WHEN value % 4 = 0 THEN 'whatsapp' ELSE 'telegram' END, CAST('f' || value AS BLOB), zeroblob(60), 0, 1795406400000 - value FROM json_each($1)`,
				`INSERT INTO persons (id, nik_index, since) SELECT value + 1, CAST('p' || value AS BLOB), 0 FROM json_each($1)`,
				`INSERT INTO cases (number, key, programme, year, region, district, status, takes_place, contact, channel, person, opened, changed, who_sealed, sealed)
					SELECT 'WRSE-2026-' || (100000 + value), 'k' || value, 'wrse', 2026, '64.72', '64.72.03', 'diajukan', 1, CAST(1000 + value AS TEXT), 'telegram',
					CASE WHEN value % 10 = 9 THEN value ELSE value + 1 END, 0, 0, zeroblob(200), zeroblob(300) FROM json_each($1)`,
			} {
				if _, err := tx.Exec(q, numbers(from, min(from+10_000, people))); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func numbers(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, ",%d", i)
	}
	return "[" + b.String()[1:] + "]"
}

// peakRSS is the most memory that this process had, in MB; 0 where the system does not tell.
func peakRSS(t testing.TB) (mb int) {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			_, _ = fmt.Sscanf(rest, "%d", &mb)
		}
	}
	return mb / 1024
}
