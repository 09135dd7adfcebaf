package webchat

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"sapa/conversations"
)

// told is the answer of GET /riwayat.
type told struct {
	Cursor string      `json:"cursor"`
	All    bool        `json:"all"` // lines are all that is known, not just what came after the cursor
	Lines  []shownLine `json:"lines"`
}

// history serves GET /riwayat?sesudah=CURSOR: what was said after the cursor, or all when there is none.
func (a *Adapter) history(w http.ResponseWriter, r *http.Request, addr conversations.Address) {
	t, release := a.talks.use(addr)
	defer release()
	if err := t.remember(r.Context(), a.o.Past); err != nil {
		a.refuse(w, r, fmt.Errorf("%w: %w", errBusy, err))
		return
	}
	v := t.after(r.URL.Query().Get("sesudah"))
	answer := told{Cursor: v.cursor, All: v.all, Lines: make([]shownLine, 0, len(v.lines))}
	for _, l := range v.lines {
		answer.Lines = append(answer.Lines, shown(addr, l))
	}
	reply(w, http.StatusOK, answer)
}

// link is where the page finds a stored file, "" for none.
func link(ref string) string {
	if ref == "" {
		return ""
	}
	return "/berkas/" + url.PathEscape(ref)
}

// file serves GET /berkas/{ref}: a file of this very talk and no other.
func (a *Adapter) file(w http.ResponseWriter, r *http.Request, addr conversations.Address) {
	ref := r.PathValue("ref")
	if a.o.Files == nil || !a.mayRead(r.Context(), addr, ref) {
		a.fail(w, http.StatusNotFound, "webchat.error.no_file", 0)
		return
	}
	data, mime, err := a.o.Files.Read(r.Context(), ref)
	if err != nil {
		a.log.WarnContext(r.Context(), "web chat: stored file not readable")
		a.fail(w, http.StatusNotFound, "webchat.error.no_file", 0)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Content-Type", mime)
	if !picture(mime) {
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", "attachment")
		if mime == "application/pdf" {
			h.Set("Content-Type", mime)
			h.Set("Content-Disposition", `attachment; filename="sapa.pdf"`)
		}
	}
	h.Set("Cache-Control", "private, max-age=3600")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // the browser may be gone
}

// mayRead tells whether a file was shown in this talk.
func (a *Adapter) mayRead(ctx context.Context, addr conversations.Address, ref string) bool {
	t, release := a.talks.use(addr)
	defer release()
	if err := t.remember(ctx, a.o.Past); err != nil {
		return false
	}
	for _, l := range t.after("").lines {
		if ref != "" && (l.Photo == ref || l.Document == ref) {
			return true
		}
	}
	return false
}
