package generator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/specs"
	"go.yaml.in/yaml/v3"
)

// TestNamesAreStable changes real documents, and those of the clash cases: it removes a definition that nothing refers to,
// an operation or a member, adds definitions and members, and turns the order of all of them around. Nothing else is
// renamed, but what has a name that the thing removed or added asks for as well.
func TestNamesAreStable(t *testing.T) {
	seed := rand.New(rand.NewPCG(1, 2))
	rounds := 3
	if testing.Short() {
		rounds = 1
	}
	for _, doc := range stableDocuments(t) {
		before := namesOf(t, doc.files, doc.spec)
		if before == nil {
			continue
		}
		for range rounds {
			for _, change := range changes {
				files, what := change.do(seed, doc)
				if what == "" {
					continue
				}
				after := namesOf(t, files, doc.spec)
				if after == nil {
					t.Errorf("%s: %s %s: refused", doc.spec, change.name, what)
					continue
				}
				for pointer, name := range before {
					now, there := after[pointer]
					if there && now != name && !asked(before, after, pointer) {
						t.Errorf("%s: %s %s renames %s from %s to %s", doc.spec, change.name, what, pointer, name, now)
					}
				}
			}
		}
	}
}

// asked reports whether the name that a pointer had, or has now, is that of a thing which is in one of the tables only.
func asked(before, after map[string]string, pointer string) bool {
	stem := func(name string) string {
		for _, suffix := range []string{"Object", "Enum", "Value", "Request", "Lower"} {
			name = strings.TrimSuffix(name, suffix)
		}
		return name
	}
	own := stem(before[pointer])
	for _, tables := range [][2]map[string]string{{before, after}, {after, before}} {
		for other, name := range tables[0] {
			if _, both := tables[1][other]; !both && stem(name) == own {
				return true
			}
		}
	}
	return false
}

type stableDocument struct {
	spec  string
	files map[string][]byte
}

// stableDocuments are the documents of this repository as JSON, and the official ones where they are available.
func stableDocuments(t *testing.T) []stableDocument {
	var out []stableDocument
	for _, c := range casesIn(t, clashes) {
		files := map[string][]byte{}
		for name, f := range c.input().FS.(fstest.MapFS) {
			files[name] = f.Data
		}
		out = append(out, stableDocument{c.input().Spec, files})
	}
	root := os.Getenv("AZURE_REST_API_SPECS")
	if root == "" {
		t.Log("AZURE_REST_API_SPECS is not set: the official documents are not here")
		return out
	}
	for _, p := range officialDocuments(t) {
		files := map[string][]byte{}
		for _, pattern := range []string{p.Spec, filepath.Join(root, "specification", "common-types", "*", "*", "*.json")} {
			paths, err := filepath.Glob(pattern)
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range paths {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				rel, err := filepath.Rel(root, path)
				if err != nil {
					t.Fatal(err)
				}
				files[filepath.ToSlash(rel)] = data
			}
		}
		out = append(out, stableDocument{"specification/" + p.Source, files})
	}
	return out
}

func namesOf(t *testing.T, files map[string][]byte, spec string) map[string]string {
	t.Helper()
	fsys := fstest.MapFS{}
	p := generator.Package{Spec: spec, FS: fsys, Root: "."}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
		if strings.HasPrefix(path.Base(name), "more") && name != spec {
			p.More = append(p.More, name)
		}
	}
	table, err := generator.Names(p)
	if err != nil {
		return nil
	}
	names := map[string]string{}
	for _, line := range table {
		pointer, name, _ := strings.Cut(line, " → ")
		if _, member, ok := strings.Cut(name, "."); ok {
			pointer, name = pointer+" member", member // several types may include it
		}
		for names[pointer] != "" && names[pointer] != name {
			pointer += " again" // a base is a union and a variant of it
		}
		names[pointer] = name
	}
	return names
}

// object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	Key   string
	Value json.RawMessage
}

func parseObject(data []byte) object {
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return nil
	}
	var o object
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil
		}
		o = append(o, member{fmt.Sprint(key), value})
	}
	return o
}

func (o object) bytes() []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, _ := json.Marshal(m.Key) // a string always encodes
		b.Write(key)
		b.WriteByte(':')
		b.Write(m.Value)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// edit changes the object that is a member of the document.
func (d stableDocument) edit(section string, change func(object) object) map[string][]byte {
	doc := parseObject(d.files[d.spec])
	i := slices.IndexFunc(doc, func(m member) bool { return m.Key == section })
	if i < 0 {
		return nil
	}
	doc[i].Value = change(parseObject(doc[i].Value)).bytes()
	files := map[string][]byte{}
	for name, data := range d.files {
		files[name] = data
	}
	files[d.spec] = doc.bytes()
	return files
}

