package registry

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestWriteMatchesTypesByName(t *testing.T) {
	dir := t.TempDir()
	spec := filepath.Join(dir, "spec.json")
	types := filepath.Join(dir, "types")
	if err := os.Mkdir(types, 0o755); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{
		spec: `{"paths":{"/a":{"get":{"operationId":"A_Get","responses":{
			"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/BillingAccount"}}}},
			"202":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/download_url"}}}},
			"204":{},
			"default":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Nowhere"}}}}}}}}}`,
		filepath.Join(types, "t.go"): "package types\n\ntype Account struct{}\n\ntype DownloadURL struct{}\n\ntype List[T any] struct{}\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out", "registry.go")
	missing, err := Write(Options{Peer: "p", Kind: "json", Document: "d", Spec: spec, Types: "x/types", Dir: types, Strip: "Billing", Out: out})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(missing, []string{"Nowhere"}) {
		t.Errorf("missing %q, want Nowhere alone", missing)
	}
	src, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"BillingAccount": codec.JSON[p.Account]()`, `codec.JSON[p.DownloadURL]()`, "//go:build peers"} {
		if !strings.Contains(string(src), want) {
			t.Errorf("the package lacks %q:\n%s", want, src)
		}
	}
}
