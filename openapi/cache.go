package openapi

import "sync"

// Cache keeps the files that documents refer to, parsed, so that a run over many documents reads and parses its common
// types once. The zero value is ready to use, and so is nil, which keeps nothing. It may be used by several goroutines.
// What it keeps is bounded; files that were not used for longest go first.
type Cache struct {
	mu     sync.Mutex
	files  map[cacheKey]*cached
	clock  int64 // grows with each use
	values int   // in all files
}

// mostCached is how many JSON values a cache holds, about 120 bytes each.
const mostCached = 500_000

// cacheKey is what decides how a file reads: the same file below another root may lead out of it.
type cacheKey struct {
	root, name string
	limits     Limits
}

// cached is a file as it was parsed. Its nodes are copied, never handed out: reading a document changes them.
type cached struct {
	once   sync.Once
	root   *node // nil: there were problems, which belong to each document that refers to the file
	values int
	used   int64
}

// fill reads a file that the document refers to, out of the cache where it is there already.
func (c *Cache) fill(r *reader, f *file, read func() ([]byte, error)) {
	if c == nil || r.tree.disk == "" && !isRemote(f.key) {
		r.fill(f, read)
		return
	}
	kept, first := c.entry(cacheKey{r.tree.disk, f.key, r.limits}), false
	kept.once.Do(func() {
		first = true
		problems, values := r.n, r.values
		if r.fill(f, read); f.root != nil && r.n == problems {
			c.keep(kept, f.root.copy(nil), r.values-values)
		}
	})
	switch {
	case first:
	case kept.root == nil || r.values+kept.values > r.limits.Nodes:
		r.fill(f, read) // which says what is wrong
	default:
		r.values += kept.values
		f.root = kept.root.copy(nil)
		f.root.file = f
	}
}

// entry returns the entry of a file, and notes that it is in use.
func (c *Cache) entry(key cacheKey) *cached {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.files == nil {
		c.files = map[cacheKey]*cached{}
	}
	kept := c.files[key]
	if kept == nil {
		kept = &cached{}
		c.files[key] = kept
	}
	c.clock++
	kept.used = c.clock
	return kept
}

// keep puts a file into its entry, and takes out what the cache has no room for.
func (c *Cache) keep(kept *cached, root *node, values int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept.root, kept.values = root, values
	for c.values += values; c.values > mostCached; {
		var oldest cacheKey
		var at *cached
		for key, other := range c.files {
			if other.values > 0 && (at == nil || other.used < at.used) {
				oldest, at = key, other
			}
		}
		c.values -= at.values
		delete(c.files, oldest)
	}
}

// copy returns a copy of a value as it was parsed.
func (n *node) copy(up *node) *node {
	c := &node{kind: n.kind, line: n.line, col: n.col, pos: n.pos, key: n.key, text: n.text, up: up}
	if len(n.children) == 0 {
		return c
	}
	c.children = make([]*node, len(n.children))
	for i, child := range n.children {
		c.children[i] = child.copy(c)
	}
	return c
}
