package payload

import (
	"fmt"
	"strconv"
)

// Accounts returns a page of n billing accounts with their billing profiles, invoice sections,
// departments and enrollment accounts expanded: every third is an enterprise enrollment.
func Accounts(n int) []byte {
	m := newMaker()
	return m.page(n, func(i int) {
		if i%3 == 2 {
			m.enrollment()
			return
		}
		m.account()
	})
}

func (m *maker) address() {
	m.f(`{"companyName":"Contoso %d","firstName":"Test","lastName":"User %d","addressLine1":"%d Test Street","addressLine2":"Floor %d","city":"Redmond","postalCode":"%05d","region":"WA","country":"US","email":"user%d@contoso.com","phoneNumber":"425-555-%04d"}`,
		m.rnd.IntN(1000), m.rnd.IntN(1000), m.rnd.IntN(9999), m.rnd.IntN(40), m.rnd.IntN(99999), m.rnd.IntN(1000), m.rnd.IntN(9999))
}

func (m *maker) account() {
	name := m.guid() + ":" + m.guid() + "_2019-05-31"
	id := "/providers/Microsoft.Billing/billingAccounts/" + name
	m.f(`{"id":"%s","name":"%s","type":"Microsoft.Billing/billingAccounts","properties":{"displayName":"Test Account %d","agreementType":"MicrosoftCustomerAgreement","accountStatus":"Active","soldTo":`,
		id, name, m.rnd.IntN(1000))
	m.address()
	m.f(`,"accountType":"Enterprise","billingProfiles":{"hasMoreResults":%t,"value":[`, m.rnd.IntN(2) == 0)
	for p := range 2 {
		if p > 0 {
			m.f(",")
		}
		m.profile(id)
	}
	m.f(`]},"hasReadAccess":true}}`)
}

func (m *maker) profile(account string) {
	name := m.guid()
	id := account + "/billingProfiles/" + name
	m.f(`{"id":"%s","name":"%s","type":"Microsoft.Billing/billingAccounts/billingProfiles","properties":{"displayName":"Profile %d","billingRelationshipType":"%s","billTo":`,
		id, name, m.rnd.IntN(1000), m.pick("Direct", "CSPPartner"))
	m.address()
	m.f(`,"currency":"USD","enabledAzurePlans":[{"skuId":"0001","skuDescription":"Microsoft Azure Plan"},{"skuId":"0002","skuDescription":"Microsoft Azure Plan for DevTest"}],"invoiceDay":5,"invoiceEmailOptIn":%t,"poNumber":"ABC%d","hasReadAccess":true,"systemId":"%X","status":"%s","spendingLimit":"%s","invoiceSections":{"hasMoreResults":false,"value":[`,
		m.rnd.IntN(2) == 0, m.rnd.IntN(1e6), m.rnd.Uint64(), m.pick("Active", "Warned"), m.pick("On", "Off"))
	for s := range 3 {
		if s > 0 {
			m.f(",")
		}
		section := m.guid()
		m.f(`{"id":"%s/invoiceSections/%s","name":"%s","type":"Microsoft.Billing/billingAccounts/billingProfiles/invoiceSections","properties":{"displayName":"Section %d","labels":{"costCategory":"%s","pcCode":"A%d"},"state":"Active","systemId":"%X"}}`,
			id, section, section, s, m.pick("Support", "Finance", "Marketing"), m.rnd.IntN(1e6), m.rnd.Uint64())
	}
	m.f(`]}}}`)
}

func (m *maker) enrollment() {
	name := strconv.Itoa(1e6 + m.rnd.IntN(9e6))
	id := "/providers/Microsoft.Billing/billingAccounts/" + name
	m.f(`{"id":"%s","name":"%s","type":"Microsoft.Billing/billingAccounts","properties":{"agreementType":"EnterpriseAgreement","soldTo":`, id, name)
	m.address()
	m.f(`,"enrollmentDetails":{"startDate":"2018-05-01T17:32:28Z","endDate":"2019-05-31T17:32:28Z","currency":"USD","channel":"EaDirect","policies":{"accountOwnerViewCharges":true,"departmentAdminViewCharges":true,"marketplaceEnabled":true,"reservedInstancesEnabled":true},"language":"en","countryCode":"US","status":"Active","billingCycle":"Monthly"},"departments":[`)
	for d := range 3 {
		if d > 0 {
			m.f(",")
		}
		m.f(`{"id":"%s/departments/%d","name":"%d","type":"Microsoft.Billing/departments","properties":{"departmentName":"Department %d","costCenter":"C%d","status":"Active"}}`,
			id, m.rnd.IntN(1e6), m.rnd.IntN(1e6), d, m.rnd.IntN(100))
	}
	m.f(`],"enrollmentAccounts":[`)
	for a := range 3 {
		if a > 0 {
			m.f(",")
		}
		m.f(`{"id":"%s/enrollmentAccounts/%d","name":"%d","type":"Microsoft.Billing/enrollmentAccounts","properties":{"accountName":"Account %d","costCenter":"C%d","status":"Active","startDate":"2018-05-01T17:32:28Z","endDate":"2019-05-31T17:32:28Z"}}`,
			id, m.rnd.IntN(1e6), m.rnd.IntN(1e6), a, m.rnd.IntN(100))
	}
	m.f(`]}}`)
}

// Usage returns a page of n usage details, modern and legacy in turn.
func Usage(n int) []byte {
	m := newMaker()
	return m.page(n, func(i int) {
		if i%2 == 0 {
			m.modernUsage()
			return
		}
		m.legacyUsage()
	})
}

