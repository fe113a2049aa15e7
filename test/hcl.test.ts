import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LineIndex } from '#parser/lines.ts';
import { parse } from '#parser/parse.ts';
import { factsOf, summary, textAt } from './support/hcl-summary.ts';

const test = suite('hcl');

test('records, zones and rules of a proxy', () => {
  const sources = {
    'cloud/variables.tf': 'variable "zones" { type = map(string) }',
    'cloud/tofu.auto.tfvars.json':
      '{ "zones": { "copse.example": "Z1", "lantern.example": "Z2" } }',
    'cloud/proxy.tf': `
      resource "aws_eip" "gate" {}
      resource "aws_route53_record" "root" {
        name    = "copse.example"
        type    = "A"
        zone_id = var.zones["copse.example"]
        records = [aws_eip.gate.public_ip]
      }
      # a comment
      resource aws_vpc_security_group_ingress_rule "https" {
        security_group_id = aws_security_group.gate.id
        ip_protocol = "tcp"
        cidr_ipv4   = "0.0.0.0/0"
        from_port   = 443
        to_port     = "443"
      }
      resource "aws_vpc_security_group_egress_rule" "all" { ip_protocol = "-1" }`,
  };
  assert.equal(summary(sources), [
    'A copse.example in copse.example -> aws_eip.gate.public_ip (root)',
    'zone copse.example',
    'zone lantern.example',
    'tcp 443-443 from 0.0.0.0/0 into aws_security_group.gate (https)',
  ]);
});

test('rows know where they and their columns are written', () => {
  const sources = {
    'main.tf': `resource "aws_route53_record" "root" {
  name    = "a.example"
  zone_id = var.zones["a.example"]
  records = [aws_eip.gate.public_ip]
}
`,
    'terraform.tfvars': 'zones = {\n  "a.example" = "Z1"\n}\n',
  };
  const withVariable = { ...sources, 'variables.tf': 'variable "zones" {}' };
  const facts = factsOf(withVariable);
  const record = facts['dns-record'].rows[0];
  const zone = facts['dns-zone'].rows[0];
  assert.is(textAt(sources, record?.at), sources['main.tf'].trim());
  assert.is(textAt(sources, record?.places?.name), '"a.example"');
  assert.is(textAt(sources, record?.places?.label), '"root"');
  assert.is(textAt(sources, record?.places?.zone), 'var.zones["a.example"]');
  assert.is(textAt(sources, record?.places?.targets), '[aws_eip.gate.public_ip]');
  assert.is(textAt(sources, zone?.at), '"a.example"');
  const json = {
    'v.auto.tfvars.json': '{\n\t"zones": {"a.example": "Z1"}}',
    'x.tf': `${sources['main.tf']}\nvariable "zones" {}`,
  };
  assert.is(textAt(json, factsOf(json)['dns-zone'].rows[0]?.at), '"a.example"');
});

test('values come from defaults, locals, variable files, and attributes of other resources', () => {
  const sources = {
    'main.tf': `
      variable "domain" { default = "unused.example" }
      variable "sub" { default = "www" }
      locals {
        host = join(".", [var.sub, local.domain])
        domain = lower(var.domain)
        ports = { web = 8000 + 80, ssh = var.domain == "b.example" ? 22 : 2222 }
      }
      resource "aws_route53_zone" "main" { name = "\${var.domain}." }
      resource "aws_route53_record" "www" {
        zone_id = aws_route53_zone.main.zone_id
        name    = local.host
        type    = "cname"
        records = ["x.\${aws_route53_zone.main.name}"]
      }
      resource "aws_security_group_rule" "ssh" {
        type = "ingress"
        security_group_id = "sg-1"
        protocol = "6"
        from_port = local.ports["ssh"]
        to_port = local.ports.web
      }`,
    'terraform.tfvars': 'domain = "A.example"',
    'a.auto.tfvars': 'domain = "b.example"',
    'other.tfvars': 'domain = "never.read.example"',
  };
  assert.equal(summary(sources), [
    'CNAME www.b.example in b.example -> x.b.example. (www)',
    'zone b.example',
    'tcp 22-8080 into sg-1 (ssh)',
  ]);
});

