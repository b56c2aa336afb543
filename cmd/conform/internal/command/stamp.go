package command

import (
	"cmp"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/azbill/azbill/conformance"
)

// stamp says when and of what a run was. The commit is that of a GitHub Action, else of the work tree around.
func stamp(args []string, began time.Time) *conformance.Stamp {
	commit := os.Getenv("GITHUB_SHA")
	if commit == "" {
		if out, err := exec.Command("git", "rev-parse", "HEAD").Output(); err == nil {
			commit = strings.TrimSpace(string(out))
		}
	}
	command := "conform"
	for _, arg := range args {
		if strings.ContainsAny(cmp.Or(arg, " "), " \t\n'\"$*?()[]|&;<>") {
			arg = "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
		}
		command += " " + arg
	}
	return &conformance.Stamp{Command: command, Commit: commit, Date: began.UTC().Format(time.RFC3339), Seconds: time.Since(began).Seconds()}
}
