package store

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestMasks(t *testing.T) {
	t.Parallel()
	p := Person{NIK: "6472034507859901", KK: "6472031201129902", Name: "Siti Aminah", Birth: "1985-07-05",
		Phone: "+6281234567890", Address: "Jl. Kembali 7", Sex: "perempuan", Marital: "cerai_mati"}
	want := Person{NIK: "6472********9901", KK: "6472********9902", Name: "S*** A*****", Birth: "1985-**-**",
		Phone: "***********890", Address: "****", Sex: "perempuan", Marital: "cerai_mati"}
	if got := p.Masked(); got != want {
		t.Errorf("got %v\nwant %v", fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want))
	}
	if (Person{}).Masked() != (Person{}) {
		t.Error("masking nobody made somebody")
	}
	for in, want := range map[string]string{"647203": "****", "": "", "12345": "****"} {
		if got := MaskDigits(in); got != want {
			t.Errorf("MaskDigits(%q) = %q, want %q", in, got, want)
		}
	}
	if got := MaskName("  A'isyah   Ñ "); got != "A****** Ñ" {
		t.Errorf("MaskName = %q", got)
	}
}

func TestRecordsKeepOutOfLogs(t *testing.T) {
	t.Parallel()
	const secret = "Rahasia9901"
	records := []any{
		Person{Name: secret}, NewCase{Village: secret, Person: Person{NIK: secret}}, CaseHead{Name: secret},
		Case{Village: secret}, Consent{Text: secret}, NewComplaint{What: secret}, Complaint{NewComplaint: NewComplaint{What: secret}},
		Ticket{Reason: secret}, Officer{Name: secret}, Decision{Note: secret}, CaseEvent{Note: secret},
	}
	for _, r := range records {
		var b strings.Builder
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "record", r)
		if strings.Contains(b.String(), secret) {
			t.Errorf("%T shows itself in a log", r)
		}
	}
}

func TestProgrammes(t *testing.T) {
	t.Parallel()
	if p, err := ProgrammeByID("terencana"); err != nil || p.Prefix != "BT" {
		t.Errorf("terencana: %v, %v", p, err)
	}
	if _, err := ProgrammeByID("wsre"); err == nil {
		t.Error("an unknown programme was found")
	}
	for _, tt := range []struct {
		w    Window
		left int
	}{{Window{Quota: 20, Taken: 5}, 15}, {Window{Quota: 20, Taken: 18, Waiting: 4}, 0}, {Window{Quota: Unlimited}, Unlimited}, {Window{Quota: 0}, 0}} {
		if tt.w.Left() != tt.left {
			t.Errorf("%+v.Left() = %d, want %d", tt.w, tt.w.Left(), tt.left)
		}
	}
	if len(Regions()) != 10 || !IsRegion("64.72") || IsRegion("64.73") || IsRegion("64.72.03") {
		t.Error("the ten regions are wrong")
	}
	if (Village{Code: "64.72.3.1001", Name: "X"}).Valid() || !(Village{Code: "64.72.03.1001", Name: "Air Putih"}).Valid() {
		t.Error("village codes are wrong")
	}
}
