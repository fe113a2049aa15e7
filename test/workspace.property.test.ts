import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { type Change, createWorkspace } from '#analyzer/workspace.ts';
import { type Edit, edited, editsWith, smallEdits, type Texts } from './support/edits.ts';
import { everything, tableNames } from './support/everything.ts';
import { memoryFiles, snapshotOf, textsBelow } from './support/fleet.ts';

const test = suite('workspace properties');

/** What happens between two looks, and what is asked for first then. */
interface Step {
  readonly edits: readonly Edit[];
  /** Whether the shell looks at the disk anew instead of telling what changed. */
  readonly reopens: boolean;
  readonly asked: readonly (typeof tableNames)[number][];
}

function stepsWith(added: readonly string[], contents: readonly string[]) {
  return stepsOf(editsWith(added as FilePath[], contents));
}

function stepsOf(edit: fc.Arbitrary<Edit>) {
  return fc.array(
    fc.record({
      edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
      reopens: fc.boolean(),
      asked: fc.shuffledSubarray([...tableNames], { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
}

/** After every step, everything that is known must be what a fresh workspace knows. */
function checkSteps(original: Texts, steps: readonly Step[]): void {
  const workspace = createWorkspace();
  workspace.apply([open(original)]);
  let texts = original;
  for (const { edits, reopens, asked } of steps) {
    const before = texts;
    for (const edit of edits) texts = edited(texts, edit, original);
    workspace.apply(reopens ? [open(texts)] : changesBetween(before, texts));
    const facts = workspace.snapshot().facts();
    for (const name of asked) facts.table(name);
    if (asked.length > 0) checkSame(everything(facts), everything(snapshotOf(texts).facts()));
  }
}

function open(texts: Texts): Change {
  return { kind: 'open', files: memoryFiles(texts), paths: [...texts.keys()] };
}

function changesBetween(before: Texts, after: Texts): Change[] {
  const removed = [...before.keys()].filter((file) => !after.has(file));
  const set = [...after].filter(([file, text]) => before.get(file) !== text);
  return [
    ...removed.map((file): Change => ({ kind: 'remove', file })),
    ...set.map(([file, text]): Change => ({ kind: 'set', file, content: { kind: 'text', text } })),
  ];
}

/** Compared line by line, because a comparison of everything at once says nothing to people. */
function checkSame(found: readonly string[], expected: readonly string[]): void {
  const at = expected.findIndex((line, index) => line !== found[index]);
  if (at >= 0) assert.is(found[at], expected[at]);
  assert.is(found.length, expected.length);
}

test('any edits of a fleet whose parts read each other give what a fresh workspace gives', () => {
  const names = [
    'hosts/beech/extra.nix',
    'hosts/dogwood/default.nix',
    'parts/new.nix',
    'parts/notes.txt',
    'modules/web.nix',
    'data/ports.json',
    'cloud/other.tf',
    'nested/flake.nix',
  ];
  const contents = [
    '{ }',
    '{ networking.firewall.allowedUDPPorts = [ 53 ]; }',
    '{ config, ... }: { users.users.ivy.uid = config.users.users.shop.uid + 1; }',
    '{ imports = [ ../modules/web.nix ./missing.nix ]; }',
    '{ "wiki": 4000 }',
    'resource "hcloud_firewall" "other" {}',
    '{ outputs = { nixpkgs, self }: { nixosConfigurations.alder = nixpkgs.lib.nixosSystem { modules = [ ]; }; }; }',
  ];
  fc.assert(
    fc.property(stepsWith(names, contents), (steps) =>
      checkSteps(textsBelow('fixtures/fleets/linked'), steps),
    ),
    { numRuns: 30 },
  );
});

test('small edits of what machines have turned off, or read in part, do too', () => {
  for (const fleet of ['switched', 'apart']) {
    const original = textsBelow(`fixtures/fleets/${fleet}`);
    fc.assert(
      fc.property(stepsOf(smallEdits), (steps) => checkSteps(original, steps)),
      { numRuns: 20 },
    );
  }
});

test('any edits of the other fleets do too', () => {
  const names = ['modules/nix/default.nix', 'extra.nix'];
  for (const fleet of ['dormant', 'proxied/healthy', 'switched']) {
    const original = textsBelow(`fixtures/fleets/${fleet}`);
    fc.assert(
      fc.property(stepsWith(names, ['{ }', '']), (steps) => checkSteps(original, steps)),
      { numRuns: 2 },
    );
  }
});

test.run();
