package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
)

// validateInit refuses flags that a new configuration cannot say.
func (o *options) validateInit() error {
	for name := range o.set {
		switch name {
		case "init", "config", "spec", "api", "out", "package", "types-only", "q":
		default:
			return fmt.Errorf("-%s does not go with -init, which takes -config, -api, -spec, -out, -package and -types-only", name)
		}
	}
	if len(o.more) > 0 {
		return errors.New("-init takes one -spec; write the others into the configuration, as a list")
	}
	if o.set["spec"] && o.set["api"] {
		return errors.New("use one of -spec and -api; the configuration has room for more")
	}
	if !o.set["spec"] && !o.set["api"] && (o.set["out"] || o.set["package"]) {
		return errors.New("-out and -package go with -spec or -api")
	}
	return nil
}

// start writes a configuration file to begin with. The flags choose its package; without them it has the newest api-version
// of each embedded service.
func (o *options) start(stdout io.Writer) error {
	text := o.configuration()
	var problems diag.List
	plan.Check(o.config, []byte(text), &problems)
	if err := problems.Err(); err != nil {
		return errors.Join(err, errUsage)
	}
	f, err := os.OpenFile(o.config, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: there is one already; edit it, or name another with -config", o.config)
	} else if err != nil {
		return fmt.Errorf("write a configuration: %w", err)
	}
	if _, err = f.WriteString(text); err == nil {
		err = f.Close()
	}
	if err != nil {
		return fmt.Errorf("write a configuration: %w", err)
	}
	if !o.quiet {
		fmt.Fprintf(stdout, "wrote %s; gen writes the packages that it lists, and //go:generate go tool gen in a Go file has go generate run it\n", o.config)
	}
	return nil
}

// configuration is the text of a new configuration file.
func (o *options) configuration() string {
	var b strings.Builder
	b.WriteString("# What gen writes: a Go package for each entry. gen -h shows all keys, gen -list the documents that come with it.\npackages:\n")
	entry := func(key, value, out string) {
		fmt.Fprintf(&b, "  - %s: %s\n    out: %s\n", key, quoted(value), quoted(out))
		if o.pkg != "" {
			fmt.Fprintf(&b, "    package: %s\n", quoted(o.pkg))
		}
		if o.typesOnly {
			b.WriteString("    types-only: true\n")
		}
	}
	switch {
	case o.spec != "":
		name := strings.TrimSuffix(filepath.Base(o.spec), filepath.Ext(o.spec))
		entry("spec", filepath.ToSlash(o.spec), cmp.Or(o.out, "internal/"+strings.ToLower(name)))
	case o.api != "":
		service, _, _ := strings.Cut(o.api, "@")
		entry("api", o.api, cmp.Or(o.out, "internal/"+service))
	default:
		for _, d := range specs.Documents() {
			if d == specs.Newest(d.Service) {
				entry("api", d.API(), "internal/"+d.Service)
			}
		}
	}
	return b.String()
}

// quoted writes text as YAML, in quotes where it would be something else without.
func quoted(s string) string {
	if strings.ContainsAny(s, " {}[]*&!|>'\"%@`#,?:\\") && !strings.Contains(s, "@20") || s == "" {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return s
}
