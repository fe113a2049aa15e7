import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copyBinding } from '#analyzer/edit/binding.ts';
import { copyBlock } from '#analyzer/edit/block.ts';
import type { Insertion } from '#analyzer/edit/insertion.ts';
import { insertNumber } from '#analyzer/edit/list.ts';
import type { Span } from '#parser/span.ts';

const test = suite('edits of lists, sets and blocks');

function spanOf(text: string, part: string): Span {
  const start = text.indexOf(part);
  assert.ok(start >= 0, `${part} is in the text`);
  return { start, end: start + part.length };
}

function applied(text: string, edit: Insertion | undefined): string | undefined {
  if (!edit) return undefined;
  return text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
}

/** The list after 8080 came to it; 443 is an element that is known. */
function withPort(list: string, comment?: string): string | undefined {
  const text = `{ ports = ${list}; }`;
  const edit = insertNumber(text, [spanOf(text, '443')], { value: 8080, comment });
  return applied(text, edit)?.slice('{ ports = '.length, -'; }'.length);
}

test('a number goes to its place in a list on one line', () => {
  assert.is(withPort('[ 443 ]'), '[ 443 8080 ]');
  assert.is(withPort('[ 80 443 9000 ]'), '[ 80 443 8080 9000 ]');
  assert.is(withPort('[443]'), '[443 8080]');
  assert.is(withPort('[ 9000 443 ]'), '[ 8080 9000 443 ]');
  assert.is(withPort('[ 80 443 ] ++ [ 7 ]'), '[ 80 443 8080 ] ++ [ 7 ]');
});

test('a number goes to a line of its own where the others have one', () => {
  assert.is(withPort('[\n    443\n    9000\n  ]'), '[\n    443\n    8080\n    9000\n  ]');
  assert.is(withPort('[\n    443\n  ]'), '[\n    443\n    8080\n  ]');
});

test('comments stay with their elements', () => {
  assert.is(
    withPort('[\n    443 # HTTPS\n    # metrics\n    9000 # Prometheus\n  ]', 'Shop'),
    '[\n    443 # HTTPS\n    8080 # Shop\n    # metrics\n    9000 # Prometheus\n  ]',
  );
  assert.is(
    withPort('[\n    443 # HTTPS\n    # the end\n  ]', 'Shop'),
    '[\n    443 # HTTPS\n    8080 # Shop\n    # the end\n  ]',
  );
});

test('a comment is written only where others are, and only at the end of a line', () => {
  assert.is(withPort('[\n    443\n  ]', 'Shop'), '[\n    443\n    8080\n  ]');
  assert.is(withPort('[ 80 # HTTP\n 443 ]', 'Shop'), '[ 80 # HTTP\n 443 8080 ]');
});

test('several elements on one line of a longer list', () => {
  assert.is(withPort('[\n    80 443\n  ]'), '[\n    80 443 8080\n  ]');
  assert.is(withPort('[\n    80 443 9000\n  ]'), '[\n    80 443 8080 9000\n  ]');
});

test('names and calls in a list stay where they are', () => {
  assert.is(withPort('[ ssh 443 (f 9) 9000 ]'), '[ ssh 443 (f 9) 8080 9000 ]');
});

test('lines that end with CRLF', () => {
  assert.is(withPort('[\r\n    443\r\n  ]'), '[\r\n    443\n    8080\r\n  ]');
});

test('the list is the one that has the elements', () => {
  const text = '{ a = [ 22 ]; b = [ 80 443 ]; c = [ [ 1 ] 443 ]; }';
  const elements = ['22', '80', '443'].map((part) => spanOf(text, part));
  const edit = insertNumber(text, elements, { value: 100, comment: undefined });
  assert.is(applied(text, edit), '{ a = [ 22 ]; b = [ 80 100 443 ]; c = [ [ 1 ] 443 ]; }');
  assert.is(
    insertNumber('{ a = port; }', [{ start: 6, end: 10 }], { value: 1, comment: undefined }),
    undefined,
  );
});

const certificates = `{
  certs = {
    # first
    "b.example" = {
      email = "x"; # y
    };
    "d.example" = { extraDomainNames = [ "www.d.example" ]; };
  };
}
`;

function withCertificate(name: string): string | undefined {
  const names = ['"b.example"', '"d.example"'].map((part) => spanOf(certificates, part));
  return applied(certificates, copyBinding(certificates, names, name));
}

test('a binding is copied to its place by name, and never one that speaks of its own name', () => {
  const copy = (name: string): string => `    "${name}" = {\n      email = "x"; # y\n    };\n`;
  const before = (part: string, name: string): string =>
    certificates.replace(part, `${copy(name)}${part}`);
  assert.is(withCertificate('a.example'), before('    # first\n', 'a.example'));
  assert.is(withCertificate('c.example'), before('    "d.example"', 'c.example'));
  assert.is(withCertificate('e.example'), before('  };\n}\n', 'e.example'));
});

test('nothing is copied when every binding speaks of its own name', () => {
  const text = '{ "a.example" = { extra = [ "www.a.example" ]; }; }';
  assert.is(copyBinding(text, [spanOf(text, '"a.example"')], 'b.example'), undefined);
});

const blocks = `# https://example.org/manual
resource "rule" "a" {
  port = 1
}

# about c alone
resource "rule" "c" {
  port = 3
}
`;

function withBlock(model: string, before?: string): string | undefined {
  const block = (label: string): Span =>
    spanOf(blocks, `resource "rule" "${label}" {\n  port = ${label === 'a' ? 1 : 3}\n}`);
  const port = block(model);
  return applied(
    blocks,
    copyBlock(blocks, {
      model: port,
      label: 'b',
      parts: [{ span: { start: port.end - 3, end: port.end - 2 }, text: '2' }],
      before: before === undefined ? undefined : block(before),
      last: block('c'),
    }),
  );
}

test('a block is copied with the link above it, and without other comments', () => {
  const copy = 'resource "rule" "b" {\n  port = 2\n}\n';
  assert.is(
    withBlock('a', 'c'),
    blocks.replace('# about c', `# https://example.org/manual\n${copy}\n# about c`),
  );
  assert.is(withBlock('c'), `${blocks}\n${copy}`);
});

test('a block that stands for several, or describes itself, is not copied', () => {
  for (const extra of ['for_each = var.x', 'count = 2', 'description = "a"', 'tags = {}']) {
    const text = `resource "rule" "a" {\n  ${extra}\n}\n`;
    const span = { start: 0, end: text.length - 1 };
    const copy = { model: span, label: 'b', parts: [], before: undefined, last: span };
    assert.is(copyBlock(text, copy), undefined, extra);
  }
});

test.run();
