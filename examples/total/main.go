// Command total adds up the Azure charges of a page of Charges_List, whichever kind its records are, exact to the digit.
package main

import (
	"fmt"
	"log"
	"os"

	"github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
)

func main() {
	var total, amount wire.Decimal
	for charge, err := range consumption.StreamChargesListResult(os.Stdin, nil) {
		if err != nil {
			log.Fatal(err)
		}
		switch c := charge.Variant.(type) {
		case *consumption.LegacyChargeSummary:
			amount, err = c.Properties.OrZero().AzureCharges.Value()
		case *consumption.ModernChargeSummary:
			amount, err = c.Properties.OrZero().AzureCharges.OrZero().Value.Value()
		case *consumption.UnknownChargeSummary:
			err = fmt.Errorf("kind %q is new: %s", c.Kind, c.Raw)
		}
		if err == nil { // absent, null, or a value of another type is an error, never 0
			total, err = total.Add(amount)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("Azure charges:", total)
}
