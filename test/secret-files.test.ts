import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { goPattern } from '#analyzer/go-pattern.ts';
import { isArmored, unarmored } from '#analyzer/secret-files/age-armor.ts';
import {
  type AgeHeader,
  type AgeProblem,
  readAgeHeader,
} from '#analyzer/secret-files/age-header.ts';
import { readSopsFile } from '#analyzer/secret-files/sops-file.ts';
import { matchesFile } from './support/golden.ts';

const test = suite('secret files');
const folder = new URL('../fixtures/secret-files/', import.meta.url);

/** What is told of a file of sops: its keys with their places, then its metadata. */
function sopsPicture(text: string, name: string): string {
  const { format, keys, metadata, problems } = readSopsFile(text, name);
  const lines = keys.map(({ path, span, state, wanted }) => {
    const doubt = wanted === undefined ? ' (perhaps not meant to be)' : '';
    const spared = wanted === false && state !== 'empty' ? ' (not meant to be)' : doubt;
    const shown = text.slice(span.start, span.end).startsWith('ENC[') ? '' : textAt(text, span);
    return `${path.join('/')}  ${state}${spared}  ${shown}`;
  });
  const recipients = metadata?.recipients.map(({ kind, recipient, group, span }) => {
    return `group ${group}: ${kind} ${recipient}${textAt(text, span).includes(recipient) ? '' : ' (elsewhere)'}`;
  });
  const { groups, threshold, version, hasMac, selector } = metadata ?? {};
  const about = `format ${format}, ${groups} groups, threshold ${threshold}, sops ${version}, mac ${hasMac}`;
  const chosen = selector ? [`${selector.kind} ${selector.text}`] : [];
  const failed = problems.map(({ reason }) => `problem: ${reason}`);
  return [...lines, ...(recipients ?? []), about, ...chosen, ...failed, ''].join('\n');
}

function textAt(text: string, span: { readonly start: number; readonly end: number }): string {
  return JSON.stringify(text.slice(span.start, span.end));
}

function agePicture(head: AgeHeader | AgeProblem): string {
  if (head.kind === 'problem') return `${head.reason}\n`;
  const lines = head.stanzas.map(({ type, arguments: words }) => {
    return type.startsWith('ssh-') ? `${type} ${words[0]}` : type;
  });
  return [...lines, ''].join('\n');
}

for (const name of readdirSync(folder)) {
  if (/\.(expected|md|pub)$/.test(name)) continue;
  test(`${name} is read without being opened`, () => {
    const text = readFileSync(new URL(name, folder), name.endsWith('.age') ? 'latin1' : 'utf8');
    const armored = isArmored(text) ? (unarmored(text) ?? '') : text;
    const picture = name.endsWith('.age')
      ? agePicture(readAgeHeader(armored))
      : sopsPicture(text, name);
    matchesFile(new URL(`${name}.expected`, folder), picture);
  });
}

/** What is said of a header: its stanzas, or what is wrong. */
function header(...lines: readonly string[]): string {
  return agePicture(readAgeHeader(lines.map((line) => `${line}\n`).join(''))).trimEnd();
}

const intro = 'age-encryption.org/v1';
const full = 'A'.repeat(64);
const mac = `--- ${'A'.repeat(43)}`;

test('a header of age is as strict as age is', () => {
  assert.is(header(intro, '-> X25519 abc', '', mac), 'X25519');
  assert.is(header(intro, '-> a b c', full, full, 'AAAA', '-> scrypt x', 'AA', mac), 'a\nscrypt');
  assert.is(header(intro, mac), '');
  assert.is(header('age-encryption.org/v2', mac), 'the file does not begin as age files do');
  assert.is(header(intro, '-> X25519 abc', full, mac), 'the body of a stanza is broken');
  assert.is(header(intro, '-> X25519 abc', 'AB', mac), 'the body of a stanza is broken');
  assert.is(header(intro, '-> X25519  abc', '', mac), 'a stanza begins badly');
  assert.is(header(intro, '->', '', mac), 'a stanza begins badly');
  assert.is(header(intro, '-> X25519 abc', '', '--- AAAA'), 'the header ends badly');
  assert.is(header(intro, '-> X25519 abc', ''), 'the header does not end');
});

test('broken armor ends where it breaks', () => {
  const armored = readFileSync(new URL('armored.age', folder), 'utf8');
  assert.is(unarmored(armored.replaceAll('\n', '\r\n')), unarmored(armored));
  assert.is(unarmored('-----BEGIN AGE ENCRYPTED FILE-----\n!\n'), undefined);
  assert.is(isArmored('-----BEGIN PGP MESSAGE-----\n'), false);
});

test('patterns are those of Go', () => {
  const matches = (pattern: string, text: string): boolean | undefined =>
    goPattern(pattern)?.matches(text);
  assert.is(matches('secrets/[^/]+\\.ya?ml$', 'hosts/secrets/a.yml'), true);
  assert.is(matches('^secrets', 'hosts/secrets'), false);
  assert.is(matches('(?i)SECRET', 'a/secret'), true);
  assert.is(matches('^\\Qa.b\\E\\z', 'a.b'), true);
  assert.is(matches('[[:upper:]]+\\pL', 'aBé'), true);
  assert.is(matches('(?P<name>x){2,3}', 'xx'), true);
  assert.is(goPattern('a(?=b)'), undefined);
  assert.is(goPattern('(a'), undefined);
  assert.is(goPattern('(a)\\1'), undefined);
  assert.is(matches('(a*)*(a*)*(a*)*b', 'a'.repeat(2000)), false);
});

/** Keys and what is told of them. */
function keys(text: string, name: string): string[] {
  return readSopsFile(text, name).keys.map(({ path, state }) => `${path.join('/')} ${state}`);
}

test('a text that nobody encrypted has keys and no metadata', () => {
  const text = 'a: secret\nb:\n  - c: 1\n    d: ~\n  - [x, y: z]\n';
  const { metadata, format } = readSopsFile(text, 'plain.yaml');
  assert.is(metadata, undefined);
  assert.is(format, 'yaml');
  assert.equal(keys(text, 'plain.yaml'), [
    'a plain',
    'b/0/c plain',
    'b/0/d empty',
    'b/1/0 plain',
    'b/1/1/y plain',
  ]);
});

test('something else that is called sops is no metadata', () => {
  const { metadata, keys: found } = readSopsFile('sops: installed\nx: 1\n', 'packages.yaml');
  assert.is(metadata, undefined);
  assert.is(found.length, 1);
});

test('nothing that is kept of a file repeats its values', () => {
  const text =
    'password: hunter2\nlist: [hunter2, "hunter2\\n"]\n? [hunter2]\n: x\n"bad \\q hunter2": 1\n';
  for (const name of ['a.yaml', 'a.env', 'a.ini', 'a.json', 'a']) {
    const { keys: found, problems } = readSopsFile(text, name);
    const said = JSON.stringify([found.map(({ state }) => state), problems]);
    assert.not.match(said, /hunter2/, name);
  }
});

test('aliases are followed, and cannot be followed for ever', () => {
  assert.equal(keys('a: &x {k: v}\nb: *x\nc: *y\nd: &d [*d]\n', 'x.yaml'), [
    'a/k plain',
    'b/k plain',
  ]);
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let index = 1; index < 30; index++) {
    const before = `*a${index - 1}`;
    lines.push(`a${index}: &a${index} [${Array.from({ length: 10 }, () => before).join(', ')}]`);
  }
  const { problems } = readSopsFile(lines.join('\n'), 'bomb.yaml');
  assert.ok(problems.some(({ reason }) => reason === 'is more than is read of one file'));
});

test.run();
