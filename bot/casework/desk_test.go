package casework

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sapa/bot/channel"
	"sapa/bot/present"
	"sapa/conversations"
	"sapa/conversations/flowfile"
	"sapa/conversations/seeds"
	"sapa/locales"
	"sapa/store"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

// rig is a desk over a real database, with one application that Siti filed on Telegram.
type rig struct {
	*Desk
	t     *testing.T
	db    *sqlite.DB
	words *locales.Catalogue
	now   time.Time
	siti  conversations.ContactID
	kase  store.Case
}

func newRig(t *testing.T) *rig {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "sapa.db"), vault.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	programmes, err := flowfile.Programmes(seeds.Files)
	if err != nil {
		t.Fatal(err)
	}
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{Desk: &Desk{Store: db, Programmes: programmes}, t: t, db: db, words: words,
		now: time.Date(2026, 8, 3, 10, 0, 0, 0, time.FixedZone("WITA", 8*3600))}
	r.siti, err = db.Introduce(t.Context(), r.now, "telegram", "siti")
	r.must(err)
	r.must(db.SetWindow(t.Context(), "wrse", nil, 2026, true, store.Operator, r.now))
	r.must(db.SetQuota(t.Context(), "wrse", nil, 2026, 20, store.Operator, r.now))
	r.kase, err = db.OpenCase(t.Context(), store.NewCase{Key: "1.1.0", Programme: "wrse", Year: 2026, Region: "64.72", Contact: r.siti,
		Channel: "telegram", Person: store.Person{NIK: "6472034507859901", Name: "Siti Aminah", Birth: "1985-07-05"}, At: r.now})
	r.must(err)
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// letters gives what waits to be sent, as a channel without buttons shows it.
func (r *rig) letters() []string {
	r.t.Helper()
	due, err := r.db.Due(r.t.Context(), r.now.Add(1000*time.Hour), 0, 100)
	r.must(err)
	var out []string
	for _, l := range due {
		out = append(out, r.shown(l.Reply))
	}
	return out
}

func (r *rig) shown(reply conversations.Reply) string {
	var all []string
	for _, o := range present.Reply(reply, r.words, channel.Shape{Text: 4096}) {
		all = append(all, o.Text)
	}
	return strings.Join(all, "\n")
}

func (r *rig) decision(to store.Status) store.Decision {
	return store.Decision{Number: r.kase.Number, To: to, By: store.Operator, At: r.now}
}

func TestDecideSendsWhatWasPreviewed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	dec := r.decision(store.CaseIncomplete)
	dec.Code = "K7M4Q2"
	var err error
	dec.Missing, err = r.Pick("wrse", "sktm", "foto_usaha")
	r.must(err)
	reply, err := r.Preview(t.Context(), r.kase, dec)
	r.must(err)
	preview := r.shown(reply)
	after, err := r.Decide(t.Context(), dec)
	r.must(err)
	if got := r.letters(); len(got) != 1 || got[0] != preview || !strings.Contains(preview, "- Surat keterangan tidak mampu (SKTM)\n- Foto usaha atau tempatnya\n") {
		t.Errorf("the letters %q differ from %q", got, preview)
	}
	items, err := r.db.MissingOf(t.Context(), r.kase.Number)
	if err != nil || after.Status != store.CaseIncomplete || len(items) != 2 || items[0].Item != "sktm" || items[0].Ask == "" {
		t.Errorf("%s lacks %+v, %v", after.Status, items, err)
	}
}

func TestANoteAloneIsWhatIsMissing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	dec := r.decision(store.CaseIncomplete)
	dec.Note = "KTP suami. "
	if _, err := r.Decide(t.Context(), dec); err != nil {
		t.Fatal(err)
	}
	items, err := r.db.MissingOf(t.Context(), r.kase.Number)
	if err != nil || len(items) != 1 || items[0].Name != "KTP suami" || items[0].Kind != store.MissingAny {
		t.Errorf("%+v, %v", items, err)
	}
	if got := strings.Count(r.letters()[0], "KTP suami"); got != 1 {
		t.Errorf("the words are there %d times", got)
	}
}

func TestCheckNamesWhatAStepLacks(t *testing.T) {
	t.Parallel()
	for to, want := range map[store.Status]Field{store.CaseRefused: FieldNote, store.CaseIncomplete: FieldMissing, store.CaseApproved: ""} {
		err := Check(store.Decision{To: to, Note: "  "})
		var lacks *LacksError
		if errors.As(err, &lacks); (err == nil) != (want == "") || lacks != nil && lacks.Field != want {
			t.Errorf("%s: %v, want %q", to, err, want)
		}
	}
	r := newRig(t)
	if _, err := r.Decide(t.Context(), r.decision(store.CaseRefused)); !errors.Is(err, ErrLacks) {
		t.Errorf("refused without a reason: %v", err)
	}
}

func TestCatalogues(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, p := range store.Programmes() {
		seen := map[string]bool{}
		for _, m := range r.Catalogue(p.ID) {
			if seen[m.Item] || m.Name == "" || m.Ask == "" {
				t.Errorf("%s: %+v", p.ID, m)
			}
			seen[m.Item] = true
		}
		if len(seen) < 5 {
			t.Errorf("%s has %d items", p.ID, len(seen))
		}
	}
	if _, err := r.Pick("lks", "foto_badan"); !errors.Is(err, ErrUnknownItem) {
		t.Errorf("an item of another programme: %v", err)
	}
}

func TestPromoteTakesTheFirstWhenAPlaceIsFree(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.must(r.db.SetQuota(t.Context(), "wrse", nil, 2026, 1, store.Operator, r.now))
	second, err := r.db.OpenCase(t.Context(), store.NewCase{Key: "1.2.0", Programme: "wrse", Year: 2026, Region: "64.72", Contact: r.siti,
		Channel: "telegram", Person: store.Person{NIK: "6472034507859902", Name: "Ani"}, Waiting: true, At: r.now})
	r.must(err)
	promote := func() (store.Case, error) {
		return r.Promote(t.Context(), r.db, "wrse", "64.72", 2026, "", store.Operator, r.now)
	}
	if _, err := promote(); !errors.Is(err, store.ErrFull) {
		t.Errorf("no place is free: %v", err)
	}
	r.must(r.db.SetQuota(t.Context(), "wrse", nil, 2026, 2, store.Operator, r.now))
	if got, err := promote(); err != nil || got.Number != second.Number || got.Status != store.CaseSubmitted {
		t.Errorf("promoted %s %s, %v", got.Number, got.Status, err)
	}
	if got := r.letters(); len(got) != 1 || !strings.Contains(got[0], "keluar dari daftar tunggu") {
		t.Errorf("letters %q", got)
	}
	r.must(r.db.SetQuota(t.Context(), "wrse", nil, 2026, 5, store.Operator, r.now))
	if _, err := promote(); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nobody waits: %v", err)
	}
}
