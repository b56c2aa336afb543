package sample

import "github.com/azbill/azbill/wire/schema"

// Model is the table that Validate reads, for tests that go over all types.
func Model() *schema.Model { return &model }
