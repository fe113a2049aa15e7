import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { networkFactsOf, resourceFactsOf } from './support/hcl.ts';
import { attributes, gaps } from './support/hcl-attributes.ts';

const test = suite('hcl resources');

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
