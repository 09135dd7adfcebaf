package console

import (
	"fmt"
	"io"
	"net/http"

	"sapa/conversations"
	"sapa/store"
)

// attachMost is the largest photo or document of a broadcast, in bytes; uploadMost what its whole form may bring.
const (
	attachMost = 10 << 20
	uploadMost = attachMost + bodyMost
)

// attached keeps the photo or document that was chosen. A photo is drawn anew, so that nothing of where it was taken goes
// out to thousands.
func (v *visit) attached(d store.BroadcastDraft) (store.BroadcastDraft, string, error) {
	if v.r.PostFormValue("tanpa_berkas") != "" {
		d.Media = nil
	}
	f, h, err := v.r.FormFile("berkas")
	if err != nil || h.Size == 0 {
		return d, "", nil // none was chosen
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, attachMost+1))
	if err != nil {
		return d, "", fmt.Errorf("read attachment: %w", err)
	}
	kind, mime := conversations.Document, http.DetectContentType(data)
	if mime != "application/pdf" {
		kind, mime = conversations.Photo, "image/jpeg"
		if data, err = redraw(data); err != nil {
			return d, v.say("siaran.galat.berkas"), nil
		}
	}
	if len(data) > attachMost {
		return d, v.say("siaran.galat.besar"), nil
	}
	id, err := v.o.Files.Put(data, mime)
	if err != nil {
		return d, "", fmt.Errorf("keep attachment: %w", err)
	}
	d.Media = &conversations.Media{Kind: kind, Ref: id, Mime: mime, Size: int64(len(data))}
	return d, "", nil
}

// attachment serves what goes before the text of a broadcast.
func (v *visit) attachment() error {
	if v.broadcast.Media == nil {
		return refuse(http.StatusNotFound, "office.error.no_file")
	}
	data, mime, err := v.o.Files.Read(v.r.Context(), v.broadcast.Media.Ref)
	if err != nil {
		return fmt.Errorf("read attachment: %w", err)
	}
	h := v.w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Content-Type", mime)
	if mime != "image/jpeg" {
		h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="siaran-%s.pdf"`, v.broadcast.Code))
	}
	_, _ = v.w.Write(data) // the browser may be gone
	return nil
}
