package whatsapptest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"

	"github.com/coder/websocket"
)

// front is the TLS side that clients see: the chat's websocket, the media host, and the page that names the newest client version.
type front struct {
	listener net.Listener
	server   *http.Server
}

func openFront(s *Server) (*front, error) {
	// WhatsApp's websocket is HTTP/1.1 only: offering h2 would break the upgrade.
	config := &tls.Config{Certificates: []tls.Certificate{s.certs.leaf}, NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", config)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ws/chat", s.serveChat)
	mux.HandleFunc("POST /mms/{kind}/{token}", s.serveUpload)
	mux.HandleFunc("DELETE /mms/{kind}/{token}", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /v/{token}", s.serveDownload)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"client_revision":1023223821,"tier":"fake"}`)
	})
	f := &front{listener: listener, server: &http.Server{
		Handler:      mux,
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){}, // no h2
		ErrorLog:     log.New(io.Discard, "", 0),
	}}
	go func() { _ = f.server.Serve(listener) }()
	return f, nil
}

func (f *front) addr() string { return f.listener.Addr().String() }

func (f *front) close() { _ = f.server.Close() }

// client dials this front for WhatsApp's names and refuses every other.
func (f *front) client(pool *x509.CertPool) *http.Client {
	dialer := &net.Dialer{}
	return &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			if host, _, err := net.SplitHostPort(addr); err != nil || !ours(host) {
				return nil, fmt.Errorf("the fake WhatsApp does not stand for %s", addr)
			}
			return dialer.DialContext(ctx, network, f.addr())
		},
		TLSClientConfig:     &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		MaxIdleConnsPerHost: 16,
	}}
}

// serveChat is one connection of a client, from its dial to its end.
func (s *Server) serveChat(w http.ResponseWriter, r *http.Request) {
	if s.refuseDial() {
		if hijacker, ok := w.(http.Hijacker); ok {
			if raw, _, err := hijacker.Hijack(); err == nil {
				_ = raw.Close()
			}
		}
		return
	}
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return
	}
	ws.SetReadLimit(1 << 24)
	newConn(s, ws).run()
}
