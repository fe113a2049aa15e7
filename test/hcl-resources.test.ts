import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { networkFactsOf, resourceFactsOf, type Sources, shown } from './support/hcl.ts';

const test = suite('hcl resources');

/** `address path = value`, one line for each part that the configuration sets. */
function attributes(sources: Sources): string[] {
  return resourceFactsOf(sources)['resource-attribute'].rows.map(
    ({ address, path, value, written }) =>
      `${address} ${path} = ${written === undefined ? shown(value) : `<${written}>`}`,
  );
}

function gaps(sources: Sources): string[] {
  const tables = Object.values(resourceFactsOf(sources));
  return tables.flatMap((table) =>
    table.gaps.map(({ table: name, known, reason }) => {
      const columns = Object.entries(known).map(([column, value]) => ` ${column}=${value}`);
      return `${name}${columns.join('')}: ${reason}`;
    }),
  );
}

test('resources with their instances, modes, modules and providers', () => {
  const sources = {
    'cloud/main.tf': `
      module "dns" {
        for_each = toset(["a", "b"])
        source   = "./dns"
      }
      data "aws_ami" "nixos" { provider = aws.east }
      resource "aws_instance" "web" { count = 2 }
      resource "aws_eip" "gone" { count = 0 }
      resource "aws_eip" "off" {
        lifecycle { enabled = false }
      }
      ephemeral "random_password" "db" {}`,
    'cloud/dns/main.tf': 'resource "cloudflare_record" "this" { name = "x" }',
  };
  const { rows } = resourceFactsOf(sources).resource;
  assert.equal(
    rows.map((row) =>
      [row.mode, row.address, row.key, row.module, row.provider, row.root].join(' | '),
    ),
    [
      'data | data.aws_ami.nixos |  |  | aws.east | cloud',
      'managed | aws_instance.web[0] | 0 |  | aws | cloud',
      'managed | aws_instance.web[1] | 1 |  | aws | cloud',
      'ephemeral | ephemeral.random_password.db |  |  | random | cloud',
      'managed | module.dns["a"].cloudflare_record.this |  | module.dns["a"] | cloudflare | cloud',
      'managed | module.dns["b"].cloudflare_record.this |  | module.dns["b"] | cloudflare | cloud',
    ],
  );
  assert.is(rows[5]?.file, 'cloud/dns/main.tf');
});

test('attributes are taken apart, blocks numbered by their kind', () => {
  const sources = {
    'main.tf': `
      locals { ports = { web = 443, ssh = 22 } }
      resource "x_server" "a" {
        name  = upper("a")
        tags  = { "a.b" = "c", d = ["e", { f = 1.5 }], none = null }
        ip    = x_address.b.ip
        url   = "https://\${x_address.b.ip}/"
        depends_on = [x_address.b]
        disk { size = 10 }
        dynamic "disk" {
          for_each = local.ports
          iterator = port
          content {
            size = port.value
            nested { name = port.key }
          }
        }
        disk { size = 30 }
        lifecycle { ignore_changes = [name] }
      }
      resource "x_address" "b" {}`,
  };
  assert.equal(attributes(sources), [
    'x_server.a name = A',
    'x_server.a tags["a.b"] = c',
    'x_server.a tags.d[0] = e',
    'x_server.a tags.d[1].f = 1.5',
    'x_server.a ip = <x_address.b.ip>',
    'x_server.a url = <https://${x_address.b.ip}/>',
    'x_server.a disk[0].size = 10',
    'x_server.a disk[1].size = 22',
    'x_server.a disk[1].nested[0].name = ssh',
    'x_server.a disk[2].size = 443',
    'x_server.a disk[2].nested[0].name = web',
    'x_server.a disk[3].size = 30',
  ]);
});

test('rows point at what is written', () => {
  const text = 'resource "x_server" "a" {\n  tags = {\n    b = "c"\n  }\n}\n';
  const facts = resourceFactsOf({ 'main.tf': text });
  const [row] = facts['resource-attribute'].rows;
  assert.is(row?.at.file, 'main.tf');
  assert.not.equal(row?.at.expr, facts.resource.rows[0]?.at.expr);
});

