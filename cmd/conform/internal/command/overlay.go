package command

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/overlay"
)

// validateOverlay refuses an overlay that would not be of one document, or that would replace a file: people edit overlays.
func (o *options) validateOverlay() error {
	if o.overlay == "" {
		return nil
	}
	if len(o.apis)+len(o.specs) != 1 {
		return errors.New("-overlay is for one document; name it with -api or -spec")
	}
	if _, err := os.Lstat(o.overlay); err == nil {
		return fmt.Errorf("-overlay %s: the file is there already; name another, and move what is wanted over", o.overlay)
	}
	return nil
}

// writeOverlay writes the overlay that follows from a report, and says which differences are not in it.
func (o *options) writeOverlay(r *traffic.Report, stderr io.Writer) error {
	src, api, extends, err := o.overlaid()
	if err != nil {
		return err
	}
	var problems diag.List
	doc, value := openapi.LoadValues(src, &problems)
	if doc == nil {
		return problems.Err()
	}
	if api == "" {
		api = nameIn(r, doc.Version)
	}
	made := overlay.Make(doc, value, r, api, extends)
	for _, s := range made.Skipped {
		fmt.Fprintf(stderr, "conform: not in the overlay: %s %s %s %s: %s\n", s.Key.Operation, s.Key.Message, s.Key.Place, s.Key.Class, s.Why)
	}
	if len(made.Actions) == 0 {
		fmt.Fprintf(stderr, "conform: there is nothing that an overlay could change; %s was not written\n", o.overlay)
		return nil
	}
	text, err := made.Marshal()
	if err != nil {
		return err
	}
	if err := os.WriteFile(o.overlay, text, 0o644); err != nil {
		return fmt.Errorf("write the overlay: %w", err)
	}
	fmt.Fprintf(stderr, "conform: wrote %s; review it, then list it under overlays in gen.yaml\n", o.overlay)
	return nil
}

// overlaid returns the document that an overlay is for, the name that the report has for it, and how the overlay names it.
// The name is empty where the report alone has it.
func (o *options) overlaid() (src openapi.Source, api, extends string, err error) {
	if len(o.apis) == 1 {
		d, err := specs.Find(o.apis[0])
		if err != nil {
			return src, "", "", fmt.Errorf("-api %s: %w", o.apis[0], err)
		}
		return openapi.Source{Path: d.File, FS: specs.FS, Name: d.API()}, d.API(), d.API(), nil
	}
	paths, err := o.paths()
	if err != nil {
		return src, "", "", err
	}
	if len(paths) != 1 {
		return src, "", "", fmt.Errorf("-overlay is for one document; -spec %s names %d", o.specs[0], len(paths))
	}
	from, err := filepath.Abs(filepath.Dir(o.overlay))
	if err != nil {
		return src, "", "", fmt.Errorf("find the folder of the overlay: %w", err)
	}
	to, err := filepath.Abs(paths[0])
	if err != nil {
		return src, "", "", fmt.Errorf("find %s: %w", paths[0], err)
	}
	if extends, err = filepath.Rel(from, to); err != nil {
		return src, "", "", fmt.Errorf("name %s in the overlay: %w", paths[0], err)
	}
	return o.source(paths[0], false), "", filepath.ToSlash(extends), nil
}

// nameIn returns the name that a report of one document has for it.
func nameIn(r *traffic.Report, version string) string {
	for _, e := range r.Drift {
		if e.API != "" {
			return e.API
		}
	}
	return version
}
