package store

import "testing"

func TestParseNumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in, want string
		ok       bool
	}{
		{"WRSE-2026-000123", "WRSE-2026-000123", true},
		{"wrse-2026-000123", "WRSE-2026-000123", true},
		{"wrse 2026 123", "WRSE-2026-000123", true},
		{"  WRSE/2026/123. ", "", false},
		{"WRSE/2026/123", "WRSE-2026-000123", true},
		{"wrse2026000123", "WRSE-2026-000123", true},
		{"wrse – 2026 – 000123", "WRSE-2026-000123", true},
		{"BT-2026-1234567", "BT-2026-1234567", true},
		{"adu-2026-45", "ADU-2026-0045", true},
		{"TKT 2026 0001", "TKT-2026-0001", true},
		{"WRSE-2026-0", "", false},
		{"WRSE-2026", "", false},
		{"6472034507859901", "", false},
		{"nomor saya hilang", "", false},
		{"", "", false},
		{"W-2026-000123", "", false},
	}
	for _, tt := range tests {
		got, ok := ParseNumber(tt.in)
		if got != tt.want || ok != tt.ok {
			t.Errorf("ParseNumber(%q) = %q, %v; want %q, %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}

func TestParseNumberKnowsWhatWeWrite(t *testing.T) {
	t.Parallel()
	for _, p := range Programmes() {
		for _, n := range []int{1, 999999, 1234567} {
			number := CaseNumber(p.Prefix, 2026, n)
			if got, ok := ParseNumber(number); !ok || got != number {
				t.Errorf("ParseNumber(%q) = %q, %v", number, got, ok)
			}
		}
	}
}
