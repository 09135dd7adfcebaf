package world

import (
	"context"
	"strconv"
	"strings"

	"sapa/store"
)

// showProgress tells how far handing out is, as far as the office wrote it down.
func (w *World) showProgress(ctx context.Context, c call) (found, error) {
	var ids []string
	for _, p := range store.Programmes() {
		if want := family(c.args["program"]); want == "" || want == p.ID {
			ids = append(ids, p.ID)
		}
	}
	if len(ids) == 0 {
		return found{"kemajuan": w.say("world.progress.elsewhere", "program", w.programme(c.args["program"]))}, nil
	}
	region := kabkota(c.args["wilayah"])
	var parts, without []string
	for _, id := range ids {
		lines, err := w.stages(ctx, id, region, c.now.Year())
		switch {
		case err != nil:
			return nil, err
		case len(lines) == 0:
			without = append(without, w.programme(id))
		default:
			parts = append(parts, "*"+w.programme(id)+"*\n"+bullets(lines))
		}
	}
	if len(without) > 0 {
		key := "world.progress.none"
		if region != "" {
			key += ".region"
		}
		parts = append(parts, w.say(key, "program", strings.Join(without, ", "), "tahun", strconv.Itoa(c.now.Year()), "wilayah", w.place(region)))
	}
	return found{"kemajuan": strings.Join(parts, "\n\n")}, nil
}

func (w *World) stages(ctx context.Context, id, region string, year int) ([]string, error) {
	all, err := w.Store.Stages(ctx, id, year)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range all {
		if region != "" && s.Region != region {
			continue
		}
		line := w.say("world.progress.stage", "wilayah", w.place(s.Region), "tahap", strconv.Itoa(s.Stage),
			"sudah", strconv.Itoa(s.Realised), "rencana", strconv.Itoa(s.Planned))
		if !s.Target.IsZero() && s.Realised < s.Planned {
			line += " " + w.say("world.progress.target", "tanggal", w.Office.Date(s.Target))
		}
		if s.Note != "" {
			line += " " + s.Note
		}
		out = append(out, line)
	}
	return out, nil
}
