package rest

// The endpoints of Azure Resource Manager, for HTTPRequest.
const (
	PublicCloud  = "https://management.azure.com"         // Azure
	ChinaCloud   = "https://management.chinacloudapi.cn"  // Azure operated by 21Vianet
	USGovernment = "https://management.usgovcloudapi.net" // Azure Government
)
