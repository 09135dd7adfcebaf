package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"sapa/conversations"
	"sapa/conversations/flowfile"
	"sapa/store"
)

type flowStore interface {
	PublishedFlows(ctx context.Context) ([]store.FlowSource, error)
	FlowHistory(ctx context.Context, id conversations.FlowID) ([]store.FlowSource, error)
	SessionsByFlow(ctx context.Context) (map[conversations.FlowRef]int, error)
	PublishFlow(ctx context.Context, f store.FlowSource) (conversations.FlowRef, error)
	RollbackFlow(ctx context.Context, f store.FlowSource) error
}

// Simulator plays a written talk (see package transcript) with a flow in the place of the published one.
type Simulator interface {
	Play(ctx context.Context, flow *conversations.Flow, script string) (string, error)
}

// scriptMost bounds a trial talk, in bytes.
const scriptMost = 20_000

type flowRow struct {
	store.FlowSource
	Title string
	Talks int // that stand in this revision now
	Older int // that stand in an older one
}

func (v *visit) flows() error {
	ctx := v.r.Context()
	published, err := v.o.Store.PublishedFlows(ctx)
	if err != nil {
		return err
	}
	talks, err := v.o.Store.SessionsByFlow(ctx)
	if err != nil {
		return err
	}
	rows := make([]flowRow, 0, len(published))
	for _, f := range published {
		row := flowRow{FlowSource: f, Title: string(f.ID), Talks: talks[f.Ref()]}
		if flow, err := flowfile.Parse(string(f.ID), f.Source, f.Revision); err == nil {
			row.Title = flow.Title
		}
		for ref, n := range talks {
			if ref.ID == f.ID && ref.Revision != f.Revision {
				row.Older += n
			}
		}
		rows = append(rows, row)
	}
	return v.render(http.StatusOK, "flows", rows)
}

type flowView struct {
	ID        conversations.FlowID
	Published int // the revision that new talks begin with, and that an edit is based on
	History   []store.FlowSource
	Source    string
	Issues    []string
	Clean     bool   // the source was checked and nothing was found
	Script    string // of a trial talk
	Played    string
	Problem   string
}

// theFlow reads a flow with its history.
func (v *visit) theFlow() (flowView, error) {
	ctx := v.r.Context()
	view := flowView{ID: conversations.FlowID(v.r.PathValue("flow"))}
	published, err := v.o.Store.PublishedFlows(ctx)
	if err != nil {
		return view, err
	}
	i := slices.IndexFunc(published, func(f store.FlowSource) bool { return f.ID == view.ID })
	if i < 0 {
		return view, store.ErrNotFound
	}
	view.Published, view.Source = published[i].Revision, string(published[i].Source)
	view.History, err = v.o.Store.FlowHistory(ctx, view.ID)
	return view, err
}

func (v *visit) flow() error {
	view, err := v.theFlow()
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, "flow", view)
}

// editFlow checks, tries or publishes a source. Nothing is published that did not pass the check.
func (v *visit) editFlow() error {
	view, err := v.theFlow()
	if err != nil {
		return err
	}
	view.Source = strings.ReplaceAll(v.r.PostFormValue("sumber"), "\r\n", "\n")
	view.Script = strings.ReplaceAll(v.r.PostFormValue("percakapan"), "\r\n", "\n")
	flow, err := flowfile.Parse(string(view.ID), []byte(view.Source), 0)
	if err != nil {
		view.Issues = strings.Split(err.Error(), "\n")
		return v.render(http.StatusUnprocessableEntity, "flow", view)
	}
	if flow.Ref.ID != view.ID {
		view.Problem = v.say("office.flow.other_name", "nama", flow.Ref.ID)
		return v.render(http.StatusUnprocessableEntity, "flow", view)
	}
	view.Clean = true
	switch v.r.PostFormValue("langkah") {
	case "coba":
		return v.try(view, flow)
	case "terbit":
		return v.publish(view)
	}
	return v.render(http.StatusOK, "flow", view)
}

// try plays a talk with the edited flow, on an empty office of its own.
func (v *visit) try(view flowView, flow *conversations.Flow) error {
	if v.o.Simulator == nil || strings.TrimSpace(view.Script) == "" || len(view.Script) > scriptMost {
		view.Problem = v.say("office.flow.no_script")
		return v.render(http.StatusUnprocessableEntity, "flow", view)
	}
	script := view.Script
	if !strings.HasPrefix(strings.TrimSpace(script), "--") {
		script = "-- uji\n" + asked(script)
	}
	played, err := v.o.Simulator.Play(v.r.Context(), flow, script)
	if err != nil {
		view.Problem = v.say("office.flow.not_played", "sebab", err)
		return v.render(http.StatusUnprocessableEntity, "flow", view)
	}
	view.Played = played
	return v.render(http.StatusOK, "flow", view)
}

// asked makes lines of a script out of lines that an admin simply wrote.
func asked(lines string) string {
	var b strings.Builder
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if !strings.ContainsAny(line[:1], ">*+~@#") {
			line = "> " + line
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

func (v *visit) publish(view flowView) error {
	var expect int
	if _, err := fmt.Sscan(v.r.PostFormValue("dasar"), &expect); err != nil {
		return refuse(http.StatusBadRequest, "office.error.filter")
	}
	ref, err := v.o.Store.PublishFlow(v.r.Context(), store.FlowSource{ID: view.ID, Source: []byte(view.Source), By: v.officer.Login, At: v.now, Expect: expect})
	if errors.Is(err, store.ErrConflict) {
		view.Problem = v.say("office.flow.overtaken")
		return v.render(http.StatusConflict, "flow", view)
	}
	if err != nil {
		return err
	}
	if err := v.audit("flow.publish", string(ref.ID), fmt.Sprintf("revision %d", ref.Revision)); err != nil {
		return err
	}
	return v.done("/alur/"+string(ref.ID), "terbit")
}

// rollback makes an earlier revision the one that new talks begin with. Talks under way stay on theirs.
func (v *visit) rollback() error {
	var revision int
	if _, err := fmt.Sscan(v.r.PostFormValue("revisi"), &revision); err != nil {
		return refuse(http.StatusBadRequest, "office.error.filter")
	}
	id := conversations.FlowID(v.r.PathValue("flow"))
	if err := v.o.Store.RollbackFlow(v.r.Context(), store.FlowSource{ID: id, Revision: revision, By: v.officer.Login, At: v.now}); err != nil {
		return err
	}
	if err := v.audit("flow.rollback", string(id), fmt.Sprintf("revision %d", revision)); err != nil {
		return err
	}
	return v.done("/alur/"+string(id), "kembali")
}
