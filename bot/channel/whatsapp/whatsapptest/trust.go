package whatsapptest

import (
	"crypto/sha256"
	"sync"

	"go.mau.fi/libsignal/logger"
	"go.mau.fi/whatsmeow"
	"go.mau.fi/whatsmeow/util/keys"
)

// rootKey signs every server of this package, in every process: a test's child process trusts it by calling TrustRoot.
var rootKey = sync.OnceValue(func() *keys.KeyPair {
	seed := sha256.Sum256([]byte("root of the fake WhatsApp, worth nothing"))
	seed[0], seed[31] = seed[0]&248, seed[31]&127|64
	return keys.NewKeyPairFromPrivateKey(seed)
})

// init quietens libsignal: its own logger prints to standard output, and is made at the first use, by many goroutines at once. A
// later moment would be seen by tests that run beside each other.
func init() {
	var none logger.Loggable = silence{}
	logger.Setup(&none)
}

var trust = sync.OnceFunc(func() { whatsmeow.WACertPubKey = *rootKey().Pub })

// TrustRoot makes whatsmeow trust servers of this package instead of WhatsApp's own, for the rest of the process. Start and New call it;
// a child process calls it before its first dial.
func TrustRoot() { trust() }

// Root is the public key that TrustRoot puts into whatsmeow.
func (s *Server) Root() [32]byte { return *rootKey().Pub }

// silence is a logger for libsignal that says nothing.
type silence struct{}

func (silence) Debug(_, _ string)   {}
func (silence) Info(_, _ string)    {}
func (silence) Warning(_, _ string) {}
func (silence) Error(_, _ string)   {}
func (silence) Configure(string)    {}
