// Package redistest runs a real redis-server for tests, and takes it away and brings it back when told to.
package redistest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	driver "github.com/redis/go-redis/v9"
)

// Server is a redis-server on a socket of its own. It keeps nothing on disk: after Kill and Restart it is empty.
type Server struct {
	program, dir, socket string
	cmd                  *exec.Cmd
}

// Start starts one, until the test ends. Without the program the test is skipped, unless SAPA_TEST_REQUIRE names redis.
func Start(tb testing.TB) *Server {
	tb.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		if strings.Contains(os.Getenv("SAPA_TEST_REQUIRE"), "redis") {
			tb.Fatal("real redis is required and not present")
		}
		tb.Skip("real redis not present")
	}
	dir, err := os.MkdirTemp("", "redis") // a test's own folder may have a name too long for a socket
	if err != nil {
		tb.Fatal(err)
	}
	s := &Server{program: program, dir: dir, socket: filepath.Join(dir, "s")}
	tb.Cleanup(func() {
		s.Kill()
		os.RemoveAll(dir)
	})
	if err := s.Restart(); err != nil {
		tb.Fatal(err)
	}
	return s
}

// URL is what SAPA_REDIS_URL takes.
func (s *Server) URL() string { return "unix://" + s.socket }

// Kill ends the server as a crash would.
func (s *Server) Kill() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill() // it may have ended by itself
	_ = s.cmd.Wait()
	s.cmd = nil
}

// Restart starts the server, empty, at the same place.
func (s *Server) Restart() error {
	s.cmd = exec.Command(s.program, "--port", "0", "--unixsocket", s.socket, "--save", "", "--appendonly", "no", "--dir", s.dir)
	if err := s.cmd.Start(); err != nil {
		return err
	}
	client := s.Client()
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for client.Ping(ctx).Err() != nil {
		if ctx.Err() != nil {
			return errors.New("redis-server did not start")
		}
		time.Sleep(5 * time.Millisecond)
	}
	return nil
}

// Client talks to the server directly.
func (s *Server) Client() *driver.Client {
	return driver.NewClient(&driver.Options{Network: "unix", Addr: s.socket, MaxRetries: -1, PoolSize: 64})
}

// Open gives a client for the server at a URL of Server.URL, until the test ends.
func Open(tb testing.TB, url string) *driver.Client {
	tb.Helper()
	c := driver.NewClient(&driver.Options{Network: "unix", Addr: strings.TrimPrefix(url, "unix://"), MaxRetries: -1, PoolSize: 64})
	tb.Cleanup(func() { c.Close() })
	return c
}