// changes are what happens to a document; each returns its files and what was done, nothing when there is nothing to do.
var changes = []struct {
	name string
	do   func(*rand.Rand, stableDocument) (map[string][]byte, string)
}{
	{"removing the path", func(r *rand.Rand, d stableDocument) (map[string][]byte, string) {
		what := ""
		return d.edit("paths", func(o object) object {
			if len(o) < 2 {
				return o
			}
			i := r.IntN(len(o))
			what = o[i].Key
			return slices.Delete(o, i, i+1)
		}), what
	}},
	{"removing the definition", func(r *rand.Rand, d stableDocument) (map[string][]byte, string) {
		what := ""
		return d.edit("definitions", func(o object) object {
			var free []int
			for i, m := range o {
				if !bytes.Contains(d.files[d.spec], []byte("#/definitions/"+m.Key+`"`)) {
					free = append(free, i)
				}
			}
			if len(free) == 0 {
				return o
			}
			i := free[r.IntN(len(free))]
			what = o[i].Key
			return slices.Delete(o, i, i+1)
		}), what
	}},
	{"adding the definition", func(r *rand.Rand, d stableDocument) (map[string][]byte, string) {
		what := fmt.Sprintf("Added%d", r.IntN(1000))
		return d.edit("definitions", func(o object) object {
			i := r.IntN(len(o) + 1)
			return slices.Insert(o, i, member{what, json.RawMessage(`{"type":"object","properties":{"kind":{"type":"string","enum":["a"],"x-ms-enum":{"name":"AddedKind"}}}}`)})
		}), what
	}},
	{"turning around", func(_ *rand.Rand, d stableDocument) (map[string][]byte, string) {
		return stableDocument{d.spec, d.edit("definitions", reversed)}.edit("paths", reversed), "definitions and paths"
	}},
}

func reversed(o object) object {
	slices.Reverse(o)
	return o
}

// However the paths of a document are spread over documents of one package, and whichever of these is left out, each thing has
// the name that it has in the one document.
func TestNamesOfSplitDocuments(t *testing.T) {
	r, split := rand.New(rand.NewPCG(3, 4)), 0
	for _, doc := range append(stableDocuments(t), embeddedDocument(t, "consumption/2024-08-01.yaml")) {
		whole := namesOf(t, doc.files, doc.spec)
		const parts = 3
		for leftOut := range parts + 1 { // the last time none is
			files := doc.split(r, parts)
			if whole == nil || files == nil {
				continue
			}
			if leftOut < parts {
				delete(files, doc.part(leftOut))
			}
			names := namesOf(t, files, doc.part((leftOut+1)%parts))
			if names == nil {
				t.Errorf("%s: split in %d without %d: refused", doc.spec, parts, leftOut)
				continue
			}
			split++
			for place, name := range names {
				if file, pointer, _ := strings.Cut(place, "#"); file == "" || strings.HasPrefix(path.Base(file), "more") {
					place = "#" + pointer
				}
				if want, there := whole[place]; there && name != want {
					t.Errorf("%s: split in %d without %d: %s is %s, want %s", doc.spec, parts, leftOut, place, name, want)
				}
			}
		}
	}
	if split == 0 {
		t.Fatal("no document was split")
	}
}

// embeddedDocument is a document of this repository, as JSON.
func embeddedDocument(t *testing.T, name string) stableDocument {
	text, err := specs.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return stableDocument{"document.json", map[string][]byte{"document.json": data}}
}

// part names one of the documents that a document is split into.
func (d stableDocument) part(i int) string {
	return path.Join(path.Dir(d.spec), fmt.Sprintf("more%d.json", i))
}

// split spreads the paths of a document over several, each with all definitions; nil for one that has few paths, or is several already.
func (d stableDocument) split(r *rand.Rand, parts int) map[string][]byte {
	files := maps.Clone(d.files)
	delete(files, d.spec)
	for name := range files {
		if strings.HasPrefix(path.Base(name), "more") {
			return nil
		}
	}
	var home []int // of each path
	for i := range parts {
		edited := d.edit("paths", func(o object) object {
			var own object
			for at, m := range o {
				if at == len(home) {
					home = append(home, r.IntN(parts))
				}
				if home[at] == i {
					own = append(own, m)
				}
			}
			return own
		})
		if len(home) < 2*parts {
			return nil
		}
		files[d.part(i)] = edited[d.spec]
	}
	return files
}
