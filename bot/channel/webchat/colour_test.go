package webchat

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

// palettes reads the two colour tables of the stylesheet: light, and what dark replaces in it.
func palettes(t *testing.T) map[string]map[string]string {
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\n *\}`).FindAllSubmatch(embedded("chat.css"), -1)
	if len(blocks) != 2 {
		t.Fatalf("%d colour tables, want 2", len(blocks))
	}
	all := map[string]map[string]string{"light": {}, "dark": {}}
	for i, name := range []string{"light", "dark"} {
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]+);`).FindAllSubmatch(blocks[i][1], -1) {
			all[name][string(m[1])] = string(m[2])
		}
	}
	return all
}

// luminance is that of WCAG 2.2 for a colour like #0b5d53 or #fff.
func luminance(t *testing.T, colour string) float64 {
	hex := colour[1:]
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatalf("colour %q", colour)
		}
		if c := float64(n) / 255; c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}

func TestColoursCanBeRead(t *testing.T) {
	t.Parallel()
	for name, p := range palettes(t) {
		for _, pair := range []struct {
			on, ground string
			least      float64
		}{
			{"text", "bot", 7}, {"text", "mine", 7}, {"text", "field", 7},
			{"soft", "bot", 4.5}, {"soft", "mine", 4.5}, {"soft", "field", 4.5}, {"soft", "bar", 4.5},
			{"act", "act-ground", 4.5}, {"act", "act-chosen", 4.5}, {"soft", "act-ground", 4.5}, {"link", "bot", 4.5},
			{"top-text", "top", 4.5}, {"top-soft", "top", 4.5}, {"note-text", "note", 4.5}, {"bad", "bad-ground", 4.5}, {"read", "mine", 3},
		} {
			if p[pair.on] == "" || p[pair.ground] == "" {
				t.Fatalf("%s has no %s or %s", name, pair.on, pair.ground)
			}
			a, b := luminance(t, p[pair.on]), luminance(t, p[pair.ground])
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < pair.least {
				t.Errorf("%s: %s on %s is %.2f:1, want %.1f:1", name, pair.on, pair.ground, ratio, pair.least)
			}
		}
	}
}
