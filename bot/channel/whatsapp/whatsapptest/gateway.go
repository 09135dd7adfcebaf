package whatsapptest

import (
	"io"
	"log"
	"net"
	"net/http"
	"sync"
)

// gateway is an HTTP proxy as in an office: CONNECT to WhatsApp's hosts leads to the front, everything else is refused.
type gateway struct {
	listener net.Listener
	server   *http.Server
	target   string

	mu      sync.Mutex
	refused []string
	tunnels map[net.Conn]struct{}
}

func openGateway(target string) (*gateway, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	g := &gateway{listener: listener, target: target, tunnels: map[net.Conn]struct{}{}}
	g.server = &http.Server{Handler: g, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = g.server.Serve(listener) }()
	return g, nil
}

func (g *gateway) addr() string { return g.listener.Addr().String() }

func (g *gateway) refusedHosts() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.refused...)
}

func (g *gateway) close() {
	_ = g.server.Close()
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.tunnels {
		_ = c.Close()
	}
}

// ServeHTTP answers CONNECT.
func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, port, err := net.SplitHostPort(r.Host)
	if r.Method != http.MethodConnect || err != nil || port != "443" || !ours(host) {
		g.mu.Lock()
		g.refused = append(g.refused, r.Host)
		g.mu.Unlock()
		http.Error(w, "not WhatsApp", http.StatusForbidden)
		return
	}
	inner, err := net.Dial("tcp", g.target)
	if err != nil {
		http.Error(w, "the fake WhatsApp is gone", http.StatusBadGateway)
		return
	}
	outer, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		_ = inner.Close()
		return
	}
	g.mu.Lock()
	g.tunnels[inner], g.tunnels[outer] = struct{}{}, struct{}{}
	g.mu.Unlock()
	_, _ = io.WriteString(outer, "HTTP/1.1 200 Connection established\r\n\r\n")
	go g.pump(inner, outer)
	g.pump(outer, inner)
}

// pump copies one direction; the end of one is the end of both.
func (g *gateway) pump(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	_, _ = to.Close(), from.Close()
	g.mu.Lock()
	delete(g.tunnels, to)
	delete(g.tunnels, from)
	g.mu.Unlock()
}
