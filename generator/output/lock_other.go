//go:build !windows && (!unix || solaris || aix)

package output

import (
	"errors"
	"os"
)

// tryLock does nothing: these systems have no lock that ends with its process, and one that outlives it would stop every
// later run.
func tryLock(*os.File) (bool, error) { return true, nil }

func isUnsupported(err error) bool { return errors.Is(err, errors.ErrUnsupported) }
