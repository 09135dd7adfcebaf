package assess_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"sapa/conversations/assess"
)

func TestNextIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	programmes := assess.For(shipped(t), assess.Person)
	again := assess.For(shipped(t), assess.Person)
	slices.Reverse(again)
	c := &crowd{questions: questions(t, programmes), likely: true, unsure: 0.1, random: rand.New(rand.NewPCG(5, 5))}
	for range 200 {
		person, a := c.person(), assess.Answers{}
		for {
			slot, open := assess.Next(programmes, a)
			for range 3 {
				if other, also := assess.Next(again, a); other != slot || also != open {
					t.Fatalf("after %v: %q %v, then %q %v", a, slot, open, other, also)
				}
			}
			if !open {
				break
			}
			a[slot] = person[slot]
		}
	}
}

func TestNextStartsWithWhatSettlesMost(t *testing.T) {
	t.Parallel()
	all := shipped(t)
	person := assess.For(all, assess.Person)
	if slot, open := assess.Next(person, nil); slot != "umur" || !open {
		t.Errorf("over all programmes the first question is %q, want umur", slot)
	}
	child := assess.Answers{"umur": "8"}
	for range 20 {
		slot, open := assess.Next(person, child)
		if !open {
			break
		}
		if slices.Contains([]string{"pencari_nafkah", "veteran", "bantuan_sama", "jenis_kelamin"}, slot) {
			t.Errorf("a child of 8 is asked for %s", slot)
		}
		child[slot] = assess.Unknown
	}
	if slot, open := assess.Next(nil, nil); slot != "" || open {
		t.Errorf("without programmes: %q %v", slot, open)
	}
}

// Need is never empty while open, and Next asks for something an open programme needs.
func TestNextAsksOnlyWhatIsNeeded(t *testing.T) {
	t.Parallel()
	for _, subject := range subjects() {
		programmes := assess.For(shipped(t), subject)
		c := &crowd{questions: questions(t, programmes), unsure: 0.3, random: rand.New(rand.NewPCG(9, 9))}
		for range 300 {
			a := c.person()
			for slot := range a {
				if c.random.IntN(2) == 0 {
					delete(a, slot)
				}
			}
			slot, open := assess.Next(programmes, a)
			needed := false
			for _, p := range programmes {
				r, err := p.Assess(a)
				if err != nil || r.Open() != (len(r.Need) > 0) {
					t.Fatalf("%s: verdict %q with need %v, error %v", p.ID(), r.Verdict, r.Need, err)
				}
				needed = needed || slices.Contains(r.Need, slot)
				if r.Open() && !open {
					t.Fatalf("%s is open, but nothing is asked after %v", p.ID(), a)
				}
			}
			if open != needed {
				t.Fatalf("asked %q (%v) after %v", slot, open, a)
			}
		}
	}
}

func TestBadAnswersCountAsNotGiven(t *testing.T) {
	t.Parallel()
	wrse := byID(t)["wrse"]
	for _, bad := range []string{"umur=-1", "umur=121", "umur=035", "umur=+35", "umur=35.0", "umur=tiga", "umur=99999999999999999999",
		"jenis_kelamin=wanita", "ktp_kaltim=YA", "ktp_kaltim=true", "penghasilan=1.500.000", "penghasilan=Rp1500000"} {
		a := answers(t, bad)
		r, err := wrse.Assess(a)
		var what assess.BadAnswer
		if !errors.As(err, &what) || a[what.Slot] == "" {
			t.Errorf("%s: error %v, want a BadAnswer", bad, err)
		}
		empty, _ := wrse.Assess(nil)
		if !r.Open() || !slices.Equal(r.Need, empty.Need) || !slices.ContainsFunc(r.Criteria, func(c assess.Criterion) bool { return c.Answer == "" }) {
			t.Errorf("%s counted as an answer: %+v", bad, r)
		}
		if slot, open := assess.Next([]*assess.Programme{wrse}, a); !open || slot == "" {
			t.Errorf("%s stopped the questions", bad)
		}
	}
	if r, err := wrse.Assess(assess.Answers{"nama": "siapa pun", "umur": ""}); err != nil || !r.Open() {
		t.Errorf("a slot no rule reads, and an empty one: %q, %v", r.Verdict, err)
	}
}
