// Package sdk describes the operations of the official SDK's modules. They have no table of their operations; this one is
// read from the source of their clients.
package sdk

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// Operation is one method of an SDK client.
type Operation struct {
	API    string // its name to azcore and to the fake servers, e.g. BudgetsClient.NewListPager
	Method string // upper case
	Path   string // template
	Status int    // the first that counts as a success
	Pages  bool
	Long   bool // long-running
	List   bool // its body is a list
}

var (
	create   = regexp.MustCompile(`(?ms)^func \(client \*(\w+)\) (\w+)CreateRequest\(.*?^}`)
	urlPath  = regexp.MustCompile(`urlPath := "([^"]*)"`)
	method   = regexp.MustCompile(`http\.Method(\w+)`)
	statuses = regexp.MustCompile(`HasStatusCode\(\w+, http\.Status(\w+)`)
)

// statusCodes are those that the clients name.
var statusCodes = map[string]int{"OK": 200, "Created": 201, "Accepted": 202, "NoContent": 204}

// Operations reads the clients of a module, such as
// github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/billing/armbilling.
func Operations(module string) ([]Operation, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", module, err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "*_client.go"))
	if err != nil {
		return nil, err
	}
	var ops []Operation
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		ops = append(ops, clientOperations(string(source))...)
	}
	if len(ops) == 0 {
		return nil, fmt.Errorf("%s: no operation found in %d files", module, len(files))
	}
	return ops, nil
}

func clientOperations(source string) []Operation {
	var ops []Operation
	for _, m := range create.FindAllStringSubmatch(source, -1) {
		name := strings.ToUpper(m[2][:1]) + m[2][1:]
		op := Operation{API: m[1] + "." + name, Path: urlPath.FindStringSubmatch(m[0])[1], Status: 200}
		op.Method = strings.ToUpper(method.FindStringSubmatch(m[0])[1])
		sender := name // the method that sends the request
		switch {
		case strings.Contains(source, ") New"+name+"Pager("):
			op.Pages, op.API = true, m[1]+".New"+name+"Pager"
		case strings.Contains(source, ") Begin"+name+"("):
			op.Long, op.API, sender = true, m[1]+".Begin"+name, m[2]
		}
		if _, body, found := strings.Cut(source, ") "+sender+"(ctx"); found && !op.Pages {
			if s := statuses.FindStringSubmatch(body); s != nil {
				op.Status = statusCodes[s[1]]
			}
		}
		signature, _, _ := strings.Cut(m[0], "\n")
		op.List = strings.Contains(signature, " []*")
		ops = append(ops, op)
	}
	return ops
}
