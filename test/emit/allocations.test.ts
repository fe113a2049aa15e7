import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clusterOf } from '../support/cluster.ts';
import { emittedFrom } from '../support/emitted.ts';

const test = suite('emit: allocations');

const parts = { front: 'server.ioPrimaryHost', builder: 'build.machines', fast: 'hardware.fast' };

test('an option names the machines, or is true on them', () => {
  const builders = 'build.machines = [ "weir" "inlet" ];';
  const files = clusterOf({
    weir: `{ ${builders} }`,
    inlet: `{ ${builders} hardware.fast = true; }`,
    marsh: '{ hardware.fast = false; }',
  });
  const { text, problems } = emittedFrom(files, 'allocations', { parts });
  assert.equal(problems, []);
  assert.is(
    text,
    `| Machine | Parts                      |
| ------- | -------------------------- |
| \`inlet\` | \`front\`, \`builder\`, \`fast\` |
| \`marsh\` |                            |
| \`weir\`  | \`builder\`                  |
`,
  );
  const { text: json } = emittedFrom(files, 'allocations', { parts, by: 'part' }, 'json');
  assert.equal(JSON.parse(json).allocations, [
    { part: 'front', machines: ['inlet'] },
    { part: 'builder', machines: ['inlet', 'weir'] },
    { part: 'fast', machines: ['inlet'] },
  ]);
});

test('machines that disagree, names of no machine and what is not known are told', () => {
  const files = clusterOf({
    inlet: '{ a = "inlet"; b = [ "inlet" "gone" ]; c = 3; }',
    weir: '{ inputs, ... }: { a = "weir"; c = inputs.other.c; }',
  });
  const options = { parts: { first: 'a', second: 'b', third: 'c', absent: 'd' }, by: 'part' };
  const { text, problems } = emittedFrom(files, 'allocations', options, 'json');
  assert.equal(JSON.parse(text).allocations, [
    { part: 'first', machines: [] },
    { part: 'second', machines: ['inlet'] },
    { part: 'third', machines: [] },
    { part: 'absent', machines: [] },
  ]);
  assert.equal(problems, [
    '`a` is not the same on `inlet` and `weir`',
    '`b` names `gone`, which is no machine here',
    '`c` of `inlet` names no machines',
    '`c` of `weir` is not known: depends on the input `other.c`',
  ]);
});

test.run();
