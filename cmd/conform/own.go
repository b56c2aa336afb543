package main

import (
	"github.com/azbill/azbill/cmd/conform/internal/command"
	billing20191001preview "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing20200501 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption20230301 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption20240801 "github.com/azbill/azbill/generated/consumption/2024-08-01"
)

// generated are the operation tables of this repository's packages, by the document they are generated from. A document
// that is not here is checked without types, which a test forbids for the documents of this repository.
var generated = command.Tables{
	"specs/billing/2019-10-01-preview.yaml": billing20191001preview.Operations,
	"specs/billing/2020-05-01.yaml":         billing20200501.Operations,
	"specs/consumption/2023-03-01.yaml":     consumption20230301.Operations,
	"specs/consumption/2024-08-01.yaml":     consumption20240801.Operations,
}
