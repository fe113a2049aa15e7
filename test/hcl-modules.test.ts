import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { summary } from './support/hcl-summary.ts';

const test = suite('hcl modules');

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

test.run();
