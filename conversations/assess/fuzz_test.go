package assess_test

import (
	"slices"
	"strings"
	"testing"

	"sapa/conversations/assess"
)

// FuzzAssess feeds garbage as answers: no panic, a verdict exactly when nothing is needed, and nobody is asked in circles.
func FuzzAssess(f *testing.F) {
	f.Add("umur=45 jenis_kelamin=perempuan ktp_kaltim=ya")
	f.Add("umur=-9223372036854775808 dtsen=tidak_tahu penghasilan=NaN")
	f.Add("umur=\x00 kegiatan={umur} veteran=%s")
	programmes := shipped(f)
	f.Fuzz(func(t *testing.T, text string) {
		a := assess.Answers{}
		for pair := range strings.SplitSeq(text, " ") {
			slot, value, _ := strings.Cut(pair, "=")
			a[slot] = value
		}
		for _, p := range programmes {
			r, err := p.Assess(a)
			if r.Open() != (len(r.Need) > 0) {
				t.Errorf("%s: verdict %q needs %v", p.ID(), r.Verdict, r.Need)
			}
			if err == nil {
				for _, need := range r.Need {
					if a[need] != "" {
						t.Errorf("%s needs %s although it was answered", p.ID(), need)
					}
				}
			}
			for _, c := range r.Criteria {
				if strings.Contains(c.Reason, "%!") || c.Outcome == assess.Open && c.Reason != "" {
					t.Errorf("%s/%s: %q", p.ID(), c.ID, c.Reason)
				}
			}
		}
		for _, subject := range subjects() {
			some := assess.For(programmes, subject)
			first, _ := assess.Next(some, a)
			slices.Reverse(some)
			if second, _ := assess.Next(some, a); first != second {
				t.Errorf("asked %q, then %q", first, second)
			}
		}
	})
}

// FuzzCompile feeds garbage as rules and texts: no panic, and whatever compiles can be used.
func FuzzCompile(f *testing.F) {
	f.Add("umur >= batas && ktp", "Usia {batas}.")
	f.Add("warna in ['merah'] ? ktp : umur < 7", "{")
	f.Add("umur % 3 == 0 || 9223372036854775807 + umur > 0", "}{umur}{")
	f.Add("string(umur).matches('(a+)+$')", "pasti")
	f.Fuzz(func(t *testing.T, rule, text string) {
		spec := small()
		spec.Criteria[0].Rule, spec.Criteria[0].No = rule, text
		p, err := assess.Compile(spec)
		if (p == nil) == (err == nil) {
			t.Fatalf("programme %v with error %v", p != nil, err)
		}
		if p == nil {
			return
		}
		for _, a := range []assess.Answers{{}, {"umur": "30", "ktp": "ya", "warna": "biru"}, {"umur": "tidak_tahu"}, {"ktp": "tidak", "warna": "tidak_tahu"}} {
			r, _ := p.Assess(a)
			slot, open := assess.Next([]*assess.Programme{p}, a)
			if r.Open() != open || open && !slices.Contains(r.Need, slot) {
				t.Errorf("rule %q: verdict %q, next %q %v", rule, r.Verdict, slot, open)
			}
		}
	})
}
