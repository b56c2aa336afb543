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

// ValueOr reads a member that need not be there: a value of another type is an error and not the default.
func ExampleOptional_ValueOr() {
	var estimated, odd wire.Optional[bool]
	if err := odd.UnmarshalJSON([]byte(`"yes"`)); err != nil {
		log.Fatal(err)
	}
	fmt.Println(estimated.ValueOr(false))
	fmt.Println(odd.ValueOr(false))
	// Output:
	// false <nil>
	// false type mismatch: expected a boolean, found "yes"
}

// At names the first cause: the object that is of another type, not the member that cannot be in it.
func ExampleAt() {
	type amount struct {
		Value wire.Optional[wire.Decimal] `json:"value"`
	}
	var balance wire.Object[amount]
	if err := balance.UnmarshalJSON([]byte(`-1.74`)); err != nil {
		log.Fatal(err)
	}
	_, err := balance.OrZero().Value.Value()
	fmt.Println(err)
	_, err = wire.At(balance, func(a *amount) wire.Optional[wire.Decimal] { return a.Value }).Value()
	fmt.Println(err)
	// Output:
	// member is absent
	// type mismatch: expected an object, found -1.74
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
