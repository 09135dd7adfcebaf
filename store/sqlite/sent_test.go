package sqlite

import (
	"strconv"
	"testing"

	"sapa/conversations"
	"sapa/store"
	"sapa/store/storetest"
)

func TestSentByPlace(t *testing.T) {
	t.Parallel()
	d := fresh(t)
	got := accept(t, d, at(0), storetest.Message("1", "5511", "halo"))
	var says []conversations.Effect
	for i := range 2*sentRow + 5 {
		says = append(says, say(strconv.Itoa(i)))
	}
	commit(t, d, answer(got[0], 1, says...))
	letters := due(t, d, at(1), 0)
	settle(t, d, store.Settled{ID: letters[0].ID, State: store.LetterRefused, Reason: "too long"})
	var outcomes []store.Settled
	for _, l := range letters[:len(letters)-1] {
		outcomes = append(outcomes, store.Settled{ID: l.ID, Seq: l.Seq, State: store.LetterSent})
	}
	settle(t, d, outcomes...)
	if left := due(t, d, at(9), 0); len(left) != 1 || left[0].ID != letters[len(letters)-1].ID {
		t.Errorf("%d letters wait", len(left))
	}
	talk, err := d.Talk(t.Context(), "1", 100)
	if err != nil {
		t.Fatal(err)
	}
	count := map[store.LetterState]int{}
	for _, u := range talk {
		if u.Ours {
			count[u.State]++
		}
	}
	if count[store.LetterRefused] != 1 || count[store.LetterSent] != 2*sentRow+3 || count[""] != 1 {
		t.Errorf("states: %v", count)
	}
}
