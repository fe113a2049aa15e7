import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { networkFactsOf, shown } from './support/hcl.ts';

const test = suite('hcl records');

/** One line for each record of the text. */
function records(text: string): string[] {
  const { rows, gaps } = networkFactsOf({ 'main.tf': text })['dns-record'];
  const lines = rows.map(({ type, name, zone, targets }) =>
    [shown(type), shown(name), 'in', shown(zone), '->', shown(targets)].join(' '),
  );
  return [...lines, ...gaps.map(({ reason }) => `gap: ${reason}`)];
}

/** For each provider: a resource, and what it says. */
const cases: readonly (readonly [string, string])[] = [
  [
    `resource "digitalocean_domain" "a" {
      name       = "e.example"
      ip_address = "203.0.113.1"
    }
    resource "digitalocean_domain" "b" { name = "f.example" }`,
    'A e.example in e.example -> 203.0.113.1',
  ],
  [
    `resource "vultr_dns_domain" "a" {
      domain = "e.example"
      ip     = "203.0.113.1"
    }`,
    'gap: Vultr makes records for the address itself',
  ],
  [
    `variable "domains" {}
    resource "digitalocean_domain" "a" {
      for_each   = var.domains
      name       = each.key
      ip_address = "203.0.113.1"
    }`,
    'gap: `for_each`: the variable `domains` gets its value from outside',
  ],
  [
    `resource "azurerm_dns_a_record" "a" {
      name      = "www"
      zone_name = azurerm_dns_zone.main.name
      records   = ["203.0.113.1"]
    }
    resource "azurerm_dns_zone" "main" { name = "e.example" }`,
    'A www.e.example in e.example -> 203.0.113.1',
  ],
  [
    `resource "azurerm_dns_mx_record" "a" {
      name      = "@"
      zone_name = "e.example"
      record {
        preference = 10
        exchange   = "mail.e.example"
      }
    }`,
    'MX e.example in e.example -> mail.e.example',
  ],
  [
    `resource "ovh_domain_zone_record" "a" {
      zone      = "e.example"
      subdomain = "www"
      fieldtype = "CNAME"
      target    = "host.example."
    }`,
    'CNAME www.e.example in e.example -> host.example.',
  ],
  [
    `resource "gandi_livedns_record" "a" {
      zone   = "e.example"
      name   = "@"
      type   = "A"
      values = ["203.0.113.1", "203.0.113.2"]
    }`,
    'A e.example in e.example -> 203.0.113.1+203.0.113.2',
  ],
  [
    `resource "porkbun_dns_record" "a" {
      domain  = "e.example"
      name    = "www"
      type    = "A"
      content = "203.0.113.1"
    }`,
    'A www.e.example in e.example -> 203.0.113.1',
  ],
  [
    `resource "desec_rrset" "a" {
      domain  = "e.example"
      subname = ""
      type    = "TXT"
      records = ["\\"v=spf1 -all\\""]
    }`,
    'TXT e.example in e.example -> "v=spf1 -all"',
  ],
  [
    `resource "namecheap_domain_records" "a" {
      domain = "e.example"
      record {
        hostname = "www"
        type     = "A"
        address  = "203.0.113.1"
      }
    }`,
    'A www.e.example in e.example -> 203.0.113.1',
  ],
  [
    `resource "linode_domain_record" "a" {
      domain_id   = linode_domain.main.id
      name        = "www"
      record_type = "AAAA"
      target      = "2001:db8::1"
    }
    resource "linode_domain" "main" { domain = "e.example" }`,
    'AAAA www.e.example in e.example -> 2001:db8::1',
  ],
  [
    `resource "vultr_dns_record" "a" {
      domain = vultr_dns_domain.main.domain
      name   = "www"
      type   = "A"
      data   = vultr_instance.web.main_ip
    }
    resource "vultr_dns_domain" "main" { domain = "e.example" }`,
    'A www.e.example in e.example -> vultr_instance.web.main_ip',
  ],
  [
    `resource "scaleway_domain_record" "a" {
      dns_zone = "e.example"
      name     = "www"
      type     = "A"
      data     = "203.0.113.1"
    }`,
    'A www.e.example in e.example -> 203.0.113.1',
  ],
  [
    `resource "powerdns_record" "a" {
      zone    = "e.example."
      name    = "www.e.example."
      type    = "A"
      records = ["203.0.113.1"]
    }`,
    'A www.e.example in e.example -> 203.0.113.1',
  ],
  [
    `resource "dns_a_record_set" "a" {
      zone      = "e.example."
      name      = "www"
      addresses = ["203.0.113.1"]
    }`,
    'A www.e.example in e.example -> 203.0.113.1',
  ],
  [
    `resource "dns_cname_record" "a" {
      zone  = "e.example."
      name  = "www"
      cname = "host.example."
    }`,
    'CNAME www.e.example in e.example -> host.example.',
  ],
  [
    `resource "dns_mx_record_set" "a" {
      zone = "e.example."
      mx {
        preference = 10
        exchange   = "mail.e.example."
      }
    }`,
    'MX e.example in e.example -> mail.e.example.',
  ],
  [
    `resource "google_dns_record_set" "a" {
      managed_zone = google_dns_managed_zone.main.name
      name         = "www.\${google_dns_managed_zone.main.dns_name}"
      type         = "A"
      rrdatas      = [google_compute_address.web.address]
    }
    resource "google_dns_managed_zone" "main" {
      name     = "main"
      dns_name = "e.example."
    }`,
    'A www.e.example in e.example -> google_compute_address.web.address',
  ],
  [
    `resource "hcloud_zone_record" "a" {
      zone  = hcloud_zone.main.name
      name  = "www"
      type  = "A"
      value = "203.0.113.1"
    }
    resource "hcloud_zone" "main" { name = "e.example" }`,
    'A www.e.example in e.example -> 203.0.113.1',
  ],
  [
    `resource "cloudflare_dns_record" "a" {
      zone_id = local.zones["e.example"]
      name    = "www"
      type    = "CNAME"
      content = "\${cloudflare_zero_trust_tunnel_cloudflared.main.id}.cfargotunnel.com"
    }
    locals { zones = { "e.example" = "Z1" } }`,
    'CNAME www.e.example in e.example -> ${cloudflare_zero_trust_tunnel_cloudflared.main.id}.cfargotunnel.com',
  ],
];

