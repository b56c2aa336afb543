package mock

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/azbill/azbill/internal/jsontree"
)

const (
	stateFormat  = "azbill mock state 1"
	maxStateFile = 1 << 30 // bytes of a file that is read
)

var errNoState = errors.New("mock: the handler keeps no state; give it the option State")

// Save writes the state to a file: whole or not at all, however the program ends meanwhile.
func (h *Handler) Save(file string) error {
	if h.store == nil {
		return errNoState
	}
	text, _ := h.store.snapshot()
	if err := writeWhole(file, text); err != nil {
		return fmt.Errorf("save the state: %w", err)
	}
	return nil
}

// snapshot renders the state, and says of which version it is.
func (s *store) snapshot() (text []byte, version uint64) {
	s.mu.RLock()
	list := make([]*resource, 0, s.count)
	s.root.each(func(r *resource) { list = append(list, r) })
	version = s.version
	s.mu.RUnlock()
	b := append([]byte(`{"format":`), jsontree.AppendString(nil, stateFormat)...)
	b = append(b, `,"resources":[`...)
	for i, r := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '\n')
		b = object(member("id", str(r.id)), member("etag", str(r.etag)), member("body", r.body)).Append(b)
	}
	return append(b, "\n]}\n"...), version
}

// writeWhole writes a file beside the one named, and puts it in its place.
func writeWhole(file string, text []byte) (err error) {
	dir := filepath.Dir(file)
	f, err := os.CreateTemp(dir, "."+filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(text); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), file); err != nil {
		return err
	}
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync() // not every file system can; the file itself is whole in any case
		d.Close()
	}
	return nil
}

// Restore replaces the state by that of a file which Save wrote. With an error the state is as it was. The error wraps
// [os.ErrNotExist] when there is no such file.
func (h *Handler) Restore(file string) error {
	if h.store == nil {
		return errNoState
	}
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("restore the state: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxStateFile+1))
	if err == nil && len(text) > maxStateFile {
		err = fmt.Errorf("the file has more than %d bytes", maxStateFile)
	}
	if err == nil {
		err = h.restore(text)
	}
	if err != nil {
		return fmt.Errorf("restore the state from %s: %w", file, err)
	}
	return nil
}

func (h *Handler) restore(text []byte) error {
	root, flaws, err := jsontree.Parse(text)
	switch {
	case err != nil:
		return err
	case len(flaws) > 0:
		return errors.New(flaws[0].Message)
	}
	if format := root.Get("format"); format == nil || format.Text != stateFormat {
		return fmt.Errorf("the file does not begin with the format %q; Save writes such files", stateFormat)
	}
	list := root.Get("resources")
	if list == nil || list.Kind != jsontree.Array {
		return errors.New("there is no list of resources")
	}
	restored := &store{}
	for i, item := range list.Items {
		id, etag, body := item.Get("id"), item.Get("etag"), item.Get("body")
		if id == nil || id.Kind != jsontree.String || id.Text == "" || etag == nil || etag.Kind != jsontree.String || body == nil {
			return fmt.Errorf("resource %d has no id, etag or body", i+1)
		}
		key := keyOf(id.Text)
		if len(key) > maxSegments {
			return fmt.Errorf("resource %d: its id has %d segments", i+1, len(key))
		}
		restored.put(key, &resource{id: id.Text, etag: etag.Text, body: body, size: int64(len(body.Append(nil)))})
	}
	if restored.count > h.maxResources || restored.bytes > h.maxBytes {
		return fmt.Errorf("it holds %d resources of %d bytes; the limits are %d and %d", restored.count, restored.bytes, h.maxResources, h.maxBytes)
	}
	s := h.store
	s.mu.Lock()
	defer s.mu.Unlock()
	s.root, s.count, s.bytes, s.version = restored.root, restored.count, restored.bytes, s.version+restored.version
	return nil
}

const maxSegments = 128 // of an id

// KeepSaved saves the state to a file whenever it has changed, at most once in every interval, and a last time when ctx
// ends. It returns the first error.
func (h *Handler) KeepSaved(ctx context.Context, file string, every time.Duration) error {
	if h.store == nil {
		return errNoState
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	saved := uint64(0)
	for {
		done := false
		select {
		case <-ctx.Done():
			done = true
		case <-tick.C:
		}
		if text, version := h.store.changedSince(saved); text != nil {
			if err := writeWhole(file, text); err != nil {
				return fmt.Errorf("save the state: %w", err)
			}
			saved = version
		}
		if done {
			return nil
		}
	}
}

// changedSince is snapshot for a state that is of another version; nil when it is of that.
func (s *store) changedSince(version uint64) ([]byte, uint64) {
	s.mu.RLock()
	same := s.version == version
	s.mu.RUnlock()
	if same {
		return nil, version
	}
	return s.snapshot()
}
