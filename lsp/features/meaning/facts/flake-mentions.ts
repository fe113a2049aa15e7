import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableRows } from '#analyzer/facts/tables.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { groupedBy } from './grouped.ts';
import type { FactMention, Thing } from './thing.ts';

type OutputRow = TableRows['output'];

/** Where machines, inputs, outputs, modules and flags are made and named. */
export function* flakeMentions(facts: Facts): Iterable<FactMention> {
  for (const { name, at, places } of facts.table('host').rows) {
    const thing: Thing = { kind: 'host', of: '', name };
    yield { thing, role: 'declaration', at, hosts: undefined };
    const named = places?.['host-name'];
    if (named) yield { thing, role: 'definition', at: named, hosts: undefined };
  }
  yield* inputMentions(facts);
  yield* outputMentions(facts);
  yield* moduleMentions(facts);
  yield* flagMentions(facts);
}

function* inputMentions(facts: Facts): Iterable<FactMention> {
  for (const { flake, name, declared, at } of facts.table('input').rows) {
    if (!declared || name.includes('/')) continue;
    yield { thing: { kind: 'input', of: flake, name }, role: 'declaration', at, hosts: undefined };
  }
  for (const { flake, input, kind, at } of facts.table('input-use').rows) {
    // What other inputs read of it by themselves is written nowhere here.
    if (kind === 'framework') continue;
    yield { thing: { kind: 'input', of: flake, name: input }, role: 'use', at, hosts: undefined };
  }
}

function* outputMentions(facts: Facts): Iterable<FactMention> {
  const outputs = facts.table('output').rows;
  for (const { flake, path, at } of outputs)
    yield {
      thing: { kind: 'output', of: flake, name: path },
      role: 'declaration',
      at,
      hosts: undefined,
    };
  const machines = new Map(
    facts.table('host').rows.map(({ output, name }) => [plain(output), name]),
  );
  const ofFlake = groupedBy(outputs, ({ flake }) => flake);
  for (const { directory, attribute, kind, at } of facts.table('output-reference').rows) {
    const name = known(attribute);
    if (name === undefined || directory === undefined) continue;
    const flake = directory === '' ? 'flake.nix' : `${directory}/flake.nix`;
    for (const { path, name: own } of named(ofFlake.get(flake) ?? [], plain(name), kind)) {
      const machine = machines.get(plain(path));
      yield { thing: { kind: 'output', of: flake, name: path }, role: 'use', at, hosts: undefined };
      if (machine !== undefined || machines.has(own))
        yield {
          thing: { kind: 'host', of: '', name: machine ?? own },
          role: 'use',
          at,
          hosts: undefined,
        };
    }
  }
}

const sections: ReadonlyMap<string, string> = new Map([
  ['nixos', 'nixosConfigurations'],
  ['darwin', 'darwinConfigurations'],
  ['home', 'homeConfigurations'],
  ['deploy', 'deploy.nodes'],
  ['colmena', 'colmena'],
]);

/** The outputs that a reference means: by their paths, or without what commands put before a name. */
function named(outputs: readonly OutputRow[], name: string, kind: string): readonly OutputRow[] {
  const section = sections.get(kind);
  return outputs.filter(({ path, system }) => {
    const whole = plain(path);
    if (isAtOrIn(whole, name)) return true;
    if (section !== undefined) return isAtOrIn(whole, `${section}.${name}`);
    const [first = '', second] = whole.split('.');
    const short = second === system ? whole.slice(first.length + (second?.length ?? 0) + 2) : '';
    return short !== '' && isAtOrIn(short, name);
  });
}

function isAtOrIn(output: string, name: string): boolean {
  return name === output || name.startsWith(`${output}.`);
}

function plain(path: string): string {
  return path.replaceAll('"', '').replace(/^\./, '');
}

/** Places that name a file which machines are made of, or which holds secrets. */
function* moduleMentions(facts: Facts): Iterable<FactMention> {
  for (const { path, at, hosts } of facts.table('import').rows)
    yield { thing: { kind: 'module', of: '', name: path }, role: 'use', at, hosts };
  for (const { path, at } of facts.table('path-mention').rows) {
    const thing = thingOfFile(facts, path);
    if (thing) yield { thing, role: 'use', at, hosts: undefined };
  }
  for (const { path, at } of facts.table('doc-link').rows) {
    const thing = path === undefined ? undefined : thingOfFile(facts, path);
    if (thing) yield { thing, role: 'use', at, hosts: undefined };
  }
}

/** What facts know of a file, or of the module that a folder is. */
export function thingOfFile(facts: Facts, path: string): Thing | undefined {
  const { modules, secrets } = filesOf(facts);
  if (secrets.has(path)) return { kind: 'secret-file', of: '', name: path };
  const file = [path, `${path}/default.nix`].find((each) => modules.has(each));
  return file === undefined ? undefined : { kind: 'module', of: '', name: file };
}

const filesOf = oncePer((facts: Facts) => ({
  modules: new Set(facts.table('module').rows.map(({ file }) => file)),
  secrets: new Set(facts.table('secret-file').rows.map(({ file }) => file)),
}));

function* flagMentions(facts: Facts): Iterable<FactMention> {
  const thing = ({ section, name }: { section: string; name: string }): Thing => {
    return { kind: 'flag', of: section, name };
  };
  for (const row of facts.table('flag').rows)
    yield { thing: thing(row), role: 'declaration', at: row.at, hosts: undefined };
  for (const row of facts.table('flag-set').rows)
    yield { thing: thing(row), role: 'definition', at: row.at, hosts: undefined };
  for (const row of facts.table('flag-read').rows)
    yield { thing: thing(row), role: 'use', at: row.at, hosts: undefined };
}
