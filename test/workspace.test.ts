import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent } from '#analyzer/files.ts';
import { type Change, createWorkspace } from '#analyzer/workspace.ts';
import { everything } from './support/everything.ts';
import { memoryFiles, snapshotOf, textsBelow } from './support/fleet.ts';

const test = suite('workspace');
const grove = textsBelow('fixtures/fleets/linked');

/** What was computed anew for all facts after each change, in the order of the work. */
function work(...changes: readonly Change[]): string[] {
  const done: string[] = [];
  const workspace = createWorkspace((event) => {
    if (event.kind === 'file-analyzed') done.push(`file ${event.file}`);
    if (event.kind === 'flake-evaluated') done.push(`flake ${event.flake}`);
    if (event.kind === 'machine-evaluated') done.push(`machine ${event.machine}`);
    if (event.kind === 'cloud-evaluated') done.push('cloud');
  });
  workspace.apply([{ kind: 'open', files: memoryFiles(grove), paths: [...grove.keys()] }]);
  everything(workspace.snapshot().facts());
  done.length = 0;
  for (const change of changes) {
    workspace.apply([change]);
    everything(workspace.snapshot().facts());
  }
  return done;
}

function edit(file: string, from: string, to: string): Change {
  const text = grove.get(file as FilePath) ?? '';
  assert.ok(text.includes(from), `${file} has ${from}`);
  return set(file, text.replace(from, to));
}

function set(file: string, text: string): Change {
  return { kind: 'set', file: file as FilePath, content: { kind: 'text', text } };
}

function remove(file: string): Change {
  return { kind: 'remove', file: file as FilePath };
}

test('machines that are read one after the other are evaluated once, with their tables', () => {
  const evaluated: string[] = [];
  const workspace = createWorkspace((event) => {
    if (event.kind === 'machine-evaluated') evaluated.push(event.machine);
  });
  workspace.apply([{ kind: 'open', files: memoryFiles(grove), paths: [...grove.keys()] }]);
  const snapshot = workspace.snapshot();
  const read: string[] = [];
  for (const { name, evaluation } of snapshot.machines()) {
    read.push(name);
    assert.ok(evaluation.root().names().length > 0);
  }
  assert.ok(read.length > 1);
  assert.equal(everything(snapshot.facts()), everything(snapshotOf(grove).facts()));
  assert.equal(evaluated, read);
});

test('an edit of layout or comments evaluates no machine', () => {
  for (const file of ['flake.nix', 'hosts/alder/default.nix', 'modules/common.nix']) {
    assert.equal(work(edit(file, '{', '# a note\n{\n ')), [`file ${file}`]);
  }
});

test('places are right after an edit of layout', () => {
  const workspace = createWorkspace();
  const moved = new Map(grove);
  for (const [file, text] of grove)
    if (file.endsWith('.nix')) moved.set(file, `# moved\n\n${text}`);
  workspace.apply([{ kind: 'open', files: memoryFiles(grove), paths: [...grove.keys()] }]);
  workspace.snapshot().facts().table('option');
  workspace.apply([...moved].map(([file, text]) => set(file, text)));
  assert.equal(everything(workspace.snapshot().facts()), everything(snapshotOf(moved).facts()));
});

test('a comment that names a certificate is read as any text is', () => {
  const workspace = createWorkspace();
  workspace.apply([{ kind: 'open', files: memoryFiles(grove), paths: [...grove.keys()] }]);
  const uses = () => {
    const { rows } = workspace.snapshot().facts().table('certificate');
    return rows.flatMap((row) => row['other-use'] ?? []);
  };
  assert.equal(uses(), []);
  workspace.apply([edit('modules/web.nix', '{', '# /var/lib/acme/shop.example.org\n{')]);
  assert.equal(uses(), ['is read by modules/web.nix']);
});

test('an edit of one machine’s own file evaluates that machine alone', () => {
  assert.equal(work(edit('parts/clock.nix', 'Vienna', 'Zagreb')), [
    'file parts/clock.nix',
    'machine cherry',
  ]);
});

test('options that were made for those of homes are made anew as any others are', () => {
  const workspace = createWorkspace();
  workspace.apply([{ kind: 'open', files: memoryFiles(grove), paths: [...grove.keys()] }]);
  const zones = () => {
    const { rows } = workspace.snapshot().facts().table('option');
    return rows.flatMap(({ path, value }) => (path === 'time.timeZone' ? value : []));
  };
  workspace.snapshot().facts().table('home-option');
  assert.equal(zones(), ['Europe/Vienna']);
  workspace.apply([edit('parts/clock.nix', 'Vienna', 'Zagreb')]);
  assert.equal(zones(), ['Europe/Zagreb']);
});

test('an edit of a shared module evaluates every machine that has it', () => {
  assert.equal(work(edit('modules/accounts.nix', '901', '902')), [
    'file modules/accounts.nix',
    'machine alder',
    'machine beech',
  ]);
});

test('a machine that reads another one is evaluated with it', () => {
  assert.equal(work(edit('hosts/beech/default.nix', 'ports.wiki', '4000')), [
    'file hosts/beech/default.nix',
    'machine alder',
    'machine beech',
  ]);
});

test('an edit of data wakes the machines that read it', () => {
  assert.equal(work(edit('data/motd.txt', 'kind', 'good')), ['machine beech']);
  assert.equal(work(edit('data/ports.json', '3000', '3001')), ['machine alder', 'machine beech']);
  assert.equal(work(edit('README.md', '3000', '3001')), []);
});

