package world

import (
	"testing"

	"sapa/conversations"
)

// consentFlow is a flow that asks for consent, in one line for everybody and one for some.
func consentFlow() conversations.Flow {
	return conversations.Flow{Ref: conversations.FlowRef{ID: "daftar_wrse", Revision: 7}, Start: "setuju",
		Order: []conversations.NodeID{"setuju", "foto"},
		Nodes: map[conversations.NodeID]*conversations.Node{
			"setuju": {ID: "setuju", Ask: &conversations.Ask{Slot: "setuju", Kind: conversations.KindConsent}, Say: []conversations.Line{
				{Text: "Kami perlu NIK untuk {program}. Setuju?"},
				{Text: "Data keluarga juga.", When: conversations.Condition{Slot: "siapa", Is: []string{"keluarga"}}}}},
			"foto": {ID: "foto", Ask: &conversations.Ask{Slot: "foto_usaha", Kind: conversations.KindPhoto,
				Choices: []conversations.Choice{{ID: "lewati", Label: "Lewati"}}}},
		}}
}

func TestConsentIsProvable(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		args  args
		trail []conversations.NodeID
		text  string
	}{
		{"the question that was answered", args{"jawaban": "ya", "program": "wrse"}, []conversations.NodeID{"setuju", "foto"}, "Kami perlu NIK untuk wrse. Setuju?"},
		{"the node that is named", args{"jawaban": "tidak", "program": "wrse", "node": "setuju", "siapa": "keluarga"}, nil,
			"Kami perlu NIK untuk wrse. Setuju?\n\nData keluarga juga."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			s := r.as(r.siti, tt.args)
			s.Trail = tt.trail
			req := conversations.Request{Mark: conversations.Mark{Key: "1.1.0"}, Name: "record_consent", Args: tt.args}
			for range 2 {
				got, err := r.Find(t.Context(), s, req, r.now)
				if err != nil || got["tercatat"] != "ya" {
					t.Fatalf("record_consent = %v, %v", got, err)
				}
			}
			kept, err := r.db.ConsentsOf(t.Context(), r.siti)
			if err != nil || len(kept) != 1 {
				t.Fatalf("ConsentsOf = %d, %v", len(kept), err)
			}
			k := kept[0]
			if k.Text != tt.text || k.Answer != tt.args["jawaban"] || k.Flow != r.flow.Ref || k.Channel != "telegram" || !k.At.Equal(r.now) {
				t.Errorf("kept %+v", k)
			}
		})
	}
}

func TestConsentWithoutWordsIsNotRecorded(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if got := r.find(r.siti, "record_consent", args{"jawaban": "ya"}); got["tercatat"] != "" {
		t.Errorf("tercatat = %q without a question", got["tercatat"])
	}
	kept, err := r.db.ConsentsOf(t.Context(), r.siti)
	if err != nil || len(kept) != 0 {
		t.Errorf("kept %d, %v", len(kept), err)
	}
}

func TestConsentIsWithdrawn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.find(r.siti, "record_consent", args{"jawaban": "ya", "node": "setuju"})
	r.tell(r.siti, "withdraw_consent", nil)
	kept, err := r.db.ConsentsOf(t.Context(), r.siti)
	if err != nil || len(kept) != 1 || kept[0].Withdrawn.IsZero() {
		t.Errorf("kept %v, %v", kept, err)
	}
}
