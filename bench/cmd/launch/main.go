// Command launch runs a command and writes what it took to a file.
//
//	launch FILE COMMAND ARGUMENT...
//
// It exists because of its size: on Linux a process starts with the peak memory of the one that
// started it, so a large program cannot measure a small one.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	if len(args) < 2 {
		fmt.Fprintln(os.Stderr, "launch: give a file and a command")
		return 2
	}
	cmd := exec.Command(args[1], args[2:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	s := cmd.ProcessState
	if s == nil {
		fmt.Fprintln(os.Stderr, "launch:", err)
		return 127
	}
	var peak int64
	if r, ok := s.SysUsage().(*syscall.Rusage); ok {
		peak = int64(r.Maxrss) //nolint:unconvert // it has 32 bits on some systems
		if runtime.GOOS == "linux" {
			peak *= 1024 // Linux counts in kilobytes
		}
	}
	usage := fmt.Sprintf("%d %d %d\n", wall, s.UserTime()+s.SystemTime(), peak)
	if err := os.WriteFile(args[0], []byte(usage), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "launch:", err)
		return 127
	}
	if s.ExitCode() < 0 { // ended by a signal
		fmt.Fprintln(os.Stderr, "launch:", err)
		return 126
	}
	return s.ExitCode()
}
