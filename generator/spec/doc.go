// Package spec reads OpenAPI documents: Swagger 2.0 and OpenAPI 3.0.x, JSON or YAML, one file or many tied by $ref.
package spec
