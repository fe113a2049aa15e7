import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emptied, replacing, written } from '../support/published.ts';

const test = suite('ingress-rules');

const entry = '[[emit]]\nname = "ingress-rules"\noutput = "cloud/proxy.tf"\n';

/** `label protocol port` of each block. */
function rules(text: string): string[] {
  const place = /_ingress_rule" "(\w+)"[\s\S]*?ip_protocol += "(\w+)"\s+from_port += (\d+)/g;
  return [...text.matchAll(place)].map((match) => match.slice(1).join(' '));
}

const all = ['clock udp 123', 'http tcp 80', 'ssh tcp 22', 'web tcp 443', 'wireguard udp 51820'];

test('labels that people gave stay, others come from the streams', async () => {
  const { text, problems } = await written(entry);
  assert.equal(rules(text), all);
  assert.equal(problems, []);
});

test('without a rule to follow, the only security group is taken', async () => {
  const { text, problems } = await written(entry, { 'cloud/proxy.tf': emptied('ingress-rules') });
  assert.equal(rules(text), all.map((rule) => rule.replace('web', 'https')).toSorted());
  assert.equal(problems, []);
  assert.ok(
    text.includes(`resource "aws_vpc_security_group_ingress_rule" "https" {
  security_group_id = aws_security_group.gate.id

  cidr_ipv4   = "0.0.0.0/0"
  ip_protocol = "tcp"
  from_port   = 443
  to_port     = 443
}
`),
  );
});

test('a rule says what it is for where others do', async () => {
  const described = (text: string): string =>
    emptied('ingress-rules')(text).replace(
      '# flakewise:begin ingress-rules\n',
      `# flakewise:begin ingress-rules
resource "aws_vpc_security_group_ingress_rule" "web" {
  description       = "Pages"
  security_group_id = aws_security_group.gate.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
`,
    );
  const { text } = await written(entry, { 'cloud/proxy.tf': described });
  assert.ok(text.includes('description       = "Pages"'));
  assert.ok(text.includes('description       = "SSH"'));
  assert.ok(text.includes('description       = "WireGuard"'));
});

test('a range that lets a port in is enough, also outside of the fence', async () => {
  const range = `
resource "aws_vpc_security_group_ingress_rule" "low" {
  security_group_id = aws_security_group.gate.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 1
  to_port           = 400
}
`;
  const { text } = await written(entry, {
    'cloud/proxy.tf': emptied('ingress-rules'),
    'cloud/others.tf': () => range,
  });
  assert.equal(rules(text), ['clock udp 123', 'https tcp 443', 'wireguard udp 51820']);
});

test('a rule for another protocol or for some addresses is not enough', async () => {
  const few = replacing(
    '"0.0.0.0/0"\n  ip_protocol = "tcp"\n  from_port   = 22',
    '"192.0.2.0/24"\n  ip_protocol = "tcp"\n  from_port   = 22',
  );
  const { text } = await written(entry, { 'cloud/proxy.tf': few });
  assert.equal(rules(text), [
    'clock udp 123',
    'http tcp 80',
    'ssh tcp 22',
    'tcp_22 tcp 22',
    'web tcp 443',
    'wireguard udp 51820',
  ]);
});

test('a port that nothing listens on any more is closed, and its label is free again', async () => {
  const { text } = await written(entry, {
    'machines/gate/default.nix': replacing('listenPort = 51820', 'listenPort = 51900'),
    'machines/gate/nginx.nix': replacing('listen 22;', 'listen 2200;'),
  });
  assert.equal(rules(text), [
    'clock udp 123',
    'http tcp 80',
    'ssh tcp 2200',
    'web tcp 443',
    'wireguard udp 51900',
  ]);
});

test('rules that stand inside of their group are left to people', async () => {
  const { texts, problems } = await written(entry, {
    'cloud/proxy.tf': (text) =>
      emptied('ingress-rules')(text).replace(
        'name = "gate"\n',
        'name = "gate"\n\n  ingress {\n    protocol    = "tcp"\n    from_port   = 443\n    to_port     = 443\n    cidr_blocks = ["0.0.0.0/0"]\n  }\n',
      ),
  });
  assert.equal([...texts.values()], []);
  assert.ok(
    problems.includes('no rule for TCP 22: the rules here stand inside of `gate`'),
    problems.join('\n'),
  );
});

test('two groups are no group, and a text in `group` is one', async () => {
  const second = '\nresource "aws_security_group" "other" {}\n';
  const twice = (text: string): string => emptied('ingress-rules')(text) + second;
  const { texts, problems } = await written(entry, { 'cloud/proxy.tf': twice });
  assert.equal([...texts.values()], []);
  assert.is(problems[0], 'no rule for TCP 443: its security group is not known; set `group`');
  const told = await written(`${entry}group = "aws_security_group.other.id"\n`, {
    'cloud/proxy.tf': twice,
  });
  assert.is(told.text.match(/= aws_security_group\.other\.id$/gm)?.length, 5);
});

test.run();
