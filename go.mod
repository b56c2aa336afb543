module github.com/azbill/azbill

go 1.26
