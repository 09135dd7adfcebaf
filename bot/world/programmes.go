package world

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"sapa/conversations"
	"sapa/conversations/assess"
	"sapa/store"
)

// planned is the aid of many kinds; each kind is a programme of its own, "terencana_lansia".
const planned = "terencana"

// family gives the programme that applications go to: all kinds of planned aid are one.
func family(id string) string {
	if strings.HasPrefix(id, planned+"_") {
		return planned
	}
	return id
}

// programme gives the short name of a programme.
func (w *World) programme(id string) string {
	if key := "program." + id; w.Words.Has(key) {
		return w.say(key)
	}
	for _, p := range w.Programmes {
		if p.ID() == id {
			return p.Spec().Name
		}
	}
	return id
}

// listing orders programmes as they are listed: the province's first, in the order of the store, then the ministry's, then
// the partners'.
func listing(programmes []*assess.Programme) []*assess.Programme {
	place := func(p *assess.Programme) int {
		kinds := []assess.Kind{assess.Provincial, assess.National, assess.Partner}
		among := slices.IndexFunc(store.Programmes(), func(s store.Programme) bool { return s.ID == family(p.ID()) })
		if among < 0 {
			among = len(store.Programmes())
		}
		return slices.Index(kinds, p.Spec().Kind)*100 + among
	}
	out := slices.Clone(programmes)
	slices.SortStableFunc(out, func(a, b *assess.Programme) int { return place(a) - place(b) })
	return out
}

// specs gives a programme, or all kinds of one.
func (w *World) specs(id string) []*assess.Programme {
	var out []*assess.Programme
	for _, p := range w.Programmes {
		if p.ID() == id || family(p.ID()) == id {
			out = append(out, p)
		}
	}
	return out
}

// apply names the flow in which one applies for a programme; "" when that is not done here.
func (w *World) apply(id string) string {
	p, err := store.ProgrammeByID(family(id))
	if err != nil {
		return ""
	}
	return "daftar_" + p.ID
}

func (w *World) listProgrammes(_ context.Context, c call) (found, error) {
	var list [][2]string
	seen := map[string]bool{}
	for _, p := range w.Programmes {
		id := family(p.ID())
		if want := c.args["jenis"]; seen[id] || want != "" && want != string(p.Spec().Kind) {
			continue
		}
		seen[id] = true
		list = append(list, [2]string{id, w.programme(id)})
	}
	return found{"daftar_program": conversations.List(list...)}, nil
}

func (w *World) describe(ctx context.Context, c call) (found, error) {
	id := c.args["program"]
	specs := w.specs(id)
	if len(specs) == 0 {
		return found{}, nil
	}
	spec := specs[0].Spec()
	window, err := w.registration(ctx, id, spec.Kind, c.now.Year())
	if err != nil {
		return nil, err
	}
	var parts [][2]string
	summary, name := spec.Summary, spec.Name
	whom := []string{spec.ForWhom}
	if len(specs) > 1 {
		name, summary, whom = w.programme(id), w.say("program."+id+".ringkasan"), nil
		for _, p := range specs {
			parts = append(parts, [2]string{p.ID(), w.programme(p.ID())})
			whom = append(whom, p.Spec().ForWhom)
		}
	}
	return found{"nama_program": name, "ringkasan": summary, "untuk_siapa": lines(whom), "dokumen": w.documents(specs),
		"cara": numbered(spec.How), "kantor": spec.Office, "pendaftaran": window, "bisa_daftar": yesNo(w.apply(id) != ""),
		"saran_daftar": w.apply(id), "daftar_bagian": conversations.List(parts...)}, nil
}

// documents lists the papers that every one of the programmes asks for, and what is to be said about them.
func (w *World) documents(specs []*assess.Programme) string {
	var out []string
	for _, d := range specs[0].Spec().Documents {
		everywhere := !slices.ContainsFunc(specs, func(p *assess.Programme) bool {
			return !slices.ContainsFunc(p.Spec().Documents, func(o assess.Document) bool { return o.Text == d.Text })
		})
		if everywhere {
			out = append(out, d.Text)
		}
	}
	if len(out) == 0 {
		return w.say("world.documents.differ")
	}
	return strings.TrimSpace(bullets(out) + "\n" + specs[0].Spec().DocumentsNote)
}

// lines writes one text as it is, several as a list.
func lines(texts []string) string {
	if len(texts) == 1 {
		return texts[0]
	}
	return bullets(texts)
}

func numbered(steps []string) string {
	out := make([]string, len(steps))
	for i, s := range steps {
		out[i] = strconv.Itoa(i+1) + ". " + s
	}
	return strings.Join(out, "\n")
}
