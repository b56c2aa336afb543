// Command mutants plants faults in packages of this module and reports which of them the package's own tests notice.
//
//	go run ./internal/mutants [flags] package...
//
// All mutants of a package are compiled into one test binary, each behind a condition that the environment variable
// AZBILL_MUTANT switches, so a mutant costs one run of the tests that reach it and no compilation. A first run of each
// test by itself finds which mutants it reaches; a mutant that no test reaches survives without being run.
//
// Mutants are numbered in the order of the source, so a sample depends on the seed and the code alone. A survivor that
// changes nothing, or nothing that a test should see, is listed in accepted.txt with the reason. An entry that
// matches no mutant, and one whose mutant the tests notice, is an error.
package main
