// Package console is the web for people of the office: pages rendered here, for an old laptop or a phone, by keyboard or
// thumb. What each page may show and do, and to whom, stands in one table (routes.go).
package console

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"

	"sapa/conversations"
	"sapa/conversations/assess"
)

// Root is where the console is mounted.
const Root = "/kantor"

// Store is what the console needs kept. Each part is named by the page that needs it.
type Store interface {
	signInStore
	linkStore
	accountStore
	startStore
	reportStore
	queueStore
	exportStore
	caseStore
	workStore
	objectionStore
	promiseStore
	importStore
	searchStore
	handoverStore
	complaintStore
	programmeStore
	waitingStore
	announcementStore
	posterStore
	flowStore
	peopleStore
	auditStore
	healthStore
}

// Files keeps photos and documents.
type Files interface {
	Put(data []byte, mime string) (id string, err error)
	Read(ctx context.Context, id string) (data []byte, mime string, err error)
}

// Words are what people read.
type Words interface {
	Has(key string) bool
	Words(t conversations.Text) string
}

// Flows finds the revisions that cases were filed with.
type Flows interface {
	With(ctx context.Context, refs ...conversations.FlowRef) (*conversations.Library, error)
}

// Options say what a console works with. What may be left out says so.
type Options struct {
	Store      Store
	Desk       Desk
	Counter    Counter
	Importer   Importer
	Files      Files
	Words      Words
	Flows      Flows
	Programmes []*assess.Programme
	Simulator  Simulator  // nil: talks cannot be tried
	Works      Works      // nil: nothing is told of the running program
	Phone      Phone      // nil: WhatsApp is off
	Links      Links      // nil: posters lead nowhere
	Broadcasts Broadcasts // nil: there are none
	Now        func() time.Time
	Place      *time.Location // the office's clock
	Log        *slog.Logger
	Demo       bool             // ready-made logins are shown and let in; nobody is made to set up a second factor
	Hashing    *argon2id.Params // of passwords; nil: Hashing()
}

// Console serves the office.
type Console struct {
	o      Options
	pages  func() *pages // made for the first visit: an office that nobody is in needs no memory
	hasher *hasher
}

// New makes a console.
func New(o Options) *Console {
	if o.Hashing == nil {
		o.Hashing = Hashing()
	}
	c := &Console{o: o, hasher: newHasher(o.Hashing)}
	c.pages = sync.OnceValue(func() *pages { return newPages(c) })
	return c
}

// Handler serves everything below Root.
func (c *Console) Handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range routes() {
		mux.Handle(r.method+" "+Root+r.path, c.serve(r))
	}
	mux.HandleFunc("GET "+Root+"/aset/{print}/{name}", func(w http.ResponseWriter, r *http.Request) { c.pages().asset(w, r) })
	mux.HandleFunc(Root+"/", func(w http.ResponseWriter, r *http.Request) {
		c.stranger(w, r).fail(refuse(http.StatusNotFound, "office.error.no_page"))
	})
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.stranger(w, r).fail(refuse(http.StatusForbidden, "office.error.origin"))
	}))
	return c.guarded(origin.Handler(mux))
}
