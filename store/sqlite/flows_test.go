package sqlite

import (
	"errors"
	"testing"

	"sapa/conversations"
	"sapa/store"
)

func TestFlows(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	publish := func(source string, expect, want int, wantErr error) {
		t.Helper()
		ref, err := d.PublishFlow(t.Context(), store.FlowSource{ID: "menu", Source: []byte(source), By: "admin", At: at(want), Expect: expect})
		if !errors.Is(err, wantErr) || (wantErr == nil) != (err == nil) || ref.Revision != want {
			t.Errorf("publish %q over %d: revision %d, %v", source, expect, ref.Revision, err)
		}
	}
	publish("a", 0, 1, nil)
	publish("a", 0, 1, nil) // the same content again
	publish("b", 0, 0, store.ErrConflict)
	publish("b", 1, 2, nil)
	publish("c", 1, 0, store.ErrConflict)
	publish("c", 2, 3, nil)

	published := func(want string) {
		t.Helper()
		flows, err := d.PublishedFlows(t.Context())
		if err != nil || len(flows) != 1 || string(flows[0].Source) != want {
			t.Errorf("published: %v, %v", flows, err)
		}
	}
	published("c")
	rollback := store.FlowSource{ID: "menu", Revision: 1, By: "admin", At: at(9)}
	if err := d.RollbackFlow(t.Context(), rollback); err != nil {
		t.Fatal(err)
	}
	published("a")
	publish("d", 3, 0, store.ErrConflict)
	publish("d", 1, 4, nil)
	published("d")

	rollback.Revision = 9
	if err := d.RollbackFlow(t.Context(), rollback); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("rollback to nothing: %v", err)
	}
	history, err := d.FlowHistory(t.Context(), "menu")
	if err != nil || len(history) != 4 || history[0].Revision != 4 || history[3].Revision != 1 || !history[2].At.Equal(at(2)) {
		t.Errorf("history = %+v, %v", history, err)
	}
	if f, err := d.FlowRevision(t.Context(), conversations.FlowRef{ID: "menu", Revision: 2}); err != nil || string(f.Source) != "b" || f.By != "admin" {
		t.Errorf("revision 2 = %+v, %v", f, err)
	}
	if _, err := d.FlowRevision(t.Context(), conversations.FlowRef{ID: "menu", Revision: 7}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("revision 7: %v", err)
	}
}

func TestPublishAfterRollback(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	flow := store.FlowSource{ID: "menu", Source: []byte("a"), By: "admin", At: at(0)}
	for i, source := range []string{"a", "b"} {
		flow.Source, flow.Expect = []byte(source), i
		if _, err := d.PublishFlow(t.Context(), flow); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.RollbackFlow(t.Context(), store.FlowSource{ID: "menu", Revision: 1, By: "admin", At: at(1)}); err != nil {
		t.Fatal(err)
	}
	ref, err := d.PublishFlow(t.Context(), store.FlowSource{ID: "menu", Source: []byte("c"), By: "admin", At: at(2), Expect: 1})
	if err != nil || ref.Revision != 3 {
		t.Errorf("publish over the rolled back revision: %v, %v", ref, err)
	}
}
