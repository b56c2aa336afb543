// Package docs names the official documents that the peers are generated from.
package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Document is one api-version of a service.
type Document struct {
	Name  string   // "consumption/2024-08-01"
	files []string // Swagger documents below the folder specification/
	// Generation says whether the generators are measured on it.
	Generation bool
	// NoExamples says that the official repository publishes no examples with it; the documentation
	// does.
	NoExamples bool
}

// All lists the documents; the loss tables walk all of them.
var All = []Document{
	{Name: "billing/2019-10-01-preview", files: []string{billing + "preview/2019-10-01-preview/billing.json"}, Generation: true},
	{Name: "billing/2020-05-01", files: []string{billing + "stable/2020-05-01/billing.json"}, Generation: true},
	{Name: "billing/2021-10-01", files: []string{billing + "stable/2021-10-01/payment.json"}},
	{Name: "consumption/2021-10-01", files: []string{consumption + "stable/2021-10-01/consumption.json"}},
	{Name: "consumption/2023-03-01", NoExamples: true, files: []string{
		consumption + "stable/2023-03-01/consumption.json", consumption + "stable/2023-03-01/consumption_pricesheet.json"}},
	{Name: "consumption/2024-08-01", Generation: true, files: []string{
		consumption + "stable/2024-08-01/consumption.json", consumption + "stable/2024-08-01/consumption_pricesheet.json"}},
}

const (
	billing     = "billing/resource-manager/Microsoft.Billing/"
	consumption = "consumption/resource-manager/Microsoft.Consumption/"
)

// Root is the environment variable that says where the official specifications are.
const Root = "AZURE_REST_API_SPECS"

// Files returns the paths of the document's Swagger files, or an error that says how to get them.
func (d Document) Files() ([]string, error) {
	root := os.Getenv(Root)
	if root == "" {
		return nil, fmt.Errorf("%s is not set: point it at a checkout of the official specification repository, the folder that holds specification/", Root)
	}
	var out []string
	for _, f := range d.files {
		out = append(out, filepath.Join(root, "specification", filepath.FromSlash(f)))
	}
	return out, nil
}

// Package is the Go package name of the peers' code for the document: "consumption20240801".
func (d Document) Package() string {
	return strings.NewReplacer("/", "", "-", "").Replace(d.Name)
}

// Find returns the document of that name.
func Find(name string) (Document, bool) {
	for _, d := range All {
		if d.Name == name {
			return d, true
		}
	}
	return Document{}, false
}
