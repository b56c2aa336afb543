package gentool

import (
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// launcher builds the launcher into a folder of the test's own.
func launcher(t *testing.T) string {
	t.Helper()
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", bin+"/", "github.com/azbill/azbill/bench/cmd/"+Launcher)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build launcher: %v\n%s", err, out)
	}
	return bin
}

func TestOutputMeasuresTheProcessAlone(t *testing.T) {
	bin := launcher(t)
	ballast := make([]byte, 200<<20) // what this process holds must not count
	for i := range ballast {
		ballast[i] = 1
	}
	out, u, err := Output(bin, exec.Command("sh", "-c", "sleep 0.05; echo done"))
	if err != nil {
		t.Fatal(err)
	}
	if string(out) != "done\n" || u.Wall < 50*time.Millisecond || u.Wall > 30*time.Second {
		t.Errorf("output %q, usage %+v", out, u)
	}
	if u.MaxRSS <= 0 || u.MaxRSS > 50<<20 {
		t.Errorf("peak memory of a shell: %d bytes", u.MaxRSS)
	}
	if ballast[len(ballast)-1] != 1 {
		t.Error("the ballast is gone")
	}
}

func TestRunReportsWhatTheCommandSaid(t *testing.T) {
	bin := launcher(t)
	_, err := Run(bin, exec.Command("sh", "-c", "echo it broke >&2; exit 3"))
	if err == nil || !strings.Contains(err.Error(), "it broke") {
		t.Errorf("error %v, want one with the command's words", err)
	}
	if _, err := Run(bin, exec.Command("sh", "-c", "kill -9 $$")); err == nil {
		t.Error("a killed command: no error")
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := Run(launcher(t), exec.CommandContext(ctx, "sleep", "60")); err == nil {
		t.Error("a command that outlasts its context: no error")
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("ended after %v", took)
	}
}
