package webchat

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed page
var files embed.FS

// scripts are joined into one file in this order, so that a phone with a bad signal asks once. They share one scope.
var scripts = []string{"words.js", "view.js", "photo.js", "outbox.js", "stream.js", "main.js"}

// page is what a browser gets before any talk, made once: the words do not change while the program runs.
type page struct {
	html   asset
	assets map[string]asset
	print  string // of all assets; a new version has new addresses
}

type asset struct {
	mime         string
	data, zipped []byte
}

// newPage builds the page. What is embedded either parses or the binary is broken: then it panics.
func newPage(o Options) *page {
	p := &page{assets: map[string]asset{}}
	var js bytes.Buffer
	js.WriteString("(function () {\n\"use strict\";\n")
	for _, name := range scripts {
		js.Write(embedded(name))
	}
	js.WriteString("})();\n")
	p.add("chat.js", "text/javascript; charset=utf-8", js.Bytes())
	p.add("chat.css", "text/css; charset=utf-8", embedded("chat.css"))
	p.add("sapa.svg", "image/svg+xml", embedded("sapa.svg"))
	p.add("motif.svg", "image/svg+xml", embedded("motif.svg"))
	sum := sha256.New()
	for _, name := range []string{"chat.js", "chat.css", "sapa.svg", "motif.svg"} {
		sum.Write(p.assets[name].data)
	}
	p.print = hex.EncodeToString(sum.Sum(nil)[:6])
	var html bytes.Buffer
	if err := template.Must(template.New("").Parse(string(embedded("index.html")))).Execute(&html, p.view(o)); err != nil {
		panic(fmt.Errorf("web chat: fill page: %w", err))
	}
	p.html = zipped("text/html; charset=utf-8", html.Bytes())
	return p
}

func embedded(name string) []byte {
	data, err := files.ReadFile("page/" + name)
	if err != nil {
		panic(fmt.Errorf("web chat: %w", err))
	}
	return data
}

// view is what the page's template may use.
func (p *page) view(o Options) map[string]any {
	words := map[string]string{}
	for _, key := range Keys() {
		words[strings.TrimPrefix(key, "webchat.")] = o.Words(key)
	}
	all, err := json.Marshal(words)
	if err != nil {
		panic(fmt.Errorf("web chat: words: %w", err))
	}
	return map[string]any{"W": words, "Words": string(all), "Assets": "/assets/" + p.print, "Demo": o.Demo,
		"Photos": o.Keep != nil && o.Files != nil, "MaxText": maxText, "MaxPhoto": maxPhoto}
}

func (p *page) add(name, mime string, data []byte) { p.assets[name] = zipped(mime, data) }

// zipped makes an asset, small and as it is.
func zipped(mime string, data []byte) asset {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a valid one
	_, _ = z.Write(data)                                  // into memory
	_ = z.Close()
	return asset{mime, data, b.Bytes()}
}

// front serves GET /: the page, and a cookie for a browser without one.
func (a *Adapter) front(w http.ResponseWriter, r *http.Request) {
	a.greet(w, r)
	a.page.html.serve(w, r, "no-store")
}

// asset serves GET /assets/PRINT/NAME, which never changes.
func (p *page) asset(w http.ResponseWriter, r *http.Request) {
	it, ok := p.assets[path.Base(r.PathValue("name"))]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.PathValue("print") == p.print {
		it.serve(w, r, "public, max-age=31536000, immutable")
		return
	}
	it.serve(w, r, "no-cache")
}

func (p *page) icon(w http.ResponseWriter, r *http.Request) {
	p.assets["sapa.svg"].serve(w, r, "no-cache")
}

func (it asset) serve(w http.ResponseWriter, r *http.Request, cache string) {
	h, data := w.Header(), it.data
	h.Set("Content-Type", it.mime)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", cache)
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		data = it.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // the browser may be gone
}
