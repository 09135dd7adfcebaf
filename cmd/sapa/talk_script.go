package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"sapa/store"
)

// script is a talk as it is typed: the lines of a file that can be replayed. It opens with the windows that are open, so
// that the replay meets what the person met.
type script struct {
	path    string
	mu      sync.Mutex // the terminal is still reading when a talk is broken off
	lines   []string
	partial []byte
}

// newScript begins a script for a file, and refuses early what cannot be written. What people type is personal data, so
// only the file's owner may read it.
func newScript(ctx context.Context, h *house, path string) (*script, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("--transcript: %s cannot be written", path)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("begin the transcript: %w", err)
	}
	year, err := which{}.year(h)
	if err != nil {
		return nil, err
	}
	windows, err := h.db.ProgrammeTable(ctx, year)
	if err != nil {
		return nil, err
	}
	return &script{path: path, lines: append([]string{"-- sapa talk"}, arranged(windows)...)}, nil
}

// arranged writes the lines that open a year's windows.
func arranged(windows []store.ProgrammeRow) []string {
	byWords := map[string][]string{} // what is the same in several kab/kota, and which they are
	var order []string
	for _, w := range windows {
		if !w.Open {
			continue
		}
		key := w.Programme + " %s"
		if w.Quota != store.Unlimited {
			key += fmt.Sprint(" ", w.Quota)
		}
		if byWords[key] == nil {
			order = append(order, key)
		}
		byWords[key] = append(byWords[key], w.Region)
	}
	var out []string
	for _, key := range order {
		regions := byWords[key]
		if len(regions) == len(store.Regions()) {
			regions = []string{"semua"}
		}
		for _, r := range regions {
			out = append(out, "@ buka "+fmt.Sprintf(key, r))
		}
	}
	return out
}

// Write takes what the terminal read.
func (s *script) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.partial = append(s.partial, p...)
	for {
		line, rest, ok := bytes.Cut(s.partial, []byte("\n"))
		if !ok {
			return len(p), nil
		}
		s.said(string(line))
		s.partial = rest
	}
}

// said adds a line, in the marks of a talk file. The terminal passes over empty lines, and takes commands without slash.
func (s *script) said(line string) {
	line = strings.TrimSpace(line)
	switch word, rest, _ := strings.Cut(line, " "); {
	case line == "":
	case (word == "/foto" || word == "/dokumen") && rest != "":
		s.lines = append(s.lines, "+ "+word[1:])
	case strings.HasPrefix(line, "/") && word != "/start":
		s.lines = append(s.lines, "> "+line[1:])
	default:
		s.lines = append(s.lines, "> "+line)
	}
}

// write plays what was said, and writes it with the answers: the file itself, and its sibling in Telegram's shape.
func (s *script) write(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said(string(s.partial))
	if err := os.WriteFile(s.path, []byte(strings.Join(s.lines, "\n")+"\n"), 0o600); err != nil {
		return fmt.Errorf("write the transcript: %w", err)
	}
	return playTalks(ctx, filepath.Dir(s.path), []string{s.path}, true, nil)
}
