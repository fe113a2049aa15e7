import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { emission, emissionOf, textsOf } from '../support/emitting.ts';
import { elmKey, fixture, oakKey, recipients } from '../support/secret-texts.ts';

const test = suite('plans to rekey');

/** Rules of agenix, and a file that is encrypted for oak, elm and one key without a mark. */
function agenix(rules: string): Map<FilePath, string> {
  const texts = textsOf(`
-- secrets/secrets.nix --
let
  oak = "${oakKey}";
  elm = "${elmKey}";
  ash = "${recipients.ash}";
in
{ ${rules} }
`);
  return texts.set('secrets/shared.age' as FilePath, fixture('shared.age'));
}

const sops = `
-- .sops.yaml --
keys:
  - &oak ${recipients.oak}
  - &elm ${recipients.elm}
creation_rules:
  - path_regex: vault\\.yaml$
    age: ${recipients.oak}
-- vault.yaml --
token: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
sops:
    age:
        - recipient: ${recipients.elm}
          enc: made up
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
`;

test('nothing is to be done where files are as their rules say', () => {
  const { files, problems } = emissionOf(agenix('"shared.age".publicKeys = [ oak elm ash ];'), {
    name: 'rekey-plan',
  });
  assert.equal(problems, []);
  assert.is(files.get('docs/rekey.md'), 'Every file is encrypted for those whom its rule names.\n');
});

test('who can open a file of age and should not is named, and who cannot', () => {
  const rules = '"shared.age".publicKeys = [ oak ]; "new.age".publicKeys = [ oak ];';
  const { files } = emissionOf(agenix(rules), { name: 'rekey-plan', output: 'rekey.json' });
  assert.equal(JSON.parse(files.get('rekey.json') ?? ''), {
    files: [
      {
        file: 'secrets/new.age',
        command: 'agenix -e new.age',
        lacking: [],
        spare: [],
        why: ['is not there yet'],
      },
      {
        file: 'secrets/shared.age',
        command: 'agenix --rekey',
        lacking: [],
        spare: ['elm'],
        why: ['elm still can', 'wrapped for 1 key without a mark, and the rule has 0'],
      },
    ],
  });
});

test('files of sops are compared key by key', () => {
  const { files, problems } = emission(sops, { name: 'rekey-plan', output: 'rekey.md' });
  assert.equal(problems, []);
  assert.is(
    files.get('rekey.md'),
    `| File         | What to do                   | Why                                       |
| ------------ | ---------------------------- | ----------------------------------------- |
| \`vault.yaml\` | \`sops updatekeys vault.yaml\` | \`oak\` cannot open it yet; \`elm\` still can |
`,
  );
});

test('a list of files is for programs', () => {
  const options = { managers: ['sops'] };
  const { files } = emission(sops, { name: 'rekey-plan', output: 'rekey.txt', options });
  assert.is(files.get('rekey.txt'), 'vault.yaml\n');
});

test('a rule that is not known is reported', () => {
  const { files, problems } = emissionOf(agenix('"shared.age".publicKeys = import <keys>;'), {
    name: 'rekey-plan',
  });
  assert.is(files.get('docs/rekey.md'), 'Every file is encrypted for those whom its rule names.\n');
  assert.is(problems.length, 1);
  assert.match(problems[0] ?? '', '`secrets/shared.age`: ');
});

test.run();