func (m *maker) usageHead(kind string) {
	name := m.guid()
	m.f(`{"id":"/subscriptions/%s/providers/Microsoft.Billing/billingPeriods/2024%02d/providers/Microsoft.Consumption/usageDetails/%s","name":"%s","type":"Microsoft.Consumption/usageDetails","kind":"%s","tags":{"dev":"tools","env":"%s"},"properties":{`,
		m.guid(), 1+m.rnd.IntN(12), name, name, kind, m.pick("newcrp", "test", "prod"))
}

// text writes string members, given as name and value in turn.
func (m *maker) text(pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		m.f(`"%s":"%s",`, pairs[i], pairs[i+1])
	}
}

// numbers writes number members with 15 digits.
func (m *maker) numbers(names ...string) {
	for _, n := range names {
		m.f(`"%s":%s,`, n, m.rate())
	}
}

func (m *maker) resource() string {
	return fmt.Sprintf("/subscriptions/%s/resourceGroups/rg-%d/providers/Microsoft.Storage/storageAccounts/account%d", m.guid(), m.rnd.IntN(1000), m.rnd.IntN(1e6))
}

func (m *maker) legacyUsage() {
	m.usageHead("legacy")
	m.text("billingAccountId", strconv.Itoa(m.rnd.IntN(1e7)), "billingAccountName", "Account Name 1",
		"billingPeriodStartDate", "2024-03-01T00:00:00Z", "billingPeriodEndDate", "2024-03-31T00:00:00Z",
		"billingProfileId", strconv.Itoa(m.rnd.IntN(1e7)), "billingProfileName", "Account Name 1", "accountName", "Account Name 1",
		"subscriptionId", m.guid(), "subscriptionName", "Subscription Name 1", "date", "2024-03-30T00:00:00Z",
		"product", "Product Name 1", "partNumber", "Part Number 1", "meterId", m.guid())
	m.f(`"meterDetails":{"meterName":"Data Transfer Out (GB)","meterCategory":"Networking","meterSubCategory":"ExpressRoute","unitOfMeasure":"GB","serviceFamily":"Compute"},`)
	m.numbers("quantity", "effectivePrice", "cost", "unitPrice")
	m.text("billingCurrency", m.pick("CAD", "USD", "EUR"), "resourceLocation", "USEast", "consumedService", "Microsoft.Storage",
		"resourceId", m.resource(), "resourceName", "Resource Name 1", "additionalInfo", `{\"UsageType\":\"MyUsage\",\"VMName\":\"\"}`,
		"invoiceSection", "Invoice Section 1", "costCenter", "DEV", "resourceGroup", "rg-1", "offerId", "MS-AZR-0017P")
	m.f(`"isAzureCreditEligible":false,"chargeType":"Usage","frequency":"UsageBased","benefitId":"%s","benefitName":"Reservation_purchase_03-09-2018_10-59"}}`, m.guid())
}

func (m *maker) modernUsage() {
	m.usageHead("modern")
	m.text("billingAccountId", m.guid()+":"+m.guid(), "billingAccountName", "Account Name 1",
		"billingPeriodStartDate", "2024-09-01T00:00:00Z", "billingPeriodEndDate", "2024-10-31T00:00:00Z",
		"billingProfileId", "2468", "billingProfileName", "Account Name 1", "subscriptionGuid", m.guid(),
		"subscriptionName", "Subscription Name 1", "date", "2024-10-30T00:00:00Z", "product", "Virtual Machines D Series - D1 - US East",
		"meterId", m.guid(), "billingCurrencyCode", "USD", "resourceLocation", "USEast", "consumedService", "Microsoft.Storage",
		"instanceName", m.resource(), "invoiceSectionId", strconv.Itoa(m.rnd.IntN(1e5)), "invoiceSectionName", "Invoice Section 1",
		"costCenter", "DEV", "resourceGroup", "rg-1", "chargeType", "Usage",
		"additionalInfo", `{  \"ImageType\": \"Windows Client BYOL\",  \"ServiceType\": \"Standard_D1\",  \"VCPUs\": 1}`,
		"exchangeRate", "1", "exchangeRateDate", "2024-09-30T00:00:00Z", "invoiceId", "", "previousInvoiceId", "",
		"pricingCurrencyCode", "USD", "productIdentifier", "DZH318Z0BQ4B00FV", "productOrderId", m.guid(), "productOrderName", "Azure plan",
		"publisherName", "Microsoft", "publisherType", "Microsoft", "serviceInfo2", "Windows Client BYOL",
		"servicePeriodEndDate", "2024-12-01T00:00:00Z", "servicePeriodStartDate", "2024-09-01T00:00:00Z",
		"customerTenantId", m.guid(), "customerName", "Modern Azure Customer 1", "partnerTenantId", m.guid(), "partnerName", "Partner Name 1",
		"frequency", "UsageBased", "term", "", "partnerEarnedCreditApplied", "0", "benefitId", m.guid(), "benefitName", "Reservation_purchase_03-09-2018_10-59")
	m.numbers("quantity", "unitPrice", "costInBillingCurrency", "costInPricingCurrency", "marketPrice", "costInUSD",
		"paygCostInBillingCurrency", "paygCostInUSD", "exchangeRatePricingToBilling", "partnerEarnedCreditRate")
	m.f(`"isAzureCreditEligible":%t}}`, m.rnd.IntN(2) == 0)
}
