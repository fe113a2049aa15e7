import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { type Change, createWorkspace } from '#analyzer/workspace.ts';
import { everything } from './support/everything.ts';
import { memoryFiles, snapshotOf, textsBelow } from './support/fleet.ts';

const test = suite('edits of what a machine does not read');
const fleet = textsBelow('fixtures/fleets/switched');

interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The machines that are evaluated after it. */
  readonly wakes: readonly string[];
}

/** Makes edits one by one, each of the fleet as it is, and looks at everything after each. */
function check(edits: readonly Edit[]): void {
  for (const { file, from, to, wakes } of edits) {
    const text = fleet.get(file as FilePath) ?? '';
    assert.is(text.split(from).length, 2, `${file} has ${from} once`);
    const changed = new Map(fleet).set(file as FilePath, text.replace(from, to));
    const evaluated: string[] = [];
    const workspace = createWorkspace((event) => {
      if (event.kind === 'machine-evaluated') evaluated.push(event.machine);
    });
    workspace.apply([{ kind: 'open', files: memoryFiles(fleet), paths: [...fleet.keys()] }]);
    everything(workspace.snapshot().facts());
    evaluated.length = 0;
    workspace.apply([set(file, text.replace(from, to))]);
    const found = everything(workspace.snapshot().facts());
    assert.equal(evaluated, wakes, `${from} becomes ${to}`);
    assert.equal(found, everything(snapshotOf(changed).facts()), `${from} becomes ${to}`);
  }
}

function set(file: string, text: string): Change {
  return { kind: 'set', file: file as FilePath, content: { kind: 'text', text } };
}

test('values in what is turned off wake the machines that have it on', () => {
  const file = 'modules/wiki.nix';
  check([
    { file, from: '901', to: '902', wakes: ['elm'] },
    { file, from: '"The wiki"', to: '"Our wiki"', wakes: ['elm'] },
    { file, from: '[ "multi-user.target" ]', to: '[ "graphical.target" ]', wakes: ['elm'] },
    { file, from: '"readers"', to: '"writers"', wakes: ['elm'] },
    { file: 'modules/mail.nix', from: '587', to: '588', wakes: ['fir'] },
    { file: 'modules/tokens.nix', from: '0440', to: '0400', wakes: ['fir'] },
  ]);
});

test('names and whole values in what is turned off do too', () => {
  const file = 'modules/wiki.nix';
  check([
    { file, from: 'StateDirectory =', to: 'CacheDirectory =', wakes: ['elm'] },
    { file, from: 'isSystemUser =', to: 'isNormalUser =', wakes: ['elm'] },
    { file, from: 'User = cfg.name', to: 'User = cfg.port', wakes: ['elm'] },
    { file, from: 'User = cfg.name', to: 'User = cfg "name"', wakes: ['elm'] },
    { file, from: 'account "wiki"', to: 'account owner', wakes: ['elm'] },
    { file, from: 'given.system', to: 'given.normal', wakes: ['elm'] },
  ]);
});

test('what nobody asks for wakes nobody', () => {
  check([
    { file: 'modules/wiki.nix', from: 'What it is', to: 'How it is', wakes: [] },
    { file: 'data/limits.nix', from: 'large - small', to: 'small - large', wakes: [] },
  ]);
});

test('names that are read before their values wake all who see them', () => {
  check([
    { file: 'data/limits.nix', from: '"half way"', to: '"halfway"', wakes: ['elm', 'fir'] },
    {
      file: 'modules/wiki.nix',
      from: 'name = mkOption',
      to: 'nick = mkOption',
      wakes: ['elm', 'fir'],
    },
    {
      file: 'modules/wiki.nix',
      from: 'cfg = config.wiki',
      to: 'cfg = config.mail',
      wakes: ['elm', 'fir'],
    },
  ]);
});

test('an option that is looked at everywhere wakes all machines, even those that leave its value out', () => {
  const file = 'modules/wiki.nix';
  check([
    { file, from: 'org.example', to: 'com.example', wakes: ['elm', 'fir'] },
    { file, from: 'OWNER = owner', to: 'OWNER = small', wakes: ['elm', 'fir'] },
  ]);
});

test('places that name secrets wake all who have the file', () => {
  const file = 'modules/tokens.nix';
  check([
    { file, from: 'LEVEL', to: 'LIMIT', wakes: ['elm', 'fir'] },
    { file, from: '/run/secrets/mail', to: '/run/secrets/wiki/token', wakes: ['elm', 'fir'] },
  ]);
});

test('an edit that makes the text mean more or fewer things wakes all who have the file', () => {
  check([{ file: 'modules/wiki.nix', from: '901', to: '900 + 1', wakes: ['elm', 'fir'] }]);
});

test.run();
