package console

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// picture is a QR code as one path of an SVG, which needs no inline style and prints sharply.
type picture struct {
	Size int // in modules, with the quiet zone
	Path string
}

const quiet = 4

// drawQR makes a QR code of a text.
func drawQR(text string) (picture, error) {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return picture{}, fmt.Errorf("draw QR code: %w", err)
	}
	var b strings.Builder
	for y := range c.Size {
		for x := range c.Size {
			if c.Black(x, y) {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return picture{Size: c.Size + 2*quiet, Path: b.String()}, nil
}
