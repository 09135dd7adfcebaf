package redis

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	driver "github.com/redis/go-redis/v9"
)

// server starts a real redis-server on a socket of its own and gives its URL. Without the program the test is skipped,
// unless SAPA_TEST_REQUIRE names redis.
func server(tb testing.TB) string {
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
	socket := filepath.Join(dir, "s")
	cmd := exec.Command(program, "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no", "--dir", dir)
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		os.RemoveAll(dir)
	})
	client := driver.NewClient(&driver.Options{Network: "unix", Addr: socket, MaxRetries: -1})
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for client.Ping(ctx).Err() != nil {
		if ctx.Err() != nil {
			tb.Fatal("redis-server did not start")
		}
		time.Sleep(5 * time.Millisecond)
	}
	return "unix://" + socket
}