test('no secret is a fact', () => {
  const sources = {
    'main.tf': `
      variable "password" { default = "hunter2" }
      variable "plain" {
        default   = "hunter3"
        sensitive = true
      }
      resource "x_user" "a" {
        admin_password = "hunter4"
        name           = "user-\${var.password}"
        note           = nonsensitive(var.password)
        list           = [var.plain, "shown"]
        file           = file("secrets.sops.yaml")
        key            = file("key.txt")
        lifted         = nonsensitive(var.plain)
        env { api_token = "hunter5" }
      }
      output "a" {
        value     = "hunter6"
        sensitive = true
      }
      output "b" { value = { a = var.plain, b = "shown" } }`,
    'secrets.sops.yaml': 'a: hunter7',
    'key.txt': '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter8\n',
    'terraform.tfvars': 'plain = "hunter9"',
  };
  const { 'resource-attribute': table, ...rest } = resourceFactsOf(sources);
  assert.equal(
    attributes(sources).filter((line) => !line.includes('?(')),
    ['x_user.a list[1] = shown', 'x_user.a lifted = hunter9'],
  );
  const told = JSON.stringify([rest, table.gaps, networkFactsOf(sources)]);
  assert.not.match(told, /hunter/);
});

test('what is not known is undecided, and a gap where more may be below', () => {
  const sources = {
    'main.tf': `
      variable "hosts" {}
      resource "x_server" "each" { for_each = var.hosts }
      resource "x_server" "a" {
        tags = var.hosts
        name = "a" + 1
        dynamic "disk" {
          for_each = var.hosts
          content { size = 1 }
        }
      }
      resource "x_server" "broken" {
        name = "a" +
      }
      resource "x_server" "twice" {
        name = "a"
        name = "b"
      }
      module "elsewhere" { source = "registry.example/a/b" }`,
  };
  const outside = 'the variable `hosts` gets its value from outside';
  assert.equal(attributes(sources), [
    `x_server.a tags = ?(${outside})`,
    'x_server.a name = ?(a number is required)',
  ]);
  const found = gaps(sources).filter((gap) => !gap.includes('syntax error: '));
  assert.equal(found, [
    'resource root=: the module comes from `registry.example/a/b`',
    `resource root= mode=managed type=x_server name=each: \`for_each\`: ${outside}`,
    'resource root= mode=managed type=x_server name=broken: the block has a syntax error',
    'resource root= mode=managed type=x_server name=twice: `name` is set twice',
    'resource-attribute root=: the module comes from `registry.example/a/b`',
    `resource-attribute root= type=x_server: \`for_each\`: ${outside}`,
    `resource-attribute root= address=x_server.a type=x_server: \`disk\`: \`for_each\`: ${outside}`,
    `resource-attribute root= address=x_server.a type=x_server: ${outside}`,
    'resource-attribute root= address=x_server.a type=x_server: a number is required',
    'resource-attribute root= type=x_server: the block has a syntax error',
    'resource-attribute root= type=x_server: `name` is set twice',
  ]);
});

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

test('addresses that blocks about the state name', () => {
  const sources = {
    'main.tf': `
      moved {
        from = x_server.old
        to   = module.vm["a"].x_server.new[0]
      }
      import {
        for_each = toset(["k"])
        to       = x_server.each[each.key]
        id       = "1"
      }
      removed { from = x_server.gone }
      module "inner" { source = "./inner" }`,
    'inner/main.tf': 'moved {\n  from = x_server.a\n  to = x_server.b\n}',
  };
  const { rows } = resourceFactsOf(sources)['resource-mention'];
  assert.equal(
    rows.map(({ kind, address }) => `${kind} ${address}`),
    [
      'moved-from x_server.old',
      'moved-to module.vm["a"].x_server.new[0]',
      'import x_server.each["k"]',
      'removed x_server.gone',
      'moved-from module.inner.x_server.a',
      'moved-to module.inner.x_server.b',
    ],
  );
});

test('files that begin with a mark of their encoding, or end lines as Windows does', () => {
  const text =
    'resource "x_server" "a" {\r\n  name = "a"\r\n  text = <<-EOT\r\n    b\r\n    EOT\r\n}\r\n';
  const expected = ['x_server.a name = a', 'x_server.a text = b\r\n'];
  assert.equal(attributes({ 'main.tf': text }), expected);
  assert.equal(attributes({ 'main.tf': `\ufeff${text}` }), expected);
});

test.run();
