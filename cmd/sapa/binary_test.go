package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"

	"sapa/bot/channel/whatsapp/whatsapptest"
)

// binary builds the program as it is released, static and stripped, once for all tests that run it.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "sapa-binary")
	if err != nil {
		return "", err
	}
	built = dir
	path := filepath.Join(dir, "sapa")
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", &exec.Error{Name: string(out), Err: err}
	}
	return path, nil
})

// built is where binary put it, once it did.
var built string

// child makes this test binary the program itself, with the one difference that it trusts the fake WhatsApp.
const child = "SAPA_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(child) != "" {
		whatsapptest.TrustRoot()
		main()
		return
	}
	code := m.Run()
	if built != "" {
		os.RemoveAll(built)
	}
	os.Exit(code)
}

// process is a running `sapa serve`.
type process struct {
	cmd *exec.Cmd
	out *watched
	url string
}

// serve starts the program and waits until it listens.
func serve(tb testing.TB, env []string, args ...string) *process {
	tb.Helper()
	path, err := binary()
	if err != nil {
		tb.Fatal(err)
	}
	return start(tb, path, env, args...)
}

// serveTrusting is serve of the program as this test binary has it, which trusts the fake WhatsApp and reaches it as any
// installation behind a proxy would.
func serveTrusting(tb testing.TB, srv *whatsapptest.Server, env []string, args ...string) *process {
	tb.Helper()
	return start(tb, os.Args[0], append(env, child+"=1", "SAPA_WHATSAPP=on", "HTTPS_PROXY="+srv.ProxyURL(), "SSL_CERT_FILE="+srv.CertFile()), args...)
}

func start(tb testing.TB, path string, env []string, args ...string) *process {
	tb.Helper()
	p := &process{out: &watched{lines: make(chan string, 1)}}
	p.cmd = exec.Command(path, append([]string{"serve"}, args...)...)
	p.cmd.Env = append(os.Environ(), append([]string{"SAPA_LISTEN=127.0.0.1:0"}, env...)...)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if err := p.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	select {
	case p.url = <-p.out.lines:
	case <-time.After(60 * time.Second):
		p.kill()
		tb.Fatalf("serve does not listen: %s", p.out.all())
	}
	return p
}

// kill ends the process as a power cut would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself, which the caller sees in what it wrote
	_ = p.cmd.Wait()
}

// stop ends the process politely and tells how it ended.
func (p *process) stop() error {
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	return p.cmd.Wait()
}

// get reads a page of the process.
func (p *process) get(ctx context.Context, path string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+path, nil)
	if err != nil {
		return 0, "", err
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body), err
}

// watched keeps what a process writes and finds the address it listens on.
type watched struct {
	mu    sync.Mutex
	kept  bytes.Buffer
	lines chan string
	found bool
}

var listensOn = regexp.MustCompile(`listens on (http://\S+)`)

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.kept.Write(p)
	if m := listensOn.FindSubmatch(w.kept.Bytes()); m != nil && !w.found {
		w.found = true
		w.lines <- string(m[1])
	}
	return len(p), nil
}

func (w *watched) all() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.kept.String()
}

// verb runs one command line in this process and gives what it wrote.
func verb(tb testing.TB, data string, args ...string) string {
	tb.Helper()
	var out bytes.Buffer
	err := run(tb.Context(), append([]string{"--data", data}, args...), streams{bytes.NewReader(nil), &out, &out})
	if err != nil {
		tb.Fatalf("sapa %v: %v\n%s", args, err, out.String())
	}
	return out.String()
}
