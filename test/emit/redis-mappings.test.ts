import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Emission, emissionOf } from '../support/servers.ts';

const test = suite('redis-mappings');

const both = {
  oak: '{ server.database.redis = { mail = { }; chat = { }; }; }',
  elm: '{ server.database.redis.shop = { }; }',
};

test('names get the lowest numbers, in their order', async () => {
  const { texts, problems } = await numbers(both);
  assert.is(texts.get('redis-mappings.json'), '{\n  "chat": 0,\n  "mail": 1,\n  "shop": 2\n}\n');
  assert.equal(problems, []);
});

test('numbers once given stay, and holes between them are filled', async () => {
  const { texts } = await numbers(both, '{ "shop": 0, "chat": 2 }\n');
  assert.is(texts.get('redis-mappings.json'), '{\n  "chat": 2,\n  "mail": 1,\n  "shop": 0\n}\n');
});

test('a file without a line end at its end gets none', async () => {
  const { texts } = await numbers(
    { oak: '{ server.database.redis.mail = { }; }' },
    '{ "mail": 7 }',
  );
  assert.is(texts.get('redis-mappings.json'), '{\n  "mail": 7\n}');
});

test('what nobody asks for any more stays and is told', async () => {
  const { texts, problems } = await numbers(
    { oak: '{ server.database.redis.mail = { }; }' },
    '{ "old": 3 }\n',
  );
  assert.is(texts.get('redis-mappings.json'), '{\n  "mail": 0,\n  "old": 3\n}\n');
  assert.equal(problems, [
    'no machine asks for `old` any more; remove its line to free the database 3',
  ]);
});

test('while it is not known what machines ask for, nothing is called unwanted', async () => {
  const { problems } = await numbers(
    { oak: '{ lib, elsewhere, ... }: { server.database.redis = elsewhere.redis; }' },
    '{ "old": 3 }\n',
  );
  assert.equal(problems.length, 1);
  assert.match(problems[0] ?? '', /`server\.database\.redis` of `oak` is not known: /);
});

test('the machine with the server has no numbers of its own', async () => {
  const options =
    '{ lib, ... }: { options.server.ioPrimaryHost = lib.mkOption { type = lib.types.str; default = "elm"; }; }';
  const { texts } = await emissionOf({
    machines: both,
    files: { 'options.nix': options },
    emit: 'name = "redis-mappings"',
  });
  assert.is(texts.get('redis-mappings.json'), '{\n  "chat": 0,\n  "mail": 1\n}\n');
});

test('there are no more numbers than databases', async () => {
  const { texts, problems } = await numbers(both, undefined, 'databases = 2');
  assert.is(texts.get('redis-mappings.json'), '{\n  "chat": 0,\n  "mail": 1\n}\n');
  assert.equal(problems, ['there is no number left for `shop`: Redis has 2 databases']);
});

test('numbers that cannot be are told', async () => {
  const { problems } = await numbers(both, '{ "chat": 1, "mail": 1, "shop": 16 }\n');
  assert.equal(problems, [
    '`chat` and `mail` share the database 1',
    '`shop` has the database 16, which the server does not have',
  ]);
});

for (const text of ['[]', '{ "mail": "one" }', '{ "mail": 1.5 }', '{ "mail"']) {
  test(`${text} is left alone`, async () => {
    const { texts, problems } = await numbers(both, text);
    assert.is(texts.size, 0);
    assert.equal(problems, [
      'the numbers that were given before cannot be read, so none are given anew',
    ]);
  });
}

test('while no machine has the option, nothing is written', async () => {
  const { texts, problems } = await numbers({ oak: '{ }' });
  assert.is(texts.size, 0);
  assert.equal(problems, ['no machine has the option `server.database.redis`']);
});

function numbers(
  machines: Readonly<Record<string, string>>,
  before?: string,
  options = '',
): Promise<Emission> {
  const files: Record<string, string> =
    before === undefined ? {} : { 'redis-mappings.json': before };
  return emissionOf({ machines, files, emit: `name = "redis-mappings"\n${options}` });
}

test.run();
