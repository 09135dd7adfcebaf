package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"sapa/conversations"
	"sapa/store"
)

// writtenVerb is one line of the table that people wrote down.
type writtenVerb struct {
	line   []string // the words of the command line
	grants []string // of petugas, penyelia, admin, auditor; one "operator" for a verb without --as
}

func readVerbs(t *testing.T) []writtenVerb {
	t.Helper()
	data, err := os.ReadFile("testdata/authorisation.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []writtenVerb
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		n := 4
		if f[len(f)-1] == "operator" {
			n = 1
		}
		if len(f) <= n {
			t.Fatalf("cannot read %q", line)
		}
		out = append(out, writtenVerb{f[:len(f)-n], f[len(f)-n:]})
	}
	return out
}

// verbs gives every verb of the command line, and whether an officer can be named who acts.
func verbs(t *testing.T) map[string]bool {
	t.Helper()
	var c cli
	parser, err := kong.New(&c, kong.Name("sapa"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, leaf := range parser.Model.Leaves(false) {
		name := leaf.Name
		for up := leaf.Parent; up != nil && up.Type == kong.CommandNode; up = up.Parent {
			name = up.Name + " " + name
		}
		out[name] = slices.ContainsFunc(leaf.Flags, func(f *kong.Flag) bool { return f.Name == "as" && f.Default == store.Operator })
	}
	return out
}

// TestEveryVerbIsWrittenDown compares the verbs with the table.
func TestEveryVerbIsWrittenDown(t *testing.T) {
	t.Parallel()
	all, table := verbs(t), readVerbs(t)
	if len(all) < 40 {
		t.Fatalf("only %d verbs were found", len(all))
	}
	for name, acts := range all {
		fits := slices.ContainsFunc(table, func(w writtenVerb) bool {
			return strings.HasPrefix(strings.Join(w.line, " ")+" ", name+" ") && acts == (len(w.grants) == 4)
		})
		if !fits {
			t.Errorf("sapa %s is not written down in testdata/authorisation.txt (it has --as: %v)", name, acts)
		}
	}
	for _, w := range table {
		if !slices.ContainsFunc([]int{1, 2}, func(n int) bool {
			_, known := all[strings.Join(w.line[:min(n, len(w.line))], " ")]
			return known
		}) {
			t.Errorf("there is no verb %s", w.line)
		}
	}
}

// TestVerbsAreForWhomTheTableSays plays every verb that an officer can be named for, as every role, in the own and in another
// kab/kota and as an officer of the whole province. What is allowed must succeed, so that nothing else hides a refusal.
func TestVerbsAreForWhomTheTableSays(t *testing.T) {
	t.Parallel()
	o := newFixtures(t)
	roles := []store.Role{store.RoleOfficer, store.RoleSupervisor, store.RoleAdmin, store.RoleAuditor}
	for _, role := range roles {
		for login, region := range map[string]string{string(role): "64.72", string(role) + ".provinsi": ""} {
			if err := o.h.db.AddOfficer(t.Context(), store.Officer{Login: login, Name: "Contoh", Role: role, Region: region}, store.Operator, o.h.now()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := o.h.db.AddOfficer(t.Context(), store.Officer{Login: "penyetuju", Name: "Contoh", Role: store.RoleSupervisor}, store.Operator, o.h.now()); err != nil {
		t.Fatal(err)
	}
	played := 0
	for _, w := range readVerbs(t) {
		if len(w.grants) == 1 {
			continue
		}
		for i, role := range roles {
			for _, try := range []struct {
				login, region string
				want          bool
			}{
				{string(role), "64.72", w.grants[i] != "-"},
				{string(role), "64.74", w.grants[i] == "all"},
				{string(role) + ".provinsi", "64.74", w.grants[i] != "-"},
			} {
				played++
				line := append(o.fresh(w.line, try.region, try.login, try.want), "--as", try.login)
				_, err := sapa(t, o.data, "siti\n", line...)
				switch {
				case try.want && w.line[1] == "test" && err != nil && strings.Contains(err.Error(), "no chat is linked"):
					// to whom it is allowed it goes to their own chat, which nobody linked here
				case try.want && err != nil:
					t.Errorf("sapa %s: %v", strings.Join(line, " "), err)
				case !try.want && !errors.Is(err, store.ErrForbidden):
					t.Errorf("sapa %s is not for %s in %s, and gave %v", strings.Join(line, " "), try.login, try.region, err)
				}
			}
		}
	}
	if played < 400 {
		t.Errorf("only %d were played", played)
	}
}

// fixtures makes what verbs are about.
type fixtures struct {
	t    *testing.T
	data string
	h    *house
	n    int
}

func newFixtures(t *testing.T) *fixtures {
	t.Helper()
	data := t.TempDir()
	must(t, data, "", "programme", "window", "wrse", "--open")
	h, err := open(t.Context(), &Config{Data: data, Timezone: "Asia/Makassar", LogLevel: "error"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.leave)
	return &fixtures{t: t, data: data, h: h}
}

func (o *fixtures) ok(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// fresh fills in the braces of a line with things made for it. A verb that takes something to be one's own first gets it so.
func (o *fixtures) fresh(line []string, region, login string, own bool) []string {
	o.t.Helper()
	o.n++
	out := slices.Clone(line)
	for i, word := range out {
		switch word {
		case "{region}":
			out[i] = region
		case "{case}", "{approved}", "{incomplete}", "{waiting}", "{objected}":
			out[i] = o.caseAs(word, region)
		case "{ticket}":
			ticket, err := o.h.db.OpenTicket(o.t.Context(), fmt.Sprint("uji.", o.n), o.contact(region), "diminta", o.h.now())
			o.ok(err)
			out[i] = ticket.Number
		case "{complaint}":
			c, err := o.h.db.OpenComplaint(o.t.Context(), store.NewComplaint{Key: fmt.Sprint("uji.", o.n), Contact: o.contact(region), Anonymous: true,
				What: "dipotong", Where: region, Office: "kelurahan", When: "kemarin", At: o.h.now()})
			o.ok(err)
			out[i] = c.Number
		case "{drafted}", "{submitted}", "{agreed}", "{running}", "{paused}":
			b := o.broadcastAs(word, region)
			if out[i] = b.Code; i+2 < len(out) && out[i+2] == "{hash}" {
				out[i+2] = b.Hash()
			}
			if out[1] == "test" && own {
				o.chat(login)
			}
		case "{recipients}":
			out[i] = o.table("NIK,Nama,Program,Tahun,Kab/Kota\n" + madeUpNIK(o.n) + ",Contoh,WRSE,2024," + region + "\n")
		case "{extract}":
			out[i] = o.table("NIK,Kab/Kota,Desil\n" + madeUpNIK(o.n) + "," + region + ",2\n")
		case "{villages}":
			out[i] = o.table("Kode,Nama\n" + region + ".01.1001,Contoh\n")
		case "{request}":
			r, err := o.h.db.RequestErasure(o.t.Context(), o.contact(region), o.h.now())
			o.ok(err)
			out[i] = r.Number
		}
	}
	switch verb := strings.Join(line[:2], " "); {
	case verb == "programme promote":
		o.caseAs("{waiting}", region)
	case own && (verb == "ticket say" || verb == "ticket release"):
		must(o.t, o.data, "", "ticket", "take", out[2], "--as", login)
	case own && verb == "case release":
		must(o.t, o.data, "", "case", "take", out[2], "--as", login)
	}
	return out
}

// table is a file of somebody's.
func (o *fixtures) table(rows string) string {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), "tabel.csv")
	o.ok(os.WriteFile(path, []byte(rows), 0o600))
	return path
}

// broadcastAs is a broadcast to who applied in a kab/kota, written by the operator, as far as a verb wants it.
func (o *fixtures) broadcastAs(what, region string) store.Broadcast {
	o.t.Helper()
	ctx, now := o.t.Context(), o.h.now()
	second := fmt.Sprint("setuju.", o.n)
	o.ok(o.h.db.AddOfficer(ctx, store.Officer{Login: second, Name: "Contoh", Role: store.RoleSupervisor}, store.Operator, now))
	o.ok(o.h.db.Join(ctx, now, o.contact(region), "telegram", conversations.Address(fmt.Sprint(990000+o.n))))
	b, err := o.h.db.CreateBroadcast(ctx, store.Operator, store.BroadcastDraft{Title: "Undangan", Text: "Halo",
		Audience: store.Audience{Source: store.FromCases, Regions: []string{region}}}, now)
	o.ok(err)
	for _, m := range []store.BroadcastMove{{Act: store.BroadcastSubmit}, {Act: store.BroadcastApprove, By: second, Hash: b.Hash()},
		{Act: store.BroadcastStart}, {Act: store.BroadcastPause}} {
		if what == "{drafted}" && m.Act == store.BroadcastSubmit || what == "{submitted}" && m.Act == store.BroadcastApprove ||
			what == "{agreed}" && m.Act == store.BroadcastStart || what == "{running}" && m.Act == store.BroadcastPause {
			break
		}
		m.Code, m.At, m.By = b.Code, now, cmp.Or(m.By, store.Operator)
		b, err = o.h.db.MoveBroadcast(ctx, m)
		o.ok(err)
	}
	return b
}

// chat links a chat to an officer.
func (o *fixtures) chat(login string) {
	o.t.Helper()
	o.n++
	code := fmt.Sprintf("%08d", o.n)
	contact, err := o.h.db.Introduce(o.t.Context(), o.h.now(), "telegram", conversations.Address(fmt.Sprint(980000+o.n)))
	o.ok(err)
	o.ok(o.h.db.SetChatCode(o.t.Context(), login, code, store.Operator, o.h.now()))
	_, err = o.h.db.LinkChat(o.t.Context(), contact, code, o.h.now())
	o.ok(err)
}

// contact is a citizen who filed an application in a kab/kota.
func (o *fixtures) contact(region string) conversations.ContactID {
	o.t.Helper()
	c, err := o.h.db.CaseByNumber(o.t.Context(), o.caseAs("{case}", region))
	o.ok(err)
	return c.Contact
}

// caseAs files an application of another made-up woman, and takes it where a verb wants it.
func (o *fixtures) caseAs(what, region string) string {
	o.t.Helper()
	o.n++
	ctx, now := o.t.Context(), o.h.now()
	contact, err := o.h.db.Introduce(ctx, now, "terminal", conversations.Address(fmt.Sprint("uji", o.n)))
	o.ok(err)
	nik := madeUpNIK(o.n)
	c, err := o.h.db.OpenCase(ctx, store.NewCase{Key: fmt.Sprintf("uji.%d.0", o.n), Programme: "wrse", Year: now.In(o.h.place).Year(), Region: region,
		District: region + ".01", Contact: contact, Channel: "terminal", Answers: map[string]string{"nik": nik},
		Person: store.Person{NIK: nik, Name: "Siti Contoh", Birth: "1979-08-17"}, At: now})
	o.ok(err)
	to := func(d store.Decision) {
		d.Number, d.By, d.At = c.Number, store.Operator, now
		_, err := o.h.db.Decide(ctx, d)
		o.ok(err)
	}
	switch what {
	case "{approved}":
		to(store.Decision{To: store.CaseApproved})
	case "{waiting}":
		to(store.Decision{To: store.CaseWaitlisted})
	case "{incomplete}":
		to(store.Decision{To: store.CaseIncomplete, Missing: []store.Missing{{Item: "sktm", Kind: store.MissingPhoto, Name: "SKTM", Ask: "Kirim SKTM"}}})
	case "{objected}":
		to(store.Decision{To: store.CaseRefused, Note: "Sudah pernah"})
		_, err := o.h.db.Object(ctx, store.Objection{Key: c.Number, Number: c.Number, Contact: contact, Reason: "Belum pernah", At: now.Add(time.Second)})
		o.ok(err)
	}
	return c.Number
}
