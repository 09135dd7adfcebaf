package assess_test

import (
	"math/rand/v2"
	"testing"

	"sapa/conversations/assess"
)

// BenchmarkAssess is the time to a verdict: one programme, one person, all answers known; then with half of them.
func BenchmarkAssess(b *testing.B) {
	programmes := assess.For(shipped(b), assess.Person)
	c := &crowd{questions: questions(b, programmes), likely: true, random: rand.New(rand.NewPCG(1, 1))}
	full, half := c.person(), assess.Answers{}
	for i, q := range c.questions {
		if i%2 == 0 {
			half[q.Slot] = full[q.Slot]
		}
	}
	for _, p := range programmes {
		for _, known := range []struct {
			name    string
			answers assess.Answers
		}{{"all", full}, {"half", half}} {
			b.Run(p.ID()+"/"+known.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := p.Assess(known.answers); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkNext is the time to choose a question over all programmes for a person, at the first and at a middle turn.
func BenchmarkNext(b *testing.B) {
	programmes := assess.For(shipped(b), assess.Person)
	c := &crowd{questions: questions(b, programmes), likely: true, random: rand.New(rand.NewPCG(1, 1))}
	full, half := c.person(), assess.Answers{}
	for i, q := range c.questions {
		if i%2 == 1 {
			half[q.Slot] = full[q.Slot]
		}
	}
	for name, answers := range map[string]assess.Answers{"first": {}, "half": half} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, open := assess.Next(programmes, answers); !open {
					b.Fatal("nothing to ask")
				}
			}
		})
	}
}

// BenchmarkCompile is the time to load everything that is shipped.
func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		shipped(b)
	}
}

// BenchmarkQuestions plays whole conversations with likely people. Its metrics are the questions asked and the questions
// there are; the time is for all turns of one person.
func BenchmarkQuestions(b *testing.B) {
	for _, subject := range subjects() {
		b.Run(string(subject), func(b *testing.B) {
			programmes := assess.For(shipped(b), subject)
			c := &crowd{questions: questions(b, programmes), likely: true, unsure: 0.08, random: rand.New(rand.NewPCG(1, 1))}
			asked, people := 0, 0
			for b.Loop() {
				person, a := c.person(), assess.Answers{}
				for slot, open := assess.Next(programmes, a); open; slot, open = assess.Next(programmes, a) {
					a[slot] = person[slot]
				}
				asked, people = asked+len(a), people+1
			}
			b.ReportMetric(float64(asked)/float64(people), "asked/person")
			b.ReportMetric(float64(len(c.questions)), "questions")
		})
	}
}