test('each provider spells records in its own way', () => {
  for (const [text, expected] of cases) assert.equal(records(text), [expected], text);
});

test('an attribute of a setting is no zone by its name', () => {
  const text = `
    locals { site = { domain = "e.example", address = "203.0.113.1" } }
    resource "digitalocean_record" "a" {
      domain = local.site.domain
      name   = "www"
      type   = "A"
      value  = local.site.address
    }`;
  assert.equal(records(text), ['A www.e.example in e.example -> 203.0.113.1']);
  assert.equal(networkFactsOf({ 'main.tf': text })['dns-zone'].rows, []);
});

test('a map of zones tells of them before any record does', () => {
  const zonesIn = (variable: string): string[] => {
    const rows = networkFactsOf({ 'main.tf': variable })['dns-zone'].rows;
    return rows.map(({ name }) => name);
  };
  const map = (name: string, value: string): string =>
    `variable "${name}" {\n  type    = map(string)\n  default = ${value}\n}`;
  const zones = '{ "e.example" = "Z1", "f.example" = "Z2" }';
  assert.equal(zonesIn(map('hosted_zones', zones)), ['e.example', 'f.example']);
  assert.equal(zonesIn(map('owners', zones)), []);
  assert.equal(zonesIn(map('zones', '{ "e.example" = "Z1", berlin = "Z2" }')), []);
  assert.equal(zonesIn('variable "zones" {}'), []);
});

test('a secret is neither a name nor a target', () => {
  const text = `
    variable "address" {
      default   = "203.0.113.1"
      sensitive = true
    }
    variable "api_token" { default = "t0ken" }
    resource "digitalocean_record" "a" {
      domain = "e.example"
      name   = "\${var.api_token}"
      type   = "A"
      value  = "to \${var.address}"
    }`;
  const secret = '?(the value is secret)';
  assert.equal(records(text), [`A ${secret} in e.example -> ${secret}`]);
});

test('rules of tunnels, in both forms of the provider', () => {
  const text = `
    resource "cloudflare_zero_trust_tunnel_cloudflared_config" "old" {
      tunnel_id = cloudflare_zero_trust_tunnel_cloudflared.main.id
      config {
        ingress_rule {
          hostname = "a.e.example"
          path     = "/x"
          service  = "http://localhost:8080"
        }
        ingress_rule { service = "http_status:404" }
      }
    }
    resource "cloudflare_zero_trust_tunnel_cloudflared_config" "new" {
      tunnel_id = "t"
      config = { ingress = [{ hostname = "b.e.example", service = "ssh://localhost:22" }] }
    }`;
  const { rows, gaps } = networkFactsOf({ 'main.tf': text })['cloud-tunnel-route'];
  assert.equal(gaps, []);
  assert.equal(
    rows.map((row) => [row.label, shown(row.hostname), shown(row.path), shown(row.service)]),
    [
      ['old', 'a.e.example', '/x', 'http://localhost:8080'],
      ['old', 'undefined', 'undefined', 'http_status:404'],
      ['new', 'b.e.example', 'undefined', 'ssh://localhost:22'],
    ],
  );
});

test.run();
