import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readAgeHeader } from '#analyzer/secret-files/age-header.ts';
import { keyLines } from '#analyzer/secret-files/key-lines.ts';
import { ageIdentity, isWholeKey, readPublicKey } from '#analyzer/secret-files/public-key.ts';

const test = suite('public keys');
const folder = new URL('../fixtures/secret-files/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), 'latin1');

test('an Ed25519 key is the recipient that ssh-to-age makes of it', () => {
  const key = readPublicKey(read('oak.pub'));
  assert.ok(key);
  assert.is(key.comment, 'root@oak');
  assert.is(
    ageIdentity(key).recipient,
    'age19dpvhresdzffj3fdu3yhyr6rqeyuc0kchwmdncrgq8cq9xfr6g3sv96mnh',
  );
});

test('the mark of an ssh key is the one that age left in a file', () => {
  const header = readAgeHeader(read('shared.age'));
  const marks = header.kind === 'header' ? header.stanzas.map(({ arguments: [mark] }) => mark) : [];
  for (const name of ['oak.pub', 'elm.pub']) {
    const key = readPublicKey(read(name));
    assert.ok(key && marks.includes(ageIdentity(key).tag), name);
  }
});

/** The type of a key, with an exclamation mark where it is broken. */
function shape(text: string): string {
  const key = readPublicKey(text);
  return key ? `${key.type}${isWholeKey(key) ? '' : '!'}` : 'none';
}

test('broken keys are told from whole ones, and both from other text', () => {
  const oak = read('oak.pub').trim();
  assert.is(shape(oak), 'ssh-ed25519');
  assert.is(shape(oak.replace(/.{8} root@oak$/, '')), 'ssh-ed25519!');
  assert.is(shape(oak.replace('ssh-ed25519 ', 'ssh-rsa ')), 'ssh-rsa!');
  assert.is(shape('ssh-ed25519 not-base64'), 'none');
  const recipient = 'age1z45vezccfp6590zzdnshlntnsmpr6zg29vrk2xfgsqgsjtx0apmskfl07u';
  assert.is(shape(recipient), 'age');
  assert.is(shape(recipient.replace('z45', 'z54')), 'age!');
  assert.is(shape('age1'), 'none');
  assert.is(shape('age1password'), 'none');
  assert.is(
    shape('age1yubikey1qgmx6kq5upm2hkzhlpaj5q6yj2d4h02r5f9tdjv9y9yja4xq4wa5k42ae6d'),
    'age-plugin',
  );
  assert.is(shape('AGE-SECRET-KEY-1QQQ'), 'none');
});

test('a point that signers never make is no recipient', () => {
  const key = (...bytes: readonly number[]): string => {
    const wire = Buffer.alloc(51);
    wire.write('\0\0\0\x0bssh-ed25519\0\0\0\x20', 'latin1');
    Buffer.from(bytes).copy(wire, 19);
    return `ssh-ed25519 ${wire.toString('base64')}`;
  };
  const recipients = [key(1), key(2), key(...Array<number>(32).fill(255))].map((text) => {
    const found = readPublicKey(text);
    return found && ageIdentity(found).recipient;
  });
  assert.equal(recipients, [undefined, undefined, undefined]);
});

test('keys stand behind options, markers and names of hosts', () => {
  const oak = read('oak.pub').trim();
  const text = [
    '# ssh-ed25519 AAAA is a comment',
    `restrict,command="x y" ${oak}`,
    `@cert-authority *.example.org,[oak]:2222 ${oak}`,
    `|1|abc=|def= ${oak}`,
    'nothing',
  ].join('\n');
  const found = keyLines(text);
  assert.equal(
    found.map(({ hosts }) => hosts),
    [[], ['*.example.org', 'oak'], []],
  );
  for (const { key, span } of found) assert.is(text.slice(span.start, span.end), key.key);
});

test.run();
