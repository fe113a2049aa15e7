import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emptied, replacing, written } from '../support/published.ts';

const test = suite('dns-records');

const entry = '[[emit]]\nname = "dns-records"\noutput = "cloud/proxy.tf"\n';

function names(text: string): string[] {
  return [...text.matchAll(/"aws_route53_record" "(\w+)" \{\n +name +=? "(\S+)"/g)].map(
    ([, label, name]) => `${label} ${name}`,
  );
}

const all = [
  'basket basket.plum.example',
  'gate gate.pear.example',
  'git git.pear.example',
  'mail pear.example',
  'root pear.example',
  'www www.pear.example',
];

test('what people chose stays, and the rest is in the form of it', async () => {
  const { text, problems } = await written(entry, {
    'cloud/proxy.tf': replacing('ttl     = 300', 'ttl     = 60 # soon'),
  });
  assert.equal(names(text), all);
  assert.equal(text.match(/ttl {5}= 60 # soon/g)?.length, 5);
  assert.equal(problems, []);
});

test('a record that leads elsewhere keeps its target', async () => {
  const own = '"www.pear.example"\n  type    = "CNAME"\n  zone_id = var.zones["pear.example"]';
  const { text } = await written(entry, {
    'cloud/proxy.tf': replacing(
      '"www.pear.example"\n  type    = "A"\n  zone_id = var.zones["pear.example"]\n  ttl     = 300\n  records = [aws_eip.gate.public_ip]',
      `${own}\n  ttl     = 300\n  records = ["pear.example"]`,
    ),
  });
  assert.ok(text.includes(`${own}\n  ttl     = 300\n  records = ["pear.example"]`));
  assert.equal(names(text), all);
});

test('without a record to follow, resources and variables say what is to be written', async () => {
  const { text, problems } = await written(entry, { 'cloud/proxy.tf': emptied('dns-records') });
  assert.equal(problems, []);
  assert.equal(names(text), [
    'basket basket.plum.example',
    'gate gate.pear.example',
    'git git.pear.example',
    'pear pear.example',
    'www www.pear.example',
  ]);
  assert.ok(
    text.includes(`# https://search.opentofu.org/provider/opentofu/aws/latest/docs/resources/route53_record
resource "aws_route53_record" "pear" {
  name    = "pear.example"
  type    = "A"
  zone_id = var.zones["pear.example"]
  ttl     = 300
  records = [aws_eip.gate.public_ip]
}
`),
  );
});

test('the options say it otherwise', async () => {
  const own =
    'provider = "cloudflare"\ntarget = "hcloud_server.gate.ipv4_address"\nzones = "local.ids"\n';
  const { text } = await written(entry + own, { 'cloud/proxy.tf': emptied('dns-records') });
  assert.ok(
    text.includes(`resource "cloudflare_dns_record" "pear" {
  name    = "pear.example"
  type    = "A"
  zone_id = local.ids["pear.example"]
  ttl     = 1
  content = hcloud_server.gate.ipv4_address
}
`),
  );
});

test('what is not known is left out and reported', async () => {
  const second = '\nresource "aws_eip" "other" {}\n';
  const { text, problems } = await written(entry, {
    'cloud/proxy.tf': (before) => emptied('dns-records')(before) + second,
    'cloud/zones.auto.tfvars.json': replacing(',\n    "plum.example": "Z0PLUM"', ''),
  });
  assert.equal(names(text), []);
  assert.equal(problems, [
    'no record for `basket.plum.example`: it lies in none of the zones here',
    ...['gate', 'git', ''].map(
      (name) =>
        `no record for \`${name}${name && '.'}pear.example\`: what it leads to is not known; set \`target\``,
    ),
    'no record for `www.pear.example`: what it leads to is not known; set `target`',
  ]);
});

test('a name that somebody declares outside of the fence is left to them', async () => {
  const wildcard = `
resource "aws_route53_record" "every" {
  name    = "*.pear.example"
  type    = "A"
  zone_id = var.zones["pear.example"]
  records = ["192.0.2.1"]
}
`;
  const { text } = await written(entry, {
    'cloud/proxy.tf': emptied('dns-records'),
    'cloud/others.tf': () => wildcard,
  });
  assert.equal(names(text), ['basket basket.plum.example', 'pear pear.example']);
});

test('a name that is served no more goes, unless nobody can tell', async () => {
  const gone = replacing('serverAliases = [ "www.pear.example" ];', '');
  const { text } = await written(entry, { 'machines/gate/nginx.nix': gone });
  assert.equal(names(text), all.slice(0, -1));
  const unclear = replacing('[ "www.pear.example" ]', '(import <names>)');
  const other = await written(entry, { 'machines/gate/nginx.nix': unclear });
  assert.equal(names(other.text), all);
  assert.ok(
    other.problems.includes(
      '`www.pear.example` stays, since it is not known whether it is still served',
    ),
    other.problems.join('\n'),
  );
});

test('names of a virtual host that only machines nearby reach get no record', async () => {
  const inner = replacing(
    'forceSSL = true;\n        serverAliases',
    'forceSSL = true;\n        listenAddresses = [ "10.90.0.1" ];\n        serverAliases',
  );
  const { text } = await written(entry, { 'machines/gate/nginx.nix': inner });
  assert.equal(names(text), [
    'basket basket.plum.example',
    'gate gate.pear.example',
    'git git.pear.example',
    'mail pear.example',
  ]);
});

test('a fleet without zones has no records', async () => {
  const { texts, problems } = await written(entry, {
    'cloud/proxy.tf': () => '',
    'cloud/zones.auto.tfvars.json': undefined,
  });
  assert.equal([...texts.keys()], []);
  assert.equal(problems, ['no zone is declared that records could be in']);
});

test('a fleet without a proxy has no records', async () => {
  const { texts, problems } = await written(entry, {
    'machines/gate/nginx.nix': () => '{ }\n',
    'cloud/proxy.tf': () => '',
    'README.md': () => '',
  });
  assert.equal([...texts.keys()], []);
  assert.equal(problems, []);
});

test.run();
