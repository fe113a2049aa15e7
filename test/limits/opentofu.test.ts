import * as assert from 'uvu/assert';
import { limitsBelow, table } from '../support/limits.ts';
import { factsOf } from '../support/picture.ts';

const limits = limitsBelow('OpenTofu');
const { say } = limits;

/** The value of an output, as the table of outputs has it. */
function output(expression: string, more = ''): string {
  const source = `\n-- main.tf --\noutput "a" { value = ${expression} }\n${more}`;
  const [row] = factsOf(source).table('cloud-output').rows;
  return JSON.stringify(row?.value ?? null);
}

const tofu = (text: string): string => `\n-- main.tf --\n${text}\n`;

say(
  'Records of AWS, Azure, Cloudflare, deSEC, DigitalOcean, DNSimple, Gandi, Google, Hetzner, hcloud, INWX, Linode, Namecheap, OVH, Porkbun, PowerDNS, RFC 2136, Scaleway and Vultr are read; ingress rules of AWS, Azure, DigitalOcean, Google, hcloud, Linode, OpenStack, Oracle, Scaleway and Vultr; tunnels of Cloudflare.',
  () => {
    const record = 'resource "hcloud_zone_rrset" "a" { zone = "example.org", name = "www" }';
    assert.match(table(tofu(record.replace(', name', '\n name')), 'dns-record'), /www/);
    const rule = `resource "vultr_firewall_rule" "a" {
      firewall_group_id = "g"
      protocol = "tcp"
      ip_type = "v4"
      subnet = "0.0.0.0"
      subnet_size = 0
      port = "443"
    }`;
    assert.match(table(tofu(rule), 'ingress-rule'), /443/);
    const tunnel = `resource "cloudflare_zero_trust_tunnel_cloudflared_config" "a" {
      tunnel_id = "t"
      config = { ingress = [{ hostname = "a.example.org", service = "http://localhost:80" }] }
    }`;
    assert.match(table(tofu(tunnel), 'cloud-tunnel-route'), /a\.example\.org/);
  },
);

say('Other kinds that may hold a record or a rule are gaps.', () => {
  assert.match(table(tofu('resource "acme_dns_record" "a" {}'), 'dns-record'), /^\? /m);
  assert.match(table(tofu('resource "acme_firewall_rule" "a" {}'), 'ingress-rule'), /^\? /m);
});

const firewall = (name: string, effect: string, sources = '0.0.0.0/0', tag = 'web'): string => `
  resource "google_compute_firewall" "${name}" {
    network       = "n"
    source_ranges = ["${sources}"]
    target_tags   = ["${tag}"]
    ${effect} {
      protocol = "tcp"
      ports    = ["22"]
    }
  }`;

say(
  'A rule that allows is a gap where one that denies everybody may come first; where one denies some, it is undecided whether everybody is let in.',
  () => {
    const rules = (deny: string): string =>
      table(tofu(firewall('a', 'allow') + deny), 'ingress-rule');
    assert.match(rules(firewall('b', 'deny')), /^\? .*a rule that denies may come first/);
    assert.match(rules(firewall('b', 'deny', '192.0.2.0/24')), /from-port=22 .*open=\?/);
    assert.match(rules(''), /from-port=22 .*open=true/);
  },
);

say('Which machines a firewall is for is not looked at.', () => {
  const other = firewall('a', 'allow') + firewall('b', 'deny', '0.0.0.0/0', 'db');
  assert.match(table(tofu(other), 'ingress-rule'), /^\? .*a rule that denies may come first/);
});

say(
  'What a run decides is unknown: attributes that no file sets, data sources, functions of providers, `timestamp`, `uuid`, `bcrypt`, the workspace, absolute paths, and variables without a value; an attribute that a file sets is taken as it is written.',
  () => {
    const resource = 'resource "x_y" "z" { name = "n" }\ndata "x_y" "d" {}\nvariable "v" {}';
    const read = ['x_y.z.id', 'data.x_y.d.id', 'provider::x::f(1)', 'timestamp()', 'uuid()'];
    const more = ['bcrypt("x")', 'terraform.workspace', 'file("/etc/x")', 'abspath(".")', 'var.v'];
    for (const expression of [...read, ...more])
      assert.match(output(expression, resource), /undecided/, expression);
    assert.is(output('x_y.z.name', resource), '"n"');
  },
);

say(
  'So are modules from elsewhere, ranges of IPv6 that stand for IPv4, files that are not in the repository or hold secrets, numbers with more than some thousands of digits, `base64gzip`, the functions whose names begin with `assume`, negative zero, and more than 150 operators inside each other.',
  () => {
    const module = 'module "m" { source = "github.com/x/y" }';
    assert.match(output('module.m.x', module), /undecided/);
    const sops =
      '-- s.yaml --\na: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\nsops: { mac: "ENC[AES256_GCM,x]" }\n';
    assert.match(output('file("s.yaml")', sops), /undecided/);
    assert.match(output('file("missing")'), /undecided/);
    const cases = ['pow(10, 100000)', 'base64gzip("x")', '-0'];
    for (const expression of cases) assert.match(output(expression), /undecided/, expression);
    assert.match(output('assume_x(1)'), /undecided/);
    assert.match(output('cidrsubnet("::ffff:10.0.0.0/112", 8, 6)'), /undecided/);
    assert.match(output('cidrhost("::ffff:10.0.0.0/112", 6)'), /undecided/);
    const nested = `${'-('.repeat(160)}1${')'.repeat(160)}`;
    assert.match(output(nested), /undecided/);
  },
);

say('A number with an exponent but no point, such as `1e3`, is taken for a syntax error.', () => {
  assert.match(table(tofu('output "a" { value = 1e3 }'), 'cloud-output'), /^\? .*syntax error/);
});

say('`fileset` sees the files of the repository alone.', () => {
  assert.is(output('length(fileset(".", "*.txt"))', '-- a.txt --\nx\n'), '1');
});

limits.run();
