// Package embedded lists the operation tables of the packages generated from the documents that azbill holds.
package embedded

import (
	"fmt"
	"strings"

	billing20191001preview "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing20200501 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption20230301 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption20240801 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/traffic"
)

// APIs returns the tables of all documents by service, then by api-version, the newest last.
func APIs() []traffic.API {
	return []traffic.API{
		{Name: "billing@2019-10-01-preview", Table: billing20191001preview.Operations()},
		{Name: "billing@2020-05-01", Table: billing20200501.Operations()},
		{Name: "consumption@2023-03-01", Table: consumption20230301.Operations()},
		{Name: "consumption@2024-08-01", Table: consumption20240801.Operations()},
	}
}

// Find returns the tables of documents named as in "consumption@2024-08-01", and those of newer api-versions of the same
// services, which a Checker asks whether they explain a difference. No name at all is all documents. The error lists what
// there is.
func Find(names ...string) (apis, newer []traffic.API, err error) {
	all := APIs()
	if len(names) == 0 {
		return all, all, nil
	}
	known := make([]string, len(all))
	for i, a := range all {
		known[i] = a.Name
	}
	for _, name := range names {
		found := false
		service, _, _ := strings.Cut(name, "@")
		for _, a := range all {
			switch {
			case a.Name == name:
				apis, found = append(apis, a), true
			case found && strings.HasPrefix(a.Name, service+"@"):
				newer = append(newer, a)
			}
		}
		if !found {
			return nil, nil, fmt.Errorf("no document %q is embedded; there are %s", name, strings.Join(known, ", "))
		}
	}
	return apis, newer, nil
}
