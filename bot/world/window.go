package world

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"sapa/conversations"
	"sapa/conversations/assess"
	"sapa/store"
)

// The states of a window as flows know them.
const (
	windowOpen   = "buka"
	windowClosed = "tutup"
	windowFull   = "penuh"
)

func (w *World) checkWindow(ctx context.Context, c call) (found, error) {
	id := family(c.args["program"])
	state, err := w.window(ctx, id, kabkota(c.args["wilayah"]), c.now.Year())
	if err != nil {
		return nil, err
	}
	return found{"jendela": state, "tahun": strconv.Itoa(c.now.Year()), "nama_program": w.programme(id)}, nil
}

// window tells whether a programme takes applications in a kab/kota, or anywhere when region is "".
func (w *World) window(ctx context.Context, id, region string, year int) (string, error) {
	regions := []string{region}
	if region == "" {
		regions = store.Regions()
	}
	state := windowClosed
	for _, r := range regions {
		got, err := w.Store.Window(ctx, id, r, year)
		switch {
		case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrInvalid):
			continue // not a programme or region of ours: nothing to apply for
		case err != nil:
			return "", err
		case got.Open && got.Left() != 0:
			return windowOpen, nil
		case got.Open:
			state = windowFull
		}
	}
	return state, nil
}

// registration is a sentence about where one can apply.
func (w *World) registration(ctx context.Context, id string, kind assess.Kind, year int) (string, error) {
	if kind != assess.Provincial {
		return w.say("world.window." + string(kind)), nil
	}
	var open []string
	for _, r := range store.Regions() {
		state, err := w.window(ctx, family(id), r, year)
		if err != nil {
			return "", err
		}
		if state != windowClosed {
			open = append(open, w.place(r))
		}
	}
	switch len(open) {
	case 0:
		return w.say("world.window.closed", "tahun", strconv.Itoa(year)), nil
	case len(store.Regions()):
		return w.say("world.window.everywhere", "tahun", strconv.Itoa(year)), nil
	}
	return w.say("world.window.open", "tahun", strconv.Itoa(year), "wilayah", strings.Join(open, ", ")), nil
}

func (w *World) checkDuplicate(ctx context.Context, c call) (found, error) {
	heads, err := w.Store.CasesOfNIK(ctx, c.args["nik"])
	if err != nil {
		return nil, err
	}
	for _, h := range heads {
		if h.Programme != family(c.args["program"]) || h.Year != c.now.Year() || !h.Status.Claims() {
			continue
		}
		if h.Contact == c.Contact {
			return found{"ganda": "sendiri", "nomor_lama": h.Number}, nil
		}
		return found{"ganda": "lain"}, nil
	}
	return found{}, nil
}

func (w *World) listVillages(ctx context.Context, c call) (found, error) {
	all, err := w.Store.Villages(ctx, c.args["kecamatan"])
	if err != nil {
		return nil, err
	}
	var list [][2]string
	for _, v := range all {
		list = append(list, [2]string{v.Name, v.Name})
	}
	return found{"daftar_desa": conversations.List(list...)}, nil
}

func (w *World) subscribe(ctx context.Context, c call) error {
	return w.Store.Subscribe(ctx, c.key, c.Contact, family(c.args["program"]), kabkota(c.args["wilayah"]), c.now.Year(), c.now)
}
