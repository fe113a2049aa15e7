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

say('Rules that deny are not weighed against those that allow.', () => {
  const rule = (name: string, action: string): string => `
    resource "google_compute_firewall" "${name}" {
      name = "${name}"
      network = "n"
      source_ranges = ["0.0.0.0/0"]
      ${action} {
        protocol = "tcp"
        ports = ["22"]
      }
    }`;
  const rules = table(tofu(rule('a', 'allow') + rule('b', 'deny')), 'ingress-rule');
  assert.is(rules.split('\n').length, 1);
  assert.match(rules, /22/);
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
  'So are modules from elsewhere, files that are not in the repository or hold secrets, numbers with more than some thousands of digits, `base64gzip`, the functions whose names begin with `assume`, negative zero, and more than 150 operators inside each other.',
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
