package convert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

// sections are the parts of a Swagger 2.0 document that references point at.
var sections = []string{"definitions", "parameters", "responses"}

// bundler pulls everything that the documents refer to in other files into one document.
type bundler struct {
	files map[string]map[string]any    // parsed documents by absolute path
	names map[string]string            // absolute path + pointer -> name in the bundle
	out   map[string]map[string]any    // section -> name -> node
	owner map[string]map[string]string // section -> name -> absolute path + pointer
}

// Bundle reads Swagger 2.0 documents and returns one that holds all their paths and has no
// reference to another file. The peers need it: their loaders refuse or lose external references.
func Bundle(paths ...string) (map[string]any, error) {
	b := &bundler{
		files: map[string]map[string]any{},
		names: map[string]string{},
		out:   map[string]map[string]any{},
		owner: map[string]map[string]string{},
	}
	for _, s := range sections {
		b.out[s] = map[string]any{}
		b.owner[s] = map[string]string{}
	}
	var root map[string]any
	allPaths := map[string]any{}
	for _, p := range paths {
		doc, err := b.addRoot(p, allPaths)
		if err != nil {
			return nil, err
		}
		if root == nil {
			root = doc
		}
	}
	if root == nil {
		return nil, fmt.Errorf("bundle: no document given")
	}
	res := map[string]any{}
	for k, v := range root {
		if !strings.HasPrefix(k, "x-") {
			res[k] = v
		}
	}
	res["paths"] = allPaths
	for _, s := range sections {
		res[s] = b.out[s]
	}
	return res, nil
}

// addRoot takes over every path and every definition of one of the given documents.
func (b *bundler) addRoot(path string, allPaths map[string]any) (map[string]any, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("resolve %s: %w", path, err)
	}
	doc, err := b.load(abs)
	if err != nil {
		return nil, err
	}
	for _, s := range sections {
		for _, name := range sortedKeys(object(doc[s])) {
			if _, err := b.take(abs, "/"+s+"/"+escape(name)); err != nil {
				return nil, err
			}
		}
	}
	items := object(doc["paths"])
	for _, p := range sortedKeys(items) {
		item := items[p]
		if allPaths[p], err = b.rewrite(item, abs); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, p, err)
		}
	}
	return doc, nil
}

func (b *bundler) load(abs string) (map[string]any, error) {
	if doc, ok := b.files[abs]; ok {
		return doc, nil
	}
	data, err := os.ReadFile(abs)
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	dec.UseNumber()
	var doc map[string]any
	if err := dec.Decode(&doc); err != nil {
		return nil, fmt.Errorf("parse %s: %w", abs, err)
	}
	b.files[abs] = doc
	return doc, nil
}

// take brings the node at file#pointer into the bundle, once, and returns its name there.
func (b *bundler) take(abs, pointer string) (string, error) {
	id := abs + "#" + pointer
	if name, ok := b.names[id]; ok {
		return name, nil
	}
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	if len(parts) != 2 || b.out[parts[0]] == nil {
		return "", fmt.Errorf("reference to %s: only definitions, parameters and responses can be bundled", id)
	}
	doc, err := b.load(abs)
	if err != nil {
		return "", err
	}
	section, name := parts[0], unescape(parts[1])
	node, ok := object(doc[section])[name]
	if !ok {
		return "", fmt.Errorf("reference to %s: nothing there", id)
	}
	if other, taken := b.clash(section, name, abs); taken {
		file, ptr, _ := strings.Cut(b.owner[section][other], "#")
		if same(b, file, ptr, node) {
			b.names[id] = other
			return other, nil
		}
		stem := strings.TrimSuffix(filepath.Base(abs), filepath.Ext(abs))
		name = stem + "_" + name
	}
	b.owner[section][name] = id
	b.names[id] = name
	rewritten, err := b.rewrite(node, abs)
	if err != nil {
		return "", err
	}
	b.out[section][name] = rewritten
	return name, nil
}

// clash finds the bundled node whose name the new one would repeat. Case does not count: joining
// documents must not make a pair of names that a generator cannot tell apart in Go.
func (b *bundler) clash(section, name, abs string) (string, bool) {
	if _, ok := b.owner[section][name]; ok {
		return name, true
	}
	for _, other := range sortedKeys(b.out[section]) {
		if strings.EqualFold(other, name) && !strings.HasPrefix(b.owner[section][other], abs+"#") {
			return other, true
		}
	}
	return "", false
}

// same reports whether the node already bundled under a name is, as written, the node at hand:
// several official documents repeat their neighbours' definitions.
func same(b *bundler, file, pointer string, node any) bool {
	parts := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	return reflect.DeepEqual(object(b.files[file][parts[0]])[unescape(parts[1])], node)
}

// rewrite copies a node, pointing its references into the bundle and leaving examples out.
func (b *bundler) rewrite(node any, abs string) (any, error) {
	switch v := node.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			return b.rewriteRef(v, ref, abs)
		}
		out := make(map[string]any, len(v))
		for k, child := range v {
			if k == "x-ms-examples" {
				continue
			}
			var err error
			if out[k], err = b.rewrite(child, abs); err != nil {
				return nil, err
			}
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, child := range v {
			var err error
			if out[i], err = b.rewrite(child, abs); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return node, nil
}

func (b *bundler) rewriteRef(v map[string]any, ref, abs string) (any, error) {
	file, fragment, _ := strings.Cut(ref, "#")
	target := abs
	if file != "" {
		target = filepath.Join(filepath.Dir(abs), filepath.FromSlash(file))
	}
	name, err := b.take(target, fragment)
	if err != nil {
		return nil, err
	}
	section := strings.Split(fragment, "/")[1]
	out := map[string]any{}
	for k, s := range v {
		if k != "x-ms-examples" {
			out[k] = s
		}
	}
	out["$ref"] = "#/" + section + "/" + escape(name)
	return out, nil
}

// object returns v as a JSON object, or nil, which reads as an empty one.
func object(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func escape(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1")
}

func unescape(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "~1", "/"), "~0", "~")
}
