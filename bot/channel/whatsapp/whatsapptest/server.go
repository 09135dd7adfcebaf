package whatsapptest

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"go.mau.fi/whatsmeow/types"
)

// Server is one WhatsApp with one office account. All its methods may be called from any goroutine.
type Server struct {
	bell // rung at every change of state

	certs   *certs
	folder  string
	front   *front // TLS: websocket and media
	gateway *gateway

	mu       sync.Mutex
	closed   bool
	conns    map[*conn]struct{}
	waiting  map[string]*conn // connections that show a QR, by ref
	link     *link            // the linked device, nil when none
	online   *conn            // the linked device's logged-in connection
	queue    queue
	counts   Counts
	sends    map[string]int // messages of the bot by ID
	posts    []string       // of the account in its channels
	postIDs  map[string]bool
	faults   faults
	media    map[string][]byte
	citizens map[string]*Citizen // by LID user and by phone number
	serial   uint32              // of people, references, posts: never handed out twice
	quick    bool                // see QuickPairing
	linkings uint16              // device numbers are never used again
	phone    *Phone

	stanzas atomic.Uint64 // IDs of stanzas of the server itself
}

// New opens a server on loopback. It trusts the fixed root in this process (see TrustRoot).
func New() (*Server, error) {
	TrustRoot()
	s := &Server{
		bell: newBell(), conns: map[*conn]struct{}{}, waiting: map[string]*conn{}, queue: newQueue(), counts: newCounts(),
		sends: map[string]int{}, postIDs: map[string]bool{}, media: map[string][]byte{}, citizens: map[string]*Citizen{},
	}
	s.phone = newPhone(s)
	var err error
	if s.certs, err = newCerts(); err != nil {
		return nil, fmt.Errorf("make certificates: %w", err)
	}
	if s.folder, err = os.MkdirTemp("", "whatsapptest-"); err != nil {
		return nil, err
	}
	if err = s.open(); err != nil {
		_ = os.RemoveAll(s.folder)
		return nil, err
	}
	return s, nil
}

// open puts the certificate where clients find it and listens.
func (s *Server) open() (err error) {
	if err = os.WriteFile(s.CertFile(), s.certs.pem, 0o600); err != nil {
		return err
	}
	if s.front, err = openFront(s); err != nil {
		return err
	}
	if s.gateway, err = openGateway(s.front.addr()); err != nil {
		s.front.close()
	}
	return err
}

// Start opens a server that lives as long as the test.
func Start(t testing.TB) *Server {
	t.Helper()
	s, err := New()
	if err != nil {
		t.Fatalf("start the fake WhatsApp: %v", err)
	}
	t.Cleanup(s.Close)
	return s
}

// Close cuts every connection and removes the certificate file.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	for c := range s.conns {
		c.cut()
	}
	s.mu.Unlock()
	s.gateway.close()
	s.front.close()
	_ = os.RemoveAll(s.folder)
}

// CertFile is the PEM file of the server's certificate authority, for SSL_CERT_FILE.
func (s *Server) CertFile() string { return filepath.Join(s.folder, "ca.pem") }

// ProxyURL is the HTTP proxy that leads WhatsApp's hosts here and refuses every other, for HTTPS_PROXY.
func (s *Server) ProxyURL() string { return "http://" + s.gateway.addr() }

// RefusedHosts are the hosts that somebody wanted to reach through the proxy and that are not WhatsApp's.
func (s *Server) RefusedHosts() []string { return s.gateway.refusedHosts() }

// HTTPClient reaches this server under WhatsApp's names, and nothing else.
func (s *Server) HTTPClient() *http.Client { return s.front.client(s.certs.pool) }

// Account is the office's phone number.
func (s *Server) Account() types.JID { return s.phone.pn }

// AccountLID is the office's hidden identity.
func (s *Server) AccountLID() types.JID { return s.phone.lid }

// Device is the linked device, empty when none is linked.
func (s *Server) Device() types.JID {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.link == nil {
		return types.EmptyJID
	}
	return s.link.jid
}

// Online tells whether the linked device is logged in now.
func (s *Server) Online() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.online != nil
}

// next hands out a number that was never handed out before. The caller holds s.mu or is alone.
func (s *Server) next() uint32 {
	s.serial++
	return s.serial
}

// Wait returns when cond holds, which it looks at again after every change of state, or with ctx's error and what was waited for.
func (s *Server) Wait(ctx context.Context, what string, cond func() bool) error {
	return s.wait(ctx, what, cond)
}
