package console

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"sapa/store"
)

type auditStore interface {
	Audit(ctx context.Context, e store.AuditEntry) error
	AuditPage(ctx context.Context, f store.AuditFilter) ([]store.AuditEntry, error)
	VerifyAudit(ctx context.Context) (broken int64, err error)
}

type auditView struct {
	Filter  store.AuditFilter
	Actions []string
	Entries []auditRow
	Next    string
	Checked bool  // the chain was walked just now
	Broken  int64 // the first entry that was changed; 0: none
}

type auditRow struct {
	store.AuditEntry
	Case bool // the object is the number of a case
}

// auditActions are those that the log can be narrowed to, for words below "office.action.".
func auditActions() []string {
	return []string{"case.view", "case.unmask", "case.file", "case.list", "case.search", "case.print", "case.decide", "case.assign", "case.note", "case.supply", "case.reject_objection", "talk.view",
		"signin", "signin.failed", "signout", "officer.add", "officer.change", "officer.disable", "officer.link", "officer.password",
		"officer.factor", "officer.recovery", "window.open", "window.close", "quota.set", "stage.set", "promise.set", "holiday.set", "announcement.put", "poster.put", "broadcast.draft", "broadcast.edit", "broadcast.submit", "broadcast.approve",
		"broadcast.reject", "broadcast.start", "broadcast.pause", "broadcast.resume", "broadcast.cancel", "broadcast.retry", "broadcast.export", "flow.publish",
		"flow.rollback", "ticket.take", "ticket.release", "ticket.close", "audit.verify"}
}

func (v *visit) auditLog() error { return v.showAudit(auditView{}) }

func (v *visit) showAudit(view auditView) error {
	q := v.r.URL.Query()
	view.Filter = store.AuditFilter{By: strings.TrimSpace(q.Get("oleh")), Action: q.Get("tindakan"), Object: strings.ToUpper(strings.TrimSpace(q.Get("objek"))), Limit: pageSize + 1}
	if number, ok := store.ParseNumber(view.Filter.Object); ok {
		view.Filter.Object = number
	} else {
		view.Filter.Object = strings.ToLower(view.Filter.Object) // a login or a flow
	}
	view.Filter.Before, _ = strconv.ParseInt(q.Get("sebelum"), 10, 64) // what is no number is the first page
	view.Actions = auditActions()
	entries, err := v.o.Store.AuditPage(v.r.Context(), view.Filter)
	if err != nil {
		return err
	}
	if len(entries) > pageSize {
		entries = entries[:pageSize]
		next := url.Values{"oleh": {view.Filter.By}, "tindakan": {view.Filter.Action}, "objek": {view.Filter.Object},
			"sebelum": {strconv.FormatInt(entries[pageSize-1].Seq, 10)}}
		view.Next = Root + "/jejak?" + next.Encode()
	}
	for _, e := range entries {
		_, isCase := store.ParseNumber(e.Object)
		view.Entries = append(view.Entries, auditRow{e, isCase && of(v.officer.Role)&auditor != 0})
	}
	return v.render(http.StatusOK, "audit", view)
}

// verifyAudit walks the whole chain.
func (v *visit) verifyAudit() error {
	broken, err := v.o.Store.VerifyAudit(v.r.Context())
	if err != nil {
		return err
	}
	detail := "whole"
	if broken > 0 {
		detail = "broken at " + strconv.FormatInt(broken, 10)
	}
	if err := v.audit("audit.verify", "", detail); err != nil {
		return err
	}
	return v.showAudit(auditView{Checked: true, Broken: broken})
}
