package notice

import (
	"path/filepath"
	"testing"
	"time"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/sqlite"
	"sapa/store/vault"
)

func TestTellAnswersEveryWishOnce(t *testing.T) {
	t.Parallel()
	ctx, now := t.Context(), time.Date(2026, 8, 3, 9, 0, 0, 0, time.UTC)
	db, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "sapa.db"), vault.Memory())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	contact := map[string]conversations.ContactID{}
	for name, region := range map[string]string{"siti": "64.72", "budi": "", "ani": "64.01", "diam": "64.72"} {
		id, err := db.Introduce(ctx, now, "telegram", conversations.Address(name))
		if err == nil {
			err = db.Subscribe(ctx, name, id, "wrse", region, 2026, now)
		}
		if err != nil {
			t.Fatal(err)
		}
		contact[name] = id
	}
	if err := db.SetStopped(ctx, contact["diam"], now); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		programme string
		regions   []string
		year      int
		want      int
	}{
		{"kube", nil, 2026, 0},
		{"wrse", nil, 2027, 0},
		{"wrse", []string{"64.72"}, 2026, 2}, // Siti, and Budi who asked for any
		{"wrse", []string{"64.72"}, 2026, 0},
		{"wrse", nil, 2026, 1}, // Ani
	} {
		if got, err := Tell(ctx, db, tt.programme, tt.regions, tt.year, nil, now); err != nil || got != tt.want {
			t.Errorf("Tell(%s, %v, %d) = %d, %v; want %d", tt.programme, tt.regions, tt.year, got, err, tt.want)
		}
	}
	due, err := db.Due(ctx, now, 0, 10)
	if err != nil || len(due) != 3 {
		t.Fatalf("%d letters are due, %v", len(due), err)
	}
	for _, l := range due {
		if l.Contact == contact["diam"] || l.Priority != store.PriorityBroadcast || len(l.Reply.Choices) != 1 {
			t.Errorf("letter %s to %s", l.ID, l.Contact)
		}
	}
}
