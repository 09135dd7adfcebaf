package understand

import (
	"math"
	"slices"
	"strings"
	"sync"
)

// learned tells from labelled examples what the words of a text speak for: a linear model (multinomial logistic
// regression) over the words, concepts and their order. It is learnt anew at each start, from words/examples.tsv, in a
// fraction of a second, so that an example that somebody adds is all it takes to teach it.
type learned struct {
	intents []Intent
	weights [rows][maxIntents]int8 // in steps; a quarter of the memory says the same
	step    float32
}

// lesson is what is learnt while it is learnt.
type lesson struct {
	intents         int
	weights, turned [rows][maxIntents]float32
}

const (
	rows       = 1 << 15 // features share rows by their hash
	maxIntents = 32
	epochs     = 6
	rate       = 0.15
	decay      = 1e-4
)

// learn gives the model, made on first use.
var learn = sync.OnceValue(func() *learned { return learnFrom(lex(), readExamples()) })

// Warm makes ready what reading needs, so that the first person does not wait for it.
func Warm() { learn() }

// example is a text as its features with what it means, as the place of the intent among those that are learnt.
type example struct {
	features []uint16
	means    int
}

// readExamples gives the labelled lines: the intent, a tab, the text.
func readExamples() [][2]string {
	b, err := tables.ReadFile("words/examples.tsv")
	if err != nil {
		panic("understand: " + err.Error())
	}
	var out [][2]string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if label, text, ok := strings.Cut(line, "\t"); ok && line[0] != '#' {
			out = append(out, [2]string{label, text})
		}
	}
	return out
}

func learnFrom(l *lexicon, lines [][2]string) *learned {
	m := &learned{}
	known := map[string]int{}
	examples := make([]example, len(lines))
	var r reading
	for i, line := range lines {
		k, ok := known[line[0]]
		if !ok {
			k = len(m.intents)
			if k == maxIntents {
				panic("understand: examples of too many intents")
			}
			known[line[0]] = k
			m.intents = append(m.intents, Intent(line[0]))
		}
		r = reading{}
		l.read(&r, line[1])
		var f featureList
		f.read(&r)
		examples[i] = example{features: slices.Clone(f.list[:f.n]), means: k}
	}
	m.round(fit(examples, len(m.intents)))
	return m
}

// fit goes over the examples, each time in another order, and turns the weights against each mistake; a weight that was
// turned often turns more slowly (AdaGrad).
func fit(examples []example, intents int) *lesson {
	m := &lesson{intents: intents}
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	chance := uint32(1)
	for range epochs {
		for i := len(order) - 1; i > 0; i-- {
			chance = chance*1664525 + 1013904223
			j := int(uint64(chance) * uint64(i+1) >> 32)
			order[i], order[j] = order[j], order[i]
		}
		for _, i := range order {
			m.turn(&examples[i])
		}
	}
	return m
}

func (m *lesson) turn(e *example) {
	var p [maxIntents]float32
	for _, f := range e.features {
		w := &m.weights[f]
		for k := range p {
			p[k] += w[k]
		}
	}
	likely(p[:m.intents])
	p[e.means]--
	for k := range m.intents {
		if p[k] > -0.003 && p[k] < 0.003 {
			continue
		}
		for _, f := range e.features {
			g := p[k] + decay*m.weights[f][k]
			m.turned[f][k] += g * g
			m.weights[f][k] -= rate * g / float32(math.Sqrt(float64(m.turned[f][k])+1e-6))
		}
	}
}

// round keeps the weights of a lesson in steps.
func (m *learned) round(l *lesson) {
	for f := range l.weights {
		for _, w := range l.weights[f] {
			m.step = max(m.step, w/math.MaxInt8, -w/math.MaxInt8)
		}
	}
	if m.step == 0 {
		return // nothing was learnt
	}
	for f := range l.weights {
		for k, w := range l.weights[f] {
			m.weights[f][k] = int8(math.Round(float64(w / m.step)))
		}
	}
}

// weigh gives how likely each intent is.
func (m *learned) weigh(features []uint16) (p [maxIntents]float32) {
	var sum [maxIntents]int32
	for _, f := range features {
		w := &m.weights[f]
		for k := range sum {
			sum[k] += int32(w[k])
		}
	}
	for k := range m.intents {
		p[k] = float32(sum[k]) * m.step
	}
	likely(p[:len(m.intents)])
	return p
}

// likely turns scores into shares of one.
func likely(p []float32) {
	most := p[0]
	for _, s := range p {
		most = max(most, s)
	}
	sum := float32(0)
	for k := range p {
		p[k] = float32(math.Exp(float64(p[k] - most)))
		sum += p[k]
	}
	for k := range p {
		p[k] /= sum
	}
}