test('creating a missing import wakes its machine, and removing it finds what was known before', () => {
  const extra = 'hosts/beech/extra.nix';
  assert.equal(work(set(extra, '{ services.fwupd.enable = true; }'), remove(extra)), [
    'machine alder',
    `file ${extra}`,
    'machine beech',
  ]);
});

test('a new name in a directory wakes who lists it', () => {
  assert.equal(work(set('parts/lamp.nix', '{ }')), ['machine cherry', 'file parts/lamp.nix']);
  assert.equal(work(set('parts/notes.txt', '')), ['machine cherry']);
  assert.equal(work(set('data/notes.txt', '')), []);
});

test('a new machine wakes those that list the machines', () => {
  assert.equal(work(set('hosts/dogwood/default.nix', '{ }')), [
    'flake flake.nix',
    'machine alder',
    'machine beech',
    'machine cherry',
    'machine dogwood',
    'file hosts/dogwood/default.nix',
  ]);
});

test('undo finds what was known of the text before', () => {
  const file = 'parts/clock.nix';
  const again = set(file, grove.get(file as FilePath) ?? '');
  assert.equal(work(edit(file, 'Vienna', 'Zagreb'), again), [`file ${file}`, 'machine cherry']);
});

test('redo does as well, and what was before that is forgotten', () => {
  const file = 'parts/clock.nix';
  const [vienna, zagreb, berlin] = ['Vienna', 'Zagreb', 'Berlin'].map((city) =>
    edit(file, 'Vienna', city),
  );
  if (!vienna || !zagreb || !berlin) throw new Error('no edits');
  const woken = (...changes: Change[]) => work(...changes).filter((done) => /^machine/.test(done));
  assert.is(woken(zagreb, vienna, zagreb, vienna).length, 1);
  assert.is(woken(zagreb, berlin, zagreb).length, 2);
  assert.is(woken(zagreb, berlin, vienna).length, 3);
});

test('a flake that is broken for a while wakes nobody once it is right again', () => {
  const typed = '  more.of = [ "it" ];\n';
  const text = grove.get('flake.nix' as FilePath) ?? '';
  const at = text.indexOf('outputs');
  const keys = [...typed].map((_, index) =>
    set('flake.nix', `${text.slice(0, at)}${typed.slice(0, index + 1)}${text.slice(at)}`),
  );
  const done = work(...keys);
  assert.ok(done.includes('flake flake.nix'));
  assert.equal(
    done.filter((each) => each.startsWith('machine')),
    [],
  );
});

test('an edit of the cloud evaluates no machine', () => {
  assert.equal(work(edit('cloud/main.tf', '443', '8443')), ['file cloud/main.tf', 'cloud']);
});

test('a shell that looks at everything anew finds what has not changed', () => {
  const files = memoryFiles(new Map(grove).set('parts/clock.nix' as FilePath, '{ }'));
  assert.equal(work({ kind: 'open', files, paths: [...grove.keys()] }), [
    'file parts/clock.nix',
    'machine cherry',
  ]);
});

test('a machine is evaluated again when it gets another name', () => {
  const flake = `{
    outputs = { nixpkgs, self }: {
      nixosConfigurations.alder = nixpkgs.lib.nixosSystem { modules = [ ]; };
    };
  }`;
  const done = work(set('a/flake.nix', flake), set('b/flake.nix', flake), remove('a/flake.nix'));
  assert.equal(
    done.filter((line) => line.startsWith('machine')),
    ['machine alder (nixos)', 'machine alder (nixos) 3', 'machine alder (nixos)'],
  );
});

test('snapshots stay as they are', () => {
  const workspace = createWorkspace();
  workspace.apply([{ kind: 'open', files: memoryFiles(grove), paths: [...grove.keys()] }]);
  const before = workspace.snapshot();
  workspace.apply([remove('parts/clock.nix'), edit('modules/common.nix', '22', '2222')]);
  const after = everything(workspace.snapshot().facts());
  assert.equal(everything(before.facts()), everything(snapshotOf(grove).facts()));
  assert.not.equal(everything(before.facts()), after);
});

test('a machine is evaluated on demand', () => {
  const snapshot = snapshotOf(grove);
  const value = snapshot.machine('cherry')?.evaluation.root().at(['time', 'timeZone']).value;
  assert.equal(value, { kind: 'string', value: 'Europe/Vienna' });
  assert.is(snapshot.machine('nobody'), undefined);
});

test('changed files and the directories around them come and go together', () => {
  const workspace = createWorkspace();
  const base = memoryFiles(
    new Map([
      ['a/b.nix', '1'],
      ['c.nix', '2'],
    ]),
  );
  workspace.apply([{ kind: 'open', files: base, paths: ['a/b.nix', 'c.nix'] as FilePath[] }]);
  workspace.apply([remove('a/b.nix'), set('d/e/f.nix', '3'), remove('nothing/there.nix')]);
  const { contents, files } = workspace.snapshot();
  assert.equal(files, ['c.nix', 'd/e/f.nix']);
  assert.equal(contents.list('' as FilePath), [
    { name: 'c.nix', kind: 'file' },
    { name: 'd', kind: 'directory' },
  ]);
  assert.is(contents.kind('a' as FilePath), undefined);
  assert.is(contents.list('a' as FilePath), undefined);
  assert.is(contents.kind('d/e' as FilePath), 'directory');
  const absent: FileContent = { kind: 'absent' };
  assert.equal(contents.read('a/b.nix' as FilePath), absent);
});

test.run();
