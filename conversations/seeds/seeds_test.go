package seeds_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sapa/conversations"
	"sapa/conversations/flowfile"
	"sapa/conversations/seeds"
	"sapa/conversations/understand"
)

// flows parses every shipped flow; one that does not parse fails the test with its line and column.
func flows(t *testing.T) map[string]*conversations.Flow {
	t.Helper()
	names, err := fs.Glob(seeds.Files, "*.flow.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no flows", err)
	}
	out := map[string]*conversations.Flow{}
	for _, name := range names {
		data, err := fs.ReadFile(seeds.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := flowfile.Parse(name, data, 1)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if want := strings.TrimSuffix(name, ".flow.yaml"); string(f.Ref.ID) != want {
			t.Errorf("%s holds the flow %s", name, f.Ref.ID)
		}
		out[name] = f
	}
	return out
}

func TestEveryFlowPassesInspection(t *testing.T) {
	t.Parallel()
	home := 0
	for _, f := range flows(t) {
		if f.Home() {
			home++
		}
	}
	if home != 1 {
		t.Errorf("%d flows are home, want 1", home)
	}
}

func TestCallsLeadSomewhereAndToOneFlow(t *testing.T) {
	t.Parallel()
	owner := map[string]string{}
	all := flows(t)
	for name, f := range all {
		for _, c := range append([]string{string(f.Ref.ID)}, f.Calls...) {
			if other := owner[c]; other != "" && other != name {
				t.Errorf("%s and %s both claim the call %s", other, name, c)
			}
			owner[c] = name
		}
	}
	claimed := func(where, call string) {
		call, _, _ = strings.Cut(call, ":")
		if owner[call] == "" {
			t.Errorf("%s leads to @%s, which no flow claims", where, call)
		}
	}
	for name, f := range all {
		for _, id := range f.Order {
			n, where := f.Nodes[id], name+" "+string(id)
			for _, r := range n.Go {
				if call, ok := strings.CutPrefix(string(r.To), "@"); ok {
					claimed(where, call)
				}
			}
			for _, c := range choices(n) {
				if call, ok := strings.CutPrefix(string(c.ID), "@"); ok {
					claimed(where, call)
				}
			}
		}
	}
}

func choices(n *conversations.Node) []conversations.Choice {
	if n.Ask == nil {
		return nil
	}
	return n.Ask.Choices
}

// Every intent has a flow, save the few that only mean something inside a question.
func TestEveryIntentHasAFlow(t *testing.T) {
	t.Parallel()
	var all []*conversations.Flow
	for _, f := range flows(t) {
		all = append(all, f)
	}
	lib := conversations.NewLibrary(all)
	for _, i := range []understand.Intent{understand.CheckEligibility, understand.CheckStatus, understand.ApplyWRSE, understand.ProgrammeInfo,
		understand.Complain, understand.TalkToOfficer, understand.Cancel, understand.Back, understand.Menu, understand.Stop, understand.Greet,
		understand.Thank, understand.Resume, understand.Help, understand.News, understand.Why, understand.Advice, understand.ApplyKUBE,
		understand.ApplyLKS, understand.ApplyPlanned, understand.MyData, understand.DeleteData, understand.Emergency, understand.Privacy,
		understand.OfficeHours, understand.Change} {
		if lib.Called(string(i)) == nil {
			t.Errorf("no flow is called by the intent %s", i)
		}
	}
}

// longest is how many letters one paragraph group of a node may have.
const longest = 700

func TestWordsAreShortAndInStyle(t *testing.T) {
	t.Parallel()
	banned := []*regexp.Regexp{
		regexp.MustCompile(`(?i)\b(kamu|kalian|dinsos|aplikasi ini|silahkan|terimakasih|disini|nomer|ijin|telpon|aktifitas|merubah|di mohon)\b`),
		regexp.MustCompile(`(?i)\b(pasti (cair|lolos|dapat|disetujui)|dijamin|akan cair|segera cair|anda lolos|akan disetujui)\b`),
		regexp.MustCompile(`\b(anda|nik|kk|ktp|wrse)\b`),
	}
	for name, f := range flows(t) {
		for _, id := range f.Order {
			said := words(f.Nodes[id])
			length := 0
			for _, w := range said {
				w = regexp.MustCompile(`\{\w+\}`).ReplaceAllString(w, "X")
				length += len([]rune(w))
				for _, b := range banned {
					if hit := b.FindString(w); hit != "" {
						t.Errorf("%s %s says %q", name, id, hit)
					}
				}
				if strings.Contains(w, "  ") {
					t.Errorf("%s %s has a double blank", name, id)
				}
			}
			if length > longest {
				t.Errorf("%s %s says %d letters", name, id, length)
			}
		}
	}
}

// words are all that a node may say at once; of lines with conditions on the same slot only the longest counts.
func words(n *conversations.Node) []string {
	var out []string
	longestOf := map[conversations.Slot]string{}
	for _, l := range n.Say {
		if l.When.Slot == "" {
			out = append(out, l.Text)
		} else if len(l.Text) > len(longestOf[l.When.Slot]) {
			longestOf[l.When.Slot] = l.Text
		}
	}
	for _, w := range longestOf {
		out = append(out, w)
	}
	if n.Ask != nil {
		out = append(out, n.Ask.Hint)
	}
	return out
}

// A question that is typed shows an example or says what to do; a flow ends by saying what can be done next.
func TestNothingEndsInADeadEnd(t *testing.T) {
	t.Parallel()
	for name, f := range flows(t) {
		for _, id := range f.Order {
			n := f.Nodes[id]
			if n.Ask != nil || len(n.Go) > 0 && !slices.ContainsFunc(n.Go, func(r conversations.Route) bool { return r.To == "" }) {
				continue
			}
			if all := fmt.Sprint(words(n)); !strings.Contains(all, "*") {
				t.Errorf("%s ends at %s without telling what can be typed next: %s", name, id, all)
			}
		}
	}
}

// When an answer is not understood, the last paragraph of a question is said again; it has to be the question itself.
func TestPickedQuestionsEndWithTheQuestion(t *testing.T) {
	t.Parallel()
	for name, f := range flows(t) {
		for _, id := range f.Order {
			n := f.Nodes[id]
			if n.Ask == nil || !slices.Contains([]conversations.Kind{conversations.KindChoice, conversations.KindYesNo, conversations.KindConsent,
				conversations.KindRegion, conversations.KindMarital}, n.Ask.Kind) {
				continue
			}
			if last := n.Say[len(n.Say)-1].Text; len([]rune(last)) > 200 {
				t.Errorf("%s %s ends with %d letters, not with a short question", name, id, len([]rune(last)))
			}
		}
	}
}
