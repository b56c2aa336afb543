package main

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

var hunk = regexp.MustCompile(`^@@ -\S+ \+(\d+)(?:,(\d+))? @@`)

// changedLines returns the lines of each file that differ from a revision, or from where the branch left it.
func changedLines(dir, since string) (map[string]map[int]bool, error) {
	cmd := exec.Command("git", "diff", "-U0", "--no-ext-diff", "--no-color", "--merge-base", "--relative", "--src-prefix=a/", "--dst-prefix=b/", since, "--", "*.go")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git diff %s: %w", since, err)
	}
	return parseDiff(string(out)), nil
}

func parseDiff(text string) map[string]map[int]bool {
	changed := map[string]map[int]bool{}
	file := ""
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "+++ b/"); ok {
			file = strings.TrimSpace(name)
			changed[file] = map[int]bool{}
			continue
		}
		m := hunk.FindStringSubmatch(line)
		if m == nil || file == "" {
			continue
		}
		from, _ := strconv.Atoi(m[1])
		n := 1
		if m[2] != "" {
			n, _ = strconv.Atoi(m[2])
		}
		for i := range n {
			changed[file][from+i] = true
		}
	}
	return changed
}
