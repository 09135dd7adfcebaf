package console

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // what a citizen's phone may send
	"image/jpeg"
	_ "image/png"
	"net/http"
	"strconv"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

const (
	photoSide   = 1600       // pixels of the longer side
	thumbSide   = 400        // the same, of a picture on a page
	photoPixels = 50_000_000 // more than that is no photo of a phone, but an attack on memory
)

// file serves a photo or document of a case.
func (v *visit) file() error { return v.serveFile("case.file", v.kase.Number, v.kase.Files) }

// serveFile serves the photo or document that the route names, of what has a number, while that is open in full. A photo is
// drawn anew, so that nothing of where and with what it was taken goes with it; anything else is for saving, never for
// showing.
func (v *visit) serveFile(action, number string, files []string) error {
	if !v.signIn.Opened(number, v.now) {
		return refuse(http.StatusForbidden, "office.error.masked")
	}
	place, err := strconv.Atoi(v.r.PathValue("place"))
	if err != nil || place < 1 || place > len(files) {
		return refuse(http.StatusNotFound, "office.error.no_file")
	}
	return v.serveStored(action, number, files[place-1], place)
}

// serveStored serves a stored file and notes that in the audit log.
func (v *visit) serveStored(action, number, id string, place int) error {
	data, mime, err := v.o.Files.Read(v.r.Context(), id)
	if err != nil {
		return fmt.Errorf("read file: %w", err)
	}
	if err := v.audit(action, number, strconv.Itoa(place)); err != nil {
		return err
	}
	h := v.w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	side, small := photoSide, v.r.URL.Query().Has("kecil")
	if small {
		side = thumbSide
	}
	drawn, err := redrawn(data, side)
	switch {
	case err == nil:
		data = drawn
		h.Set("Content-Type", "image/jpeg")
	case mime == "application/pdf" && small:
		sheet := v.pages().assets["dokumen.svg"]
		data = sheet.data
		h.Set("Content-Type", sheet.mime)
	case mime == "application/pdf":
		h.Set("Content-Type", mime)
		h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%d.pdf"`, number, place))
	default:
		return refuse(http.StatusUnsupportedMediaType, "office.error.unseen_file")
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = v.w.Write(data) // the browser may be gone
	return nil
}

var errTooLarge = errors.New("picture has too many pixels")

// redraw is redrawn for looking at closely, or for sending.
func redraw(data []byte) ([]byte, error) { return redrawn(data, photoSide) }

// redrawn reads a picture and writes it as a JPEG whose longer side has at most so many pixels, without metadata, the right way
// up.
func redrawn(data []byte, side int) ([]byte, error) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if c.Width*c.Height > photoPixels {
		return nil, errTooLarge
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	w, h := c.Width, c.Height
	if longer := max(w, h); longer > side {
		w, h = max(1, w*side/longer), max(1, h*side/longer)
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(to, to.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(to, to.Bounds(), img, img.Bounds(), draw.Over, nil)
	var b bytes.Buffer
	err = jpeg.Encode(&b, upright(to, orientation(data)), &jpeg.Options{Quality: 85})
	return b.Bytes(), err
}
