import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { audienceFor, type Dispatch, dispatchOf } from '#linter/dispatch.ts';
import { parseExample } from '#linter/example.ts';
import type { Example, FileRule, OptionValues, Rule } from '#linter/rule.ts';
import { defaultOptions } from '#linter/settings.ts';
import { walk } from '#linter/walk.ts';
import { rules } from '#rules/index.ts';
import { clutteredProgram } from './support/cluttered-programs.ts';

const test = suite('needs');

const guarded = rules.flatMap((rule): FileRule[] =>
  rule.scope === 'file' && rule.needs !== undefined ? [rule] : [],
);
const bare = guarded.map(({ needs: _, ...rule }): FileRule => rule);

/** Settings that have rules say more than they do by themselves, and something else. */
const settings: readonly OptionValues[] = [
  {},
  { underscored: true, min: 1, lines: 2, forbids: ['nested', 'long'], operands: true, any: true },
  { oldest: '2.3', min: 2, modules: true, forbids: ['file'], names: ['map', 'x'], pipes: true },
  { forbids: ['lib'], except: ['lib'], globals: ['x'] },
];

const tables = settings.map((options) => ({
  guarded: tableOf(guarded, options),
  bare: tableOf(bare, options),
}));

function tableOf(some: readonly Rule[], changed: OptionValues): Dispatch {
  const profile = new Map(
    some.map((rule) => {
      const own = Object.entries(changed).filter(([name]) => rule.meta.options?.[name]);
      const options = { ...defaultOptions(rule), ...Object.fromEntries(own) };
      return [rule, { level: 'warning', options } as const];
    }),
  );
  const table = dispatchOf(some, profile, 'nix');
  if (table === undefined) throw new Error('unreachable: there are rules');
  return table;
}

/** What rules find when all of them are asked; fails where it is not the same when only those are whose needs are met. */
function findings(text: string): number {
  const file = 'default.nix' as FilePath;
  let count = 0;
  for (const each of tables) {
    const all = walk(file, analyzeText(text, 'nix'), each.bare);
    assert.equal(walk(file, analyzeText(text, 'nix'), each.guarded), all, text);
    count += all.length;
  }
  return count;
}

const written = rules.flatMap(({ docs }) => [...docs.bad, ...docs.good].flatMap(textsOf));
const fixtures = readdirSync('fixtures', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.nix'))
  .map((name) => readFileSync(`fixtures/${name}`, 'utf8'));

function textsOf(example: Example): readonly string[] {
  const { files } = parseExample(typeof example === 'string' ? example : example.code);
  return [...files].flatMap(([name, text]) => (name.endsWith('.nix') ? [text] : []));
}

test('no example has a finding of a rule whose needs are not met', () => {
  const found = written.reduce((sum, text) => sum + findings(text), 0);
  assert.ok(found > 500, `${found}`);
});

test('no fixture has one', () => {
  const found = fixtures.reduce((sum, text) => sum + findings(text), 0);
  assert.ok(found > 500, `${found}`);
});

test('no program with clutter has one', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 20, maxLength: 200 }), (choices) => {
      findings(clutteredProgram(choices));
    }),
    { numRuns: 150 },
  );
});

/** Pieces of texts that change what the names around them mean, or whether they parse. */
const pieces = [
  ...[
    '(',
    ')',
    '{',
    '}',
    '[ ]',
    ' ',
    '\n',
    '"',
    "''",
    ';',
    '.',
    ':',
    '@',
    '?',
    '!',
    '++',
    '==',
    '|> ',
  ],
  ...['rec ', '_', '_x', 'builtins.', 'builtins', 'with x; ', 'with builtins; ', 'true', 'null'],
  ...['${x}', '${"x"}', '"x"', '"${x}"', 'or ', '[ ] ++ ', '1', '.5', '1.e3', '\\', '\\a', "''\\a"],
  ...[
    'inherit x; ',
    'inherit (builtins) map x; ',
    'inherit; ',
    'let x = 1; in ',
    'let in ',
    'x: f x',
  ],
  ...['{ ... }: ', '{ x, x }: ', 'x.x = 1; ', 'x = { }; ', '/a', '~/a', './a/', '<a>', 'http://a'],
  ...[
    'isNull ',
    'toPath',
    'optional x [ ]',
    'if x ? y then x.y else z',
    '!(a == b)',
    '__overrides',
  ],
];

interface Change {
  readonly at: number;
  readonly drops: number;
  readonly adds: readonly string[];
}

const tokenPattern = /[A-Za-z_][\w'-]*|\s+|"|''|\$\{|[^\sA-Za-z_]/g;
const tokens = (text: string): string[] => text.match(tokenPattern) ?? [];

const change = fc.record({
  at: fc.nat(),
  drops: fc.integer({ min: 0, max: 2 }),
  adds: fc.array(
    fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...written.flatMap(tokens))),
    { maxLength: 3 },
  ),
});

/** The same text with other names in the places of some, which leaves it a program. */
const renaming = fc.record({ at: fc.nat(), from: fc.nat() });

function changed(text: string, changes: readonly Change[]): string {
  const parts = tokens(text);
  for (const { at, drops, adds } of changes) parts.splice(at % (parts.length + 1), drops, ...adds);
  return parts.join('');
}

function renamed(text: string, names: readonly { at: number; from: number }[]): string {
  const parts = tokens(text);
  const places = parts.flatMap((part, index) => (/^[A-Za-z_]/.test(part) ? [index] : []));
  if (places.length === 0) return text;
  for (const { at, from } of names) {
    const [to, source] = [places[at % places.length], places[from % places.length]];
    parts[to ?? 0] = parts[source ?? 0] ?? '';
  }
  return parts.join('');
}

const source = fc.constantFrom(...written, ...fixtures.filter(({ length }) => length < 4000));

test('no text with other names has one', () => {
  fc.assert(
    fc.property(source, fc.array(renaming, { minLength: 1, maxLength: 6 }), (text, names) => {
      findings(renamed(text, names));
    }),
    { numRuns: 400 },
  );
});

test('no text with other pieces has one', () => {
  fc.assert(
    fc.property(source, fc.array(change, { minLength: 1, maxLength: 4 }), (text, changes) => {
      findings(changed(text, changes));
    }),
    { numRuns: 400 },
  );
});

test('a module of which nobody has anything to say is shown to nobody', () => {
  const text = `{ config, lib, pkgs, ... }:
let
  cfg = config.services.demo;
in
{
  options.services.demo.enable = lib.mkEnableOption "the demo";
  config = lib.mkIf cfg.enable {
    environment.systemPackages = [ pkgs.hello ];
    systemd.services.demo.script = ''
      exec \${lib.getExe pkgs.hello} "$@"
    '';
  };
}
`;
  assert.is(audienceFor(tableOf(guarded, {}), analyzeText(text, 'nix')), undefined);
});

test.run();
