package understand

import "math"

// caution is how much likelier than nothing a purpose must be: what means nothing must start nothing.
const caution = 1.5

// trust is how much the rules' guess of an intent weighs beside what was learnt: more where there are few examples, most
// where somebody may be in danger.
func trust(i Intent) float64 {
	switch i {
	case Emergency:
		return 5
	case CheckEligibility, CheckStatus, ApplyWRSE, ProgrammeInfo, Complain, TalkToOfficer, Cancel, Back, Menu, Stop, Greet, Thank, SayYes, SayNo, Unknown:
		return 1
	}
	return 4
}

// temper weighs what the rules guessed against what the examples teach. Both err, but seldom on the same text.
func (m *learned) temper(g Guess, r *reading) Guess {
	var f featureList
	f.read(r)
	p := m.weigh(f.list[:f.n])
	name := r.maybeName()
	var score [maxIntents]float64
	best := 0
	for k, i := range m.intents {
		score[k] = math.Log(float64(p[k]) + 1e-6)
		if starts(i) {
			score[k] -= caution
		}
		if name && interrupts(i) && i != g.Intent {
			score[k] = never
		}
		if i == g.Intent {
			score[k] += trust(i) * max(g.Confidence, 0.5)
		}
		if score[k] > score[best] {
			best = k
		}
	}
	g.Intent, g.Confidence = m.intents[best], 0
	if g.Intent != Unknown {
		g.Confidence = certainty(score[:len(m.intents)], best)
	}
	return g
}

// never is the score of what a text cannot mean.
const never = -99

// maybeName tells whether a text is so short and strange that it may be somebody's name: "Stopan", "Petugas Sari".
func (r *reading) maybeName() bool {
	if len(r.tokens) > 2 {
		return false
	}
	for i := range r.tokens {
		if r.tokens[i].how != spelled {
			return true
		}
	}
	return false
}

// interrupts tells whether an intent breaks off what is under way.
func interrupts(i Intent) bool {
	return i == Cancel || i == Back || i == Menu || i == Stop || i == TalkToOfficer
}

// starts tells whether an intent, read by mistake, leads somewhere. An answer or a greeting where none was meant does not.
func starts(i Intent) bool {
	switch i {
	case Unknown, SayYes, SayNo, Greet, Thank, Menu, Back, Emergency:
		return false
	}
	return true
}

// certainty is the share of one score among all, from 0 to 1, to two places.
func certainty(score []float64, of int) float64 {
	sum := 0.0
	for _, s := range score {
		sum += math.Exp(s - score[of])
	}
	return math.Round(100/sum) / 100
}
