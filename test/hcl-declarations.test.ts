import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { networkFactsOf, resourceFactsOf, shown } from './support/hcl.ts';
import { attributes, gaps } from './support/hcl-attributes.ts';

const test = suite('hcl declarations');

test('variables have types, defaults for what is left out, and files that give their values', () => {
  const sources = {
    'main.tf': `
      variable "hosts" {
        type = map(object({
          ip   = string
          port = optional(number, 22)
          tags = optional(object({ env = optional(string, "prod") }), {})
          note = optional(string)
        }))
      }
      variable "ports" {
        type    = set(string)
        default = [443, 80, 443]
      }
      variable "name" {
        type     = string
        default  = "fallback"
        nullable = false
      }
      variable "count_text" { type = number }
      output "hosts" { value = var.hosts }
      output "ports" { value = var.ports }
      output "name" { value = var.name }
      output "sum" { value = var.count_text + 1 }`,
    'terraform.tfvars':
      'hosts = { a = { ip = "10.0.0.1" }, b = { ip = "10.0.0.2", port = "2222" } }\nname = null',
    'x.auto.tfvars.json': '{ "count_text": "41" }',
  };
  const { rows } = resourceFactsOf(sources)['cloud-output'];
  assert.equal(
    rows.map(
      ({ name, path, value }) => `${name}${path === undefined ? '' : ` ${path}`} = ${shown(value)}`,
    ),
    [
      'hosts a.ip = 10.0.0.1',
      'hosts a.port = 22',
      'hosts a.tags.env = prod',
      'hosts b.ip = 10.0.0.2',
      'hosts b.port = 2222',
      'hosts b.tags.env = prod',
      'ports [0] = 443',
      'ports [1] = 80',
      'name = fallback',
      'sum = 42',
    ],
  );
  const variables = resourceFactsOf(sources)['cloud-variable'].rows;
  assert.equal(
    variables.map((row) => [row.name, row.type, row.default, shown(row.value)].join(' ')),
    [
      'hosts map of object false undefined',
      'ports set of string true undefined',
      'name string true fallback',
      'count_text number false 41',
    ],
  );
});

test('modules get arguments and give outputs, also by instance', () => {
  const sources = {
    'main.tf': `
      module "vm" {
        for_each = { a = "10.0.0.1", b = "10.0.0.2" }
        source   = "./vm"
        ip       = each.value
      }
      resource "x_all" "a" {
        ips   = { for name, vm in module.vm : name => vm.address }
        first = module.vm["a"].address
        web   = x_server.web.name
        names = [for key, server in x_server.many : "\${key}=\${server.size}"]
        ids   = x_server.counted[*].id
      }
      resource "x_server" "web" { name = "web" }
      resource "x_server" "many" {
        for_each = { s = 1, m = 2 }
        size     = each.value
      }
      resource "x_server" "counted" { count = 2 }`,
    'vm/main.tf': 'variable "ip" {}\noutput "address" { value = "${var.ip}/24" }',
  };
  assert.equal(
    attributes(sources).filter((line) => line.startsWith('x_all')),
    [
      'x_all.a ips.a = 10.0.0.1/24',
      'x_all.a ips.b = 10.0.0.2/24',
      'x_all.a first = 10.0.0.1/24',
      'x_all.a web = web',
      'x_all.a names[0] = m=2',
      'x_all.a names[1] = s=1',
      'x_all.a ids[0] = <x_server.counted[0].id>',
      'x_all.a ids[1] = <x_server.counted[1].id>',
    ],
  );
});

test('configuration written as JSON', () => {
  const sources = {
    'main.tf.json': JSON.stringify({
      '//': 'a comment',
      variable: {
        sizes: { type: 'list(number)', default: ['1', '2'] },
        raw: { default: '${kept}' },
      },
      locals: { zone: 'e.example' },
      resource: {
        digitalocean_record: {
          a: { domain: '${local.zone}', name: 'www', type: 'A', value: '203.0.113.1' },
        },
        x_server: {
          a: [
            {
              for_each: '${toset(["k"])}',
              size: '${var.sizes[1] * 2}',
              text: '${var.raw} ${each.key}',
              disk: [{ name: 'a' }, { name: 'b' }],
              dynamic: { port: { for_each: ['80'], content: { number: '${port.value}' } } },
            },
          ],
        },
      },
    }),
  };
  assert.equal(
    attributes(sources).filter((line) => line.startsWith('x_server')),
    [
      'x_server.a["k"] size = 4',
      'x_server.a["k"] text = ${kept} k',
      'x_server.a["k"] disk[0].name = a',
      'x_server.a["k"] disk[1].name = b',
      'x_server.a["k"] port[0].number = 80',
    ],
  );
  const [record] = networkFactsOf(sources)['dns-record'].rows;
  assert.is(shown(record?.name), 'www.e.example');
  const damaged = { 'main.tf.json': '{ "resource": ' };
  assert.ok(gaps(damaged).includes('resource root=: the file is not read as JSON'));
});

test('override files change what other files say', () => {
  const sources = {
    'main.tf': `
      resource "x_server" "a" {
        name = "a"
        size = 1
        disk { size = 1 }
        port { number = 1 }
      }
      locals { b = "b" }`,
    'b_override.tf': `
      resource "x_server" "a" {
        size = 2
        disk { size = 3 }
        disk { size = 4 }
      }
      locals { b = "changed" }`,
    'override.tf': 'resource "x_server" "a" { name = local.b }',
  };
  assert.equal(attributes(sources), [
    'x_server.a name = changed',
    'x_server.a size = 2',
    'x_server.a port[0].number = 1',
    'x_server.a disk[0].size = 3',
    'x_server.a disk[1].size = 4',
  ]);
  const lost = { 'override.tf': 'resource "x_server" "a" {}' };
  assert.match(gaps(lost).join(), /`x_server\.a` is overridden and not declared/);
});

test('what is declared twice may be either', () => {
  const twice = {
    'a.tf': 'resource "x_server" "a" {}',
    'b.tf': 'resource "x_server" "a" {}',
  };
  assert.ok(gaps(twice).includes('resource root=: `x_server.a` is declared twice'));
});

test.run();
