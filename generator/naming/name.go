package naming

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// initialisms are the words Go writes in capitals. Every word added renames identifiers that downstream code uses, so
// words that a document writes its own way (Sku) stay out.
var initialisms = map[string]string{
	"aad": "AAD", "acl": "ACL", "acls": "ACLs", "aes": "AES", "aks": "AKS", "amqp": "AMQP", "api": "API", "apis": "APIs", "ascii": "ASCII",
	"bgp": "BGP", "cdn": "CDN", "cidr": "CIDR", "cname": "CNAME", "cpu": "CPU", "css": "CSS", "csv": "CSV", "db": "DB", "dbs": "DBs",
	"dhcp": "DHCP", "dns": "DNS", "eof": "EOF", "fqdn": "FQDN", "fqdns": "FQDNs", "gpu": "GPU", "guid": "GUID", "html": "HTML",
	"http": "HTTP", "https": "HTTPS", "icmp": "ICMP", "id": "ID", "ids": "IDs", "iis": "IIS", "ip": "IP", "ips": "IPs", "json": "JSON",
	"nfs": "NFS", "nic": "NIC", "nics": "NICs", "nsg": "NSG", "os": "OS", "qps": "QPS", "ram": "RAM", "rbac": "RBAC", "rdp": "RDP",
	"rpc": "RPC", "rsa": "RSA", "sas": "SAS", "sdk": "SDK", "sla": "SLA", "smb": "SMB", "smtp": "SMTP", "snat": "SNAT", "sql": "SQL",
	"ssh": "SSH", "ssl": "SSL", "sso": "SSO", "tcp": "TCP", "tls": "TLS", "ttl": "TTL", "udp": "UDP", "ui": "UI", "uid": "UID", "uri": "URI",
	"uris": "URIs", "url": "URL", "urls": "URLs", "utc": "UTC", "uuid": "UUID", "vhd": "VHD", "vhds": "VHDs", "vm": "VM", "vms": "VMs",
	"vpn": "VPN", "waf": "WAF", "xml": "XML",
}

// Exported turns any text into an exported Go identifier: "soldTo" is SoldTo, "$filter" Filter, "@odata.type"
// OdataType, "1.0" X10, "" Empty, "价" X价, "*" U002A. The result depends on the text alone.
func Exported(text string) string { return Joined([]string{text}) }

// Joined makes one identifier of several texts.
func Joined(texts []string) string {
	var b strings.Builder
	for _, t := range texts {
		b.WriteString(capitalized(t))
	}
	name := b.String()
	if first, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(first) {
		return "X" + name // a digit, or a letter of a script without case
	}
	return name
}

// capitalized turns any text into what may follow the first letter of an identifier: its words, each with a capital.
func capitalized(text string) string {
	var b strings.Builder
	for _, w := range words(text) {
		if up, ok := initialisms[strings.ToLower(w)]; ok {
			b.WriteString(up)
			continue
		}
		first, n := utf8.DecodeRuneInString(w)
		b.WriteRune(unicode.ToUpper(first))
		b.WriteString(w[n:])
	}
	if b.Len() == 0 {
		return spelled(text)
	}
	return b.String()
}

// joined adds a text to a name, without the words it says again: "ErrorDetail" and "detailCode" are ErrorDetailCode. A
// text that only says what the name ends with adds nothing.
func joined(name, text string) string {
	have, next := words(name), words(capitalized(text))
	n := min(len(have), len(next))
	for !strings.EqualFold(strings.Join(have[len(have)-n:], " "), strings.Join(next[:n], " ")) {
		n--
	}
	return name + strings.Join(next[n:], "")
}

// words splits at everything that is neither letter nor digit and where camel case begins a new word.
func words(text string) []string {
	var out []string
	runes := []rune(text)
	start := -1
	flush := func(end int) {
		if start >= 0 {
			out = append(out, string(runes[start:end]))
		}
		start = -1
	}
	for i, r := range runes {
		if !isWord(r) {
			flush(i)
			continue
		}
		if start >= 0 && unicode.IsUpper(r) {
			afterLower := !unicode.IsUpper(runes[i-1])
			beforeLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if afterLower || beforeLower && !pluralInitialism(runes, start, i) {
				flush(i)
			}
		}
		if start < 0 {
			start = i
		}
	}
	flush(len(runes))
	return out
}

// pluralInitialism tells that the capital at i ends an initialism written with a plural s, as in "subscriptionIDs".
func pluralInitialism(runes []rune, start, i int) bool {
	if runes[i+1] != 's' || i+2 < len(runes) && unicode.IsLower(runes[i+2]) {
		return false
	}
	_, ok := initialisms[strings.ToLower(string(runes[start:i+2]))]
	return ok
}

// spelled names a text that has no letter or digit by its code points.
func spelled(text string) string {
	if text == "" {
		return "Empty"
	}
	var b strings.Builder
	for _, r := range text {
		fmt.Fprintf(&b, "U%04X", r)
	}
	return b.String()
}

// PackageName makes a Go package name of a text: lower-case ASCII letters and digits, no keyword.
func PackageName(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		if r >= 'a' && r <= 'z' || b.Len() > 0 && r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	switch name := b.String(); {
	case name == "":
		return "api"
	case token.IsKeyword(name), slices.Contains(reservedPackages, name):
		return name + "api"
	default:
		return name
	}
}

// reservedPackages are the names of packages and folders that mean something else to the go command or to generated code.
var reservedPackages = []string{"main", "init", "wire", "internal", "vendor", "test"}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// quoted is a text of the document in a message.
func quoted(text string) string {
	const most = 60
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return strconv.Quote(text)
}
