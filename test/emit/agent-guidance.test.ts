import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { outputsIn } from '../support/emission.ts';

const test = suite('agent-guidance');

test('a convention of the repository is told by its reason, or by its message', async () => {
  const text = await guidance(`
[[convention]]
id = "own/reason"
each = "host"
forbids = true
message = "there is \`{name}\`"
why = "No machines here.\\n\\nThey are elsewhere."
[[convention]]
id = "own/plain"
each = "host"
forbids = true
message = "no machines here"
`);
  assert.match(
    text,
    '\n- `own/plain`: no machines here\n- `own/reason`: No machines here.\n- `accounts/',
  );
});

test('conventions below the level are left out, and so are those that are off', async () => {
  const all = await guidance('', 'level = "hint"\n');
  const errors = await guidance(
    '[rules]\n"structure/missing-import" = "off"\n',
    'level = "error"\n',
  );
  assert.ok(all.length > errors.length);
  assert.match(all, '`structure/missing-import`');
  assert.not.match(errors, '`structure/missing-import`');
});

test('without machines there is no list of them', async () => {
  assert.not.match(await guidance(''), 'Machines');
});

test('headings are as deep as asked', async () => {
  assert.match(await guidance('', 'heading = 3\n'), '\n### Conventions that are checked\n');
});

async function guidance(config: string, options = ''): Promise<string> {
  const text = `${config}\n[[emit]]\nname = "agent-guidance"\n${options}`;
  const { outputs } = await outputsIn(new Map([['flakewise.toml' as FilePath, text]]));
  return outputs[0]?.text ?? '';
}

test.run();
