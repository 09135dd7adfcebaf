package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"sapa/store"
)

type regionCmd struct {
	Import regionImportCmd `cmd:"" help:"Load desa and kelurahan from a file of lines: code, tab or comma, name."`
}

type regionImportCmd struct {
	File string `arg:"" help:"Lines such as 64.72.03.1001, tab or comma, Air Putih. A heading is passed over." type:"path"`
}

// Run checks every line first and loads all or none.
func (c *regionImportCmd) Run(ctx context.Context, cfg *Config, s streams) error {
	villages, err := readVillages(c.File)
	if err != nil {
		return err
	}
	return inHouse(ctx, cfg, func(h *house) error {
		if err := h.db.ImportVillages(ctx, villages); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%d desa and kelurahan are loaded\n", len(villages))
		return nil
	})
}

func readVillages(name string) ([]store.Village, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unread(name, err)
	}
	defer f.Close()
	var out []store.Village
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		code, village, ok := cutAny(line, "\t;,")
		v := store.Village{Code: strings.Trim(code, " \""), Name: strings.Trim(village, " \"")}
		if !ok || !v.Valid() {
			if n == 1 {
				continue // a heading
			}
			return nil, fmt.Errorf("%s:%d: want a code such as 64.72.03.1001 and a name", name, n)
		}
		out = append(out, v)
	}
	if err := lines.Err(); err != nil {
		return nil, unread(name, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no line has a code of Kalimantan Timur such as 64.72.03.1001 and a name", name)
	}
	return out, nil
}

// unread says in plain words why a file cannot be read.
func unread(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s may not be read", name)
	}
	return fmt.Errorf("%s cannot be read as a file of text lines", name)
}

func cutAny(s, seps string) (before, after string, ok bool) {
	i := strings.IndexAny(s, seps)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}
