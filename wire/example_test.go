package wire_test

import (
	"errors"
	"fmt"
	"log"

	"github.com/azbill/azbill/wire"
)

// A member is absent, null, a value, or a value of another type than the document declares. Value tells all four apart.
func ExampleOptional() {
	for _, member := range []wire.Optional[string]{{}, wire.Null[string](), wire.Some("Development")} {
		name, err := member.Value()
		switch {
		case errors.Is(err, wire.ErrAbsent):
			fmt.Println("absent")
		case errors.Is(err, wire.ErrNull):
			fmt.Println("null")
		case err != nil:
			log.Fatal(err)
		default:
			fmt.Println(name)
		}
	}
	fmt.Println(wire.Optional[string]{}.Or("a default"))
	// Output:
	// absent
	// null
	// Development
	// a default
}

// Decimals keep their literals and are added exactly.
func ExampleDecimal() {
	a, err := wire.ParseDecimal("500.0")
	if err != nil {
		log.Fatal(err)
	}
	b, err := wire.ParseDecimal("0.0000000000000000000000000001")
	if err != nil {
		log.Fatal(err)
	}
	sum, err := a.Add(b)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(a, sum)
	// Output: 500.0 500.0000000000000000000000000001
}
