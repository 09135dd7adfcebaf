package assess_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"sapa/conversations/assess"
)

// The promise of the planner: following Next until it closes never gives another verdict than asking everything, and asks
// at most this share of all questions. People as they are likely to come fit more programmes, so fewer questions can be
// spared.
const (
	mostAsked       = 0.60
	mostAskedLikely = 0.65
)

// walk answers what Next asks until nothing is open, and checks that no verdict, once given, ever changes.
func walk(t *testing.T, programmes []*assess.Programme, person assess.Answers) (asked assess.Answers) {
	t.Helper()
	asked = assess.Answers{}
	settled := make([]assess.Verdict, len(programmes))
	for {
		for i, v := range verdicts(t, programmes, asked) {
			if settled[i] != "" && v != settled[i] {
				t.Fatalf("%s went from %q to %q after %v", programmes[i].ID(), settled[i], v, asked)
			}
			settled[i] = v
		}
		slot, open := assess.Next(programmes, asked)
		if !open {
			return asked
		}
		if _, again := asked[slot]; again {
			t.Fatalf("%s was asked again after %v", slot, asked)
		}
		asked[slot] = person[slot]
	}
}

func TestPlannedQuestionsGiveTheFullVerdict(t *testing.T) {
	t.Parallel()
	for _, subject := range subjects() {
		for _, crowdIs := range []struct {
			name   string
			likely bool
			people int
			most   float64
		}{{"even", false, 10000, mostAsked}, {"likely", true, 3000, mostAskedLikely}} {
			t.Run(fmt.Sprintf("%s/%s", subject, crowdIs.name), func(t *testing.T) {
				t.Parallel()
				programmes := assess.For(shipped(t), subject)
				all := questions(t, programmes)
				c := &crowd{questions: all, likely: crowdIs.likely, unsure: 0.08, random: rand.New(rand.NewPCG(2024, 8))}
				asked, most, wrong := 0, 0, 0
				tally := map[assess.Verdict]int{}
				for range crowdIs.people {
					person := c.person()
					answers := walk(t, programmes, person)
					early, full := verdicts(t, programmes, answers), verdicts(t, programmes, person)
					for i := range programmes {
						tally[full[i]]++
						if early[i] != full[i] {
							wrong++
						}
					}
					asked, most = asked+len(answers), max(most, len(answers))
				}
				share := float64(asked) / float64(crowdIs.people*len(all))
				t.Logf("%d programmes, %d people: %.2f of %d questions asked on average (%.1f %%), %d at most; %d wrong early verdicts; %v",
					len(programmes), crowdIs.people, float64(asked)/float64(crowdIs.people), len(all), 100*share, most, wrong, tally)
				if wrong != 0 {
					t.Errorf("%d early verdicts differ from the full ones", wrong)
				}
				if share > crowdIs.most {
					t.Errorf("asked %.1f %% of the questions, want at most %.0f %%", 100*share, 100*crowdIs.most)
				}
				for _, v := range []assess.Verdict{assess.Fits, assess.NotYet, assess.Check} {
					if tally[v] == 0 {
						t.Errorf("nobody got the verdict %s, so it was not tried", v)
					}
				}
			})
		}
	}
}
