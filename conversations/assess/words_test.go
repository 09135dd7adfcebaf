package assess_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"sapa/conversations/assess"
)

// texts are all words of a programme that a citizen may read.
func texts(s assess.Spec) []string {
	out := []string{s.Name, s.Summary, s.ForWhom, s.DocumentsNote, s.Office, s.WhenNot, s.Note}
	out = append(out, s.How...)
	for _, d := range s.Documents {
		out = append(out, d.Text)
	}
	for _, c := range s.Completions {
		out = append(out, c.Name, c.Ask)
	}
	for _, c := range s.Criteria {
		out = append(out, c.Name, c.Yes, c.No, c.Unsure, c.Change, c.Check)
	}
	return out
}

func TestTextsArePlainAndPromiseNothing(t *testing.T) {
	t.Parallel()
	promise := regexp.MustCompile(`(?i)\b(lolos|pasti|dijamin|akan cair|cair|disetujui)\b`)
	style := regexp.MustCompile(`\b(anda|kamu|Dinsos|aplikasi kami|silahkan|terlantar|ijin|telpon|jompo|orang cacat)\b`)
	amount := regexp.MustCompile(`Rp\s?\d|\bjuta\b|\bribu\b`)
	for _, p := range shipped(t) {
		for _, text := range texts(p.Spec()) {
			if found := promise.FindString(text); found != "" {
				t.Errorf("%s promises %q: %s", p.ID(), found, text)
			}
			if found := style.FindString(text); found != "" {
				t.Errorf("%s says %q: %s", p.ID(), found, text)
			}
			if amount.MatchString(text) {
				t.Errorf("%s names an amount, which changes every year: %s", p.ID(), text)
			}
			if n := utf8.RuneCountInString(text); n > assess.SummaryLimit {
				t.Errorf("%s has a text of %d letters: %s", p.ID(), n, text)
			}
			for sentence := range strings.SplitSeq(text, ". ") {
				if n := len(strings.Fields(sentence)); n > 20 {
					t.Errorf("%s has a sentence of %d words: %s", p.ID(), n, sentence)
				}
			}
		}
	}
}

func TestReasonsAreWholeSentencesForEverybody(t *testing.T) {
	t.Parallel()
	for _, subject := range subjects() {
		programmes := assess.For(shipped(t), subject)
		c := &crowd{questions: questions(t, programmes), unsure: 0.2, random: rand.New(rand.NewPCG(11, 11))}
		for range 300 {
			a := c.person()
			for _, p := range programmes {
				r, _ := p.Assess(a)
				for _, one := range r.Criteria {
					if one.Outcome != assess.Open && (one.Reason == "" || !strings.HasSuffix(one.Reason, ".")) || strings.ContainsAny(one.Reason+one.Change+one.Name, "{}") {
						t.Fatalf("%s/%s is %s: %q, %q", p.ID(), one.ID, one.Outcome, one.Reason, one.Change)
					}
					if strings.Contains(one.Reason, "Rp") {
						t.Fatalf("%s/%s names an amount: %q", p.ID(), one.ID, one.Reason)
					}
				}
			}
		}
	}
}

// What is only believed may steer a rule, but no text shows it, and the documents say that they are only usual.
func TestUnsureFactsStayOutOfTexts(t *testing.T) {
	t.Parallel()
	hedged := regexp.MustCompile(`umumnya|terutama|Petugas perlu memeriksa`)
	for _, p := range shipped(t) {
		s := p.Spec()
		for name, parameter := range s.Parameters {
			if parameter.Source == "" {
				t.Errorf("%s: parameter %s has no source", s.ID, name)
			}
		}
		unsure := false
		for _, d := range s.Documents {
			unsure = unsure || !d.Sure
		}
		if unsure && !(strings.Contains(s.DocumentsNote, "biasanya diminta") && strings.Contains(s.DocumentsNote, "Tanyakan")) {
			t.Errorf("%s shows documents as sure: %q", s.ID, s.DocumentsNote)
		}
		for _, c := range s.Criteria {
			if !c.Sure && !hedged.MatchString(c.No) {
				t.Errorf("%s/%s states as a rule what is only believed: %s", s.ID, c.ID, c.No)
			}
		}
	}
}
