package console

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"

	"sapa/store"
)

//go:embed views static
var embedded embed.FS

// pages are the templates and what they refer to, made once.
type pages struct {
	*Console
	views  map[string]*template.Template
	assets map[string]file
	print  string // of all assets; a new version has new addresses
	nav    []navItem
}

type file struct {
	mime         string
	data, zipped []byte
}

// navItem is a page that everybody it is for can go to at any time.
type navItem struct {
	Path, Key string
	roles     roles
}

// newPages reads what is embedded. It either parses or the binary is broken: then it panics.
func newPages(c *Console) *pages {
	p := &pages{Console: c, views: map[string]*template.Template{}, assets: map[string]file{}}
	p.readAssets()
	for _, r := range routes() {
		if r.nav != "" {
			p.nav = append(p.nav, navItem{Path: strings.TrimSuffix(r.path, "{$}"), Key: r.nav, roles: r.roles})
		}
	}
	layout := template.Must(template.New("layout.html").Funcs(p.funcs()).ParseFS(embedded, "views/layout.html", "views/part_*.html"))
	names, err := fs.Glob(embedded, "views/*.html")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		base := strings.TrimSuffix(path.Base(name), ".html")
		if base == "layout" || strings.HasPrefix(base, "part_") {
			continue
		}
		p.views[base] = template.Must(template.Must(layout.Clone()).ParseFS(embedded, name))
	}
	return p
}

func (p *pages) readAssets() {
	sum := sha256.New()
	entries, err := fs.ReadDir(embedded, "static")
	if err != nil {
		panic(err)
	}
	kinds := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
	for _, e := range entries {
		data, err := fs.ReadFile(embedded, "static/"+e.Name())
		if err != nil {
			panic(err)
		}
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a valid one
		_, _ = z.Write(data)                                  // into memory
		_ = z.Close()
		p.assets[e.Name()] = file{kinds[path.Ext(e.Name())], data, b.Bytes()}
		sum.Write(data)
	}
	p.print = hex.EncodeToString(sum.Sum(nil)[:6])
}

// piece answers with a part of a page, for a script that puts it in its place.
func (v *visit) piece(view, name string, data any) error {
	t := v.pages().views[view]
	if t == nil {
		return fmt.Errorf("no view %s", view)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("render %s of %s: %w", name, view, err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = v.w.Write(b.Bytes()) // the browser may be gone
	return nil
}

// asset serves GET /aset/PRINT/NAME, which never changes.
func (p *pages) asset(w http.ResponseWriter, r *http.Request) {
	it, ok := p.assets[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h, data := w.Header(), it.data
	h.Set("Cache-Control", "no-cache")
	if r.PathValue("print") == p.print {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Content-Type", it.mime)
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		data = it.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // the browser may be gone
}

// frame is what every page is given.
type frame struct {
	Officer store.Officer // zero for a stranger
	Whole   bool          // signed in with all factors
	Here    string        // path below Root
	Nav     []navItem
	Done    string // what was done just now, in words
	Demo    bool
	P       any // the page's own
}

// render answers with a page.
func (v *visit) render(status int, view string, data any) error {
	t := v.pages().views[view]
	if t == nil {
		return fmt.Errorf("no view %s", view)
	}
	f := frame{Officer: v.officer, Whole: v.signIn.Whole, Here: strings.TrimPrefix(v.r.URL.Path, Root), Demo: v.o.Demo, P: data}
	for _, n := range v.pages().nav {
		if f.Whole && n.roles&of(v.officer.Role) != 0 {
			f.Nav = append(f.Nav, n)
		}
	}
	if key := "office.done." + v.r.URL.Query().Get("kabar"); v.o.Words.Has(key) {
		f.Done = v.say(key)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout.html", f); err != nil {
		return fmt.Errorf("render %s: %w", view, err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(b.Bytes()) // the browser may be gone
	return nil
}
