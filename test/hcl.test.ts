import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import { type HclFacts, type HclInput, hclFacts } from '#analyzer/hcl/facts.ts';
import type { Site } from '#analyzer/site.ts';
import { LineIndex } from '#parser/lines.ts';
import { parse } from '#parser/parse.ts';

const test = suite('hcl');

type Sources = { readonly [file: string]: string };

function factsOf(sources: Sources): HclFacts {
  const inputs = Object.entries(sources).map(([name, text]): HclInput => {
    const file = name as FilePath;
    if (name.endsWith('.json')) return { kind: 'json', file, text };
    return { kind: 'hcl', file, tree: parse(text, 'hcl') };
  });
  return hclFacts(inputs);
}

/** One line per row, then one per gap, without their places. */
function summary(sources: Sources): string[] {
  const facts = factsOf(sources);
  const records = facts['dns-record'].rows.map((row) => {
    const zone = row.zone === undefined ? '' : ` in ${shown(row.zone)}`;
    return `${shown(row.type)} ${shown(row.name)}${zone} -> ${shown(row.targets)} (${row.label})`;
  });
  const zones = facts['dns-zone'].rows.map((row) => `zone ${row.name}`);
  const rules = facts['ingress-rule'].rows.map((row) => {
    const ports = [row['from-port'], row['to-port']].map(shown).join('-');
    const from = row.sources === undefined ? '' : ` from ${shown(row.sources)}`;
    return `${shown(row.protocol)} ${ports}${from} into ${shown(row.group)} (${row.label})`;
  });
  return [...records, ...zones, ...rules, ...gaps(facts)];
}

function gaps(facts: HclFacts): string[] {
  const tables = [facts['dns-record'], facts['dns-zone'], facts['ingress-rule']];
  return tables.flatMap((table) =>
    table.gaps.map((gap) => {
      const known = Object.entries(gap.known).map(([column, value]) => ` ${column}=${value}`);
      return `gap in ${gap.table}${known.join('')}: ${gap.reason}`;
    }),
  );
}

function shown(cell: Cell<string | number | readonly string[]>): string {
  if (isUndecided(cell)) return `?(${cell.undecided})`;
  return Array.isArray(cell) ? cell.join('+') : String(cell);
}

/** The text at a site of a tree. */
function textAt(sources: Sources, site: Site | undefined): string | undefined {
  const text = site && sources[site.file];
  if (site === undefined || text === undefined) return undefined;
  if (site.file.endsWith('.json')) return text.slice(site.expr, text.indexOf(':', site.expr));
  const tree = parse(text, 'hcl');
  return text.slice(tree.start[site.expr], tree.end[site.expr]);
}

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

test('for_each and count make instances, also of modules and dynamic blocks', () => {
  const sources = {
    'main.tf': `
      locals { hosts = { api = "A", "git" : "A" } }
      resource "aws_route53_record" "each" {
        for_each = local.hosts
        zone_id  = var.zones["c.example"]
        name     = each.key
        type     = each.value
        records  = [aws_instance.web[0].public_ip]
      }
      resource "aws_route53_record" "none" { count = 1 - 1 }
      resource "aws_security_group" "web" {
        dynamic "ingress" {
          for_each = toset(["80", "443"])
          content {
            protocol  = "tcp"
            from_port = ingress.value
            to_port   = ingress.value
          }
        }
        ingress {
          protocol  = -1
          self      = true
          from_port = 0
          to_port   = 0
        }
        egress { protocol = -1 }
      }
      module "mail" {
        for_each = toset(["mx"])
        source   = "./modules/mail"
        name     = "\${each.key}.c.example"
      }
      variable "zones" { default = { "c.example" = "Z" } }`,
    'modules/mail/main.tf': `
      variable "name" {}
      resource "aws_eip" "this" {}
      resource "cloudflare_dns_record" "this" {
        zone_id = cloudflare_zone.main.id
        name    = var.name
        type    = "A"
        content = aws_eip.this.public_ip
      }
      resource "cloudflare_zone" "main" { name = "c.example" }`,
  };
  assert.equal(summary(sources), [
    'A api.c.example in c.example -> aws_instance.web[0].public_ip (each["api"])',
    'A git.c.example in c.example -> aws_instance.web[0].public_ip (each["git"])',
    'A mx.c.example in c.example -> module.mail["mx"].aws_eip.this.public_ip (module.mail["mx"].this)',
    'zone c.example',
    'zone c.example',
    'tcp 443-443 into aws_security_group.web (web)',
    'tcp 80-80 into aws_security_group.web (web)',
    'any 0-65535 from self into aws_security_group.web (web)',
  ]);
});

test('outputs of modules are followed', () => {
  const sources = {
    'main.tf': `
      module "vm" { source = "./vm" }
      module "many" {
        count = 2
        source = "./vm"
      }
      resource "aws_route53_record" "a" {
        zone_id = "Z1"
        name = "a.example"
        type = "A"
        records = [module.vm.address, module.many[1].address, module.many[0].nothing]
      }`,
    'vm/main.tf': 'resource "aws_eip" "e" {}\noutput "address" { value = aws_eip.e.public_ip }',
  };
  const [a, b, c] = [
    'module.vm.aws_eip.e.public_ip',
    'module.many[1].aws_eip.e.public_ip',
    'module.many[0].nothing',
  ];
  assert.equal(summary(sources), [
    `A a.example in ?(the zone is given by its id) -> ${a}+${b}+${c} (a)`,
    'gap in dns-zone: the zone is given by its id',
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

test('a module called an unknown number of times is a gap only where it has rows', () => {
  const sources = {
    'main.tf': 'module "x" {\n  source = "./x"\n  count = var.nothing\n}',
    'x/main.tf': 'module "y" { source = "../y" }',
    'y/main.tf': 'resource "aws_security_group" "z" {}',
  };
  assert.equal(summary(sources), [
    'gap in ingress-rule: `count`: the variable `nothing` is not declared',
  ]);
});

test('a file for OpenTofu replaces the one for Terraform', () => {
  const sources = {
    'dns.tf': 'resource "aws_route53_zone" "a" { name = "old.example" }',
    'dns.tofu': 'resource "aws_route53_zone" "a" { name = "new.example" }',
  };
  assert.equal(summary(sources), ['zone new.example']);
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