test('what is not known is undecided or a gap, never a guess', () => {
  const sources = {
    'main.tf': `
      variable "zones" {}
      variable "name" {}
      resource "aws_route53_record" "a" {
        zone_id = var.zones["d.example"]
        name    = var.name
        type    = "A"
        records = data.external.x.result
      }
      resource "aws_route53_record" "b" {
        for_each = data.external.names
        zone_id  = var.zones["d.example"]
        name     = "d.example"
        type     = "A"
      }
      resource "aws_security_group_rule" "c" { type = var.name }
      resource "ibm_is_security_group_rule" "d" {}
      resource "bunnynet_dns_record" "e" {}
      resource "aws_route53_record" "f" {
        name = "f" +
      }
      module "g" { source = "terraform-aws-modules/vpc/aws" }
      locals { loop = local.loop }
      resource "aws_vpc_security_group_ingress_rule" "h" {
        ip_protocol = "tcp"
        from_port = local.loop
        to_port = 1 / 0
      }`,
  };
  const lines = summary(sources);
  assert.equal(lines.slice(0, 2), [
    'A ?(the variable `name` gets its value from outside) in d.example -> data.external.x.result (a)',
    'tcp ?(`local.loop` refers to itself)-?(the operation has no value) into undefined (h)',
  ]);
  const reasons = lines.slice(2).join('\n');
  for (const reason of [
    'gap in dns-record: the module comes from `terraform-aws-modules/vpc/aws`',
    'gap in dns-record type=A name=d.example: `for_each`: `data.external.names` is known only once it exists',
    'gap in dns-record: `bunnynet_dns_record` is not read',
    'gap in dns-record: the file has a syntax error: ',
    'gap in dns-zone: the variable `zones` gets its value from outside',
    'gap in ingress-rule: `ibm_is_security_group_rule` is not read',
    'gap in ingress-rule: the variable `name` gets its value from outside',
    'gap in ingress-rule: the module comes from `terraform-aws-modules/vpc/aws`',
  ]) {
    assert.ok(reasons.includes(reason), `${reason}\n${reasons}`);
  }
});

test('names are joined with their zones as each provider does', () => {
  const sources = {
    'dns.tf': `
      resource "digitalocean_record" "a" {
        domain = "e.example"
        type   = "A"
        name   = "@"
        value  = digitalocean_droplet.web.ipv4_address
      }
      resource "hcloud_zone_rrset" "b" {
        zone    = "e.example"
        name    = "www"
        type    = "A"
        records = [{ value = hcloud_server.web.ipv4_address }]
      }
      resource "google_dns_record_set" "c" {
        managed_zone = google_dns_managed_zone.main.name
        name    = "c.e.example."
        type    = "A"
        rrdatas = ["203.0.113.1", "203.0.113.2"]
      }
      resource "cloudflare_record" "d" {
        zone_id = data.cloudflare_zone.main.id
        name    = "*"
        type    = "CNAME"
        value   = "e.example"
      }
      data "cloudflare_zone" "main" { name = "e.example" }
      resource "aws_route53_record" "e" {
        zone_id = aws_route53_zone.zones["e.example"].zone_id
        name    = ""
        type    = "A"
        alias {
          name    = aws_lb.web.dns_name
          zone_id = aws_lb.web.zone_id
        }
      }
      resource "aws_route53_zone" "zones" {
        for_each = toset(["e.example"])
        name     = each.value
      }
      resource "aws_route53_record" "f" {
        zone_id = "Z1"
        name    = "relative"
        type    = "A"
      }`,
  };
  const records = summary(sources).filter((line) => /^(A|CNAME) /.test(line));
  assert.equal(records, [
    'A e.example in e.example -> digitalocean_droplet.web.ipv4_address (a)',
    'A www.e.example in e.example -> hcloud_server.web.ipv4_address (b)',
    'A c.e.example in ?(the zone is `google_dns_managed_zone.main.name`) -> 203.0.113.1+203.0.113.2 (c)',
    'CNAME *.e.example in e.example -> e.example (d)',
    'A e.example in e.example -> aws_lb.web.dns_name (e)',
    'A ?(the name is relative to a zone that is not known) in ?(the zone is given by its id) -> undefined (f)',
  ]);
});

test('firewalls of other clouds write ports as text', () => {
  const sources = {
    'firewall.tf': `
      resource "hcloud_firewall" "a" {
        rule {
          direction = "in"
          protocol  = "tcp"
          port      = "80-85"
        }
        rule {
          direction = "in"
          protocol  = "icmp"
        }
        rule {
          direction = "out"
          protocol  = "tcp"
          port      = "any"
        }
      }
      resource "digitalocean_firewall" "b" {
        inbound_rule {
          protocol   = "udp"
          port_range = "all"
        }
      }
      resource "aws_lightsail_instance_public_ports" "d" {
        port_info {
          protocol  = "all"
          from_port = 0
          to_port   = 65535
        }
      }
      resource "google_compute_firewall" "c" {
        source_ranges = ["10.0.0.0/8", google_compute_subnetwork.x.ip_cidr_range]
        allow {
          protocol = "tcp"
          ports    = ["22", "8000-8010"]
        }
      }`,
  };
  assert.equal(summary(sources), [
    'any 0-65535 into aws_lightsail_instance_public_ports.d (d)',
    'tcp 80-85 into hcloud_firewall.a (a)',
    'icmp 0-65535 into hcloud_firewall.a (a)',
    'udp 0-65535 into digitalocean_firewall.b (b)',
    'tcp 22-22 from 10.0.0.0/8+google_compute_subnetwork.x.ip_cidr_range into google_compute_firewall.c (c)',
    'tcp 8000-8010 from 10.0.0.0/8+google_compute_subnetwork.x.ip_cidr_range into google_compute_firewall.c (c)',
  ]);
});

test('places count as editors do', () => {
  const text = '# é 🙂\nresource "aws_route53_record" "a" {}\n';
  const site = factsOf({ 'a.tf': text })['dns-record'].rows[0]?.at;
  const start = parse(text, 'hcl').start[site?.expr ?? 0] ?? 0;
  assert.equal(new LineIndex(text).position(start), { line: 1, column: 0 });
});

test.run();
