//go:build peers

package main

import _ "github.com/azbill/azbill/bench/gen/types"
