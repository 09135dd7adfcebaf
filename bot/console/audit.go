package console

import (
	"context"
	"fmt"
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
	Path string // below Root, of the page of what it was done to; empty: there is none for this reader
}

// auditRow leads to the case or complaint that an entry names, for an auditor: an admin reads neither.
func (v *visit) auditRow(e store.AuditEntry) auditRow {
	row := auditRow{AuditEntry: e}
	number, ok := store.ParseNumber(e.Object)
	switch prefix, _, _ := strings.Cut(number, "-"); {
	case !ok || of(v.officer.Role)&auditor == 0, prefix == store.TicketPrefix, prefix == store.DataPrefix:
	case prefix == store.ComplaintPrefix:
		row.Path = "/pengaduan/" + number
	default:
		row.Path = "/permohonan/" + number
	}
	return row
}

// auditActions are those that the log can be narrowed to, for words below "office.action.".
func auditActions() []string {
	return []string{"case.view", "case.unmask", "case.file", "case.list", "case.export", "case.exported", "case.search", "case.print", "case.decide", "case.assign", "case.note", "case.supply", "case.priority", "case.reject_objection", "talk.view", "talk.file",
		"complaint.view", "complaint.unmask", "complaint.file", "complaint.ambil", "complaint.jawaban", "complaint.teruskan", "complaint.lapor", "complaint.selesai",
		"signin", "signin.failed", "signout", "officer.add", "officer.change", "officer.disable", "officer.link", "officer.password",
		"officer.factor", "officer.recovery", "window.open", "window.close", "quota.set", "stage.set", "promise.set", "holiday.set", "announcement.put", "poster.put", "broadcast.draft", "broadcast.edit", "broadcast.submit", "broadcast.approve",
		"broadcast.reject", "broadcast.start", "broadcast.pause", "broadcast.resume", "broadcast.cancel", "broadcast.retry", "broadcast.export", "import.view", "import.check", "import.confirm", "import.drop", "import.done", "flow.publish",
		"flow.rollback", "ticket.take", "ticket.release", "ticket.close", "phone.link", "phone.unlink", "contact.merge", "audit.verify"}
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
		view.Entries = append(view.Entries, v.auditRow(e))
	}
	for i, e := range view.Entries {
		view.Entries[i].Detail = v.pages().detailWords(e.Action, e.Detail)
	}
	return v.render(http.StatusOK, "audit", view)
}

// auditWhole is the detail of a check of the log that found nothing.
const auditWhole = "whole"

// verifyAudit walks the whole chain.
func (v *visit) verifyAudit() error {
	broken, err := v.o.Store.VerifyAudit(v.r.Context())
	if err != nil {
		return err
	}
	detail := auditWhole
	if broken > 0 {
		detail = "broken at " + strconv.FormatInt(broken, 10)
	}
	if err := v.audit("audit.verify", "", detail); err != nil {
		return err
	}
	return v.showAudit(auditView{Checked: true, Broken: broken})
}

// detailWords says what stands beside an act, in words where the log has only a mark; everything else is shown as it is.
func (p *pages) detailWords(action, detail string) string {
	from, to, changed := strings.Cut(detail, " -> ")
	switch {
	case strings.HasSuffix(action, ".view") && detail == "masked":
		return p.say("office.audit.masked")
	case strings.HasSuffix(action, ".view") && detail == "full":
		return p.say("office.audit.full")
	case action == "case.decide" && changed:
		return p.say("office.audit.becomes", "dari", p.statusName(store.Status(from)), "ke", p.statusName(store.Status(to)))
	case action == "case.assign" && changed:
		return p.say("office.audit.becomes", "dari", p.somebody(from), "ke", p.somebody(to))
	case action == "officer.recovery":
		return p.say("office.audit.left", "n", strings.TrimSuffix(detail, " left"))
	case action == "stage.set":
		return p.stageWords(detail)
	case action == "broadcast.approve":
		return p.say("office.audit.hash", "sidik", strings.TrimPrefix(detail, "hash "))
	case strings.HasPrefix(action, "broadcast.") && changed:
		to, urgent := strings.CutSuffix(to, ", urgent")
		words := p.say("office.audit.becomes", "dari", p.say("siaran.keadaan."+from), "ke", p.say("siaran.keadaan."+to))
		if urgent {
			words += ", " + p.say("siaran.mendesak")
		}
		return words
	case action == "case.list" && detail == "start":
		return p.say("office.nav.start")
	case action == "case.list":
		return p.listWords(detail)
	case action == "case.search":
		return p.searchedBy(detail)
	}
	return detail
}

// stageWords says what was noted of a stage of distribution.
func (p *pages) stageWords(detail string) string {
	var stage, realised, planned string
	if _, err := fmt.Sscanf(strings.Replace(detail, ":", " :", 1), "stage %s : %s of %s", &stage, &realised, &planned); err != nil {
		return detail
	}
	return p.say("office.audit.stage", "n", stage, "m", realised, "k", planned)
}

// somebody is the login of whoever had a case, or that nobody did.
func (p *pages) somebody(login string) string {
	if login == "" {
		return p.say("office.audit.free")
	}
	return login
}

// listWords says which list was looked at, from how described noted it.
func (p *pages) listWords(detail string) string {
	n, chosen, _ := strings.Cut(detail, ": ")
	out := []string{p.say("office.audit.rows", "n", n)}
	if n == "waiting" {
		out[0] = p.statusName(store.CaseWaitlisted)
	}
	for _, pair := range strings.Fields(chosen) {
		switch name, value, _ := strings.Cut(pair, "="); {
		case value == "":
		case name == "program":
			out = append(out, p.say("office.programme."+value))
		case name == "wilayah":
			out = append(out, p.regionName(value))
		case name == "status":
			out = append(out, p.statusName(store.Status(value)))
		}
	}
	return strings.Join(out, ", ")
}

// searchedBy says what a case was looked for by; what was typed is noted nowhere.
func (p *pages) searchedBy(detail string) string {
	switch detail {
	case "number":
		return p.say("office.audit.by_number")
	case "nik":
		return p.say("office.audit.by_nik")
	case "phone":
		return p.say("office.audit.by_phone")
	case "name":
		return p.say("office.audit.by_name")
	}
	return detail
}
