import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { namesMissingInWith } from '#analyzer/syntax/known-set.ts';
import { scopesOf, undefinedVariables } from '#analyzer/syntax/scope.ts';
import { parseExample } from '#linter/example.ts';
import { rules } from '#rules/index.ts';
import { evaluateText, shown } from '../support/evaluate.ts';
import { home, limitsBelow, machine, option, value } from '../support/limits.ts';
import { lintWith } from '../support/lint-example.ts';
import { factsOf } from '../support/picture.ts';

const limits = limitsBelow('The language');
const { say } = limits;

say(
  'Functions of Nix and of `lib` that are known by name only are listed in [unevaluated-functions.md](unevaluated-functions.md).',
  () => {
    const [, listed = ''] =
      /^## lib\n\n(.*)$/m.exec(readFileSync('docs/unevaluated-functions.md', 'utf8')) ?? [];
    const names = [...listed.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    assert.ok(names.length > 10);
    for (const name of names)
      assert.match(value(`lib: lib.${name}`), /^«`lib\..*` (is not evaluated|depends on)/, name);
  },
);

say(
  'Builtins that depend on where they are evaluated (`currentTime`, `getEnv`, `fetchurl` and the like), derivations and packages are unknown.',
  () => {
    const cases = ['currentTime', 'getEnv "HOME"', 'fetchurl "https://x"', 'currentSystem'];
    for (const call of cases)
      assert.match(value(`builtins.${call}`), /depends on where it is evaluated/);
    assert.match(value('(derivation { name = "x"; }).outPath'), /depends on where it is evaluated/);
    assert.match(option('{ pkgs, ... }: { a = pkgs.nginx; }'), /depends on the package set/);
  },
);

say(
  'Names below a `with` are taken to be defined, unless its set is written out or is `builtins`.',
  () => {
    const missing = (text: string): number => {
      const { module } = analyzeText(text, 'nix');
      const scopes = scopesOf(module);
      const found = [...undefinedVariables(module, scopes), ...namesMissingInWith(module, scopes)];
      return found.length;
    };
    assert.is(missing('lib: with lib; nothing'), 0);
    assert.is(missing('with { something = 1; }; nothing'), 1);
    assert.is(missing('with builtins; nothing'), 1);
    assert.is(missing('nothing'), 1);
  },
);

say(
  'Which release of Nix has to read a repository is not read from it, because flakes do not say so; the option `oldest` of `nix/dialect` tells it.',
  () => {
    const rule = rules.find(({ meta }) => meta.name === 'nix/dialect');
    assert.ok(rule);
    const { files } = parseExample(
      machine(
        '{ pkgs, ... }: { nix.package = pkgs.nixVersions.nix_2_18; a = builtins.warn "a" 1; }',
      ),
    );
    assert.is(lintWith(rule, files).diagnostics.length, 0);
    assert.is(lintWith(rule, files, { oldest: '2.18' }).diagnostics.length, 1);
  },
);

say('Packages and inputs keep their names.', () => {
  const read = (text: string): string => option(`{ pkgs, inputs, ... }: { a = ${text}; }`);
  assert.match(read('pkgs.nginx.version'), /`pkgs\.nginx\.version`/);
  assert.match(read('inputs.other.x.y'), /`other\.x\.y`/);
});

const converted = (command: string, data = '{"port": 80}', ending = 'json'): string =>
  machine(
    `{ pkgs, ... }: { a = (builtins.fromJSON (builtins.readFile (pkgs.runCommand "x" { } ''
      ${command}
    ''))).port; }`,
    `-- data.${ending} --\n${data}\n`,
  );

const optionOf = (source: string): string => {
  const row = factsOf(source)
    .table('option')
    .rows.find(({ path }) => path === 'a');
  return JSON.stringify(row?.value ?? null);
};

say('A file that a derivation makes is not read.', () => {
  const module = '{ pkgs, ... }: { a = builtins.readFile (pkgs.writeText "x" "y"); }';
  assert.match(option(module), /depends on the package set/);
});

say(
  'The exceptions are a `runCommand` that certainly does nothing but convert one file of the repository (`yq`, `yj`, `remarshal` and their kin, read with `fromJSON`), and derivations that `[analyzer.derivations]` in `flakewise.toml` names.',
  () => {
    const yaml = 'port: 80';
    assert.is(optionOf(converted('${pkgs.yj}/bin/yj < ${./data.yaml} > $out', yaml, 'yaml')), '80');
    const more = '${pkgs.yj}/bin/yj < ${./data.yaml} | sed s/8/9/ > $out';
    assert.match(optionOf(converted(more, yaml, 'yaml')), /undecided/);
  },
);

say(
  'Of such data, what programs read differently (`yes`, `010`, dates, merge keys) is unknown.',
  () => {
    for (const text of ['yes', '010', '2024-01-01']) {
      const source = converted(
        '${pkgs.yj}/bin/yj < ${./data.yaml} > $out',
        `port: ${text}`,
        'yaml',
      );
      assert.match(optionOf(source), /undecided/, text);
    }
  },
);

say('`import` of a text whose name does not end in `.nix` is not evaluated.', () => {
  const module = '{ a = import ./notes.txt; }';
  assert.match(optionOf(machine(module, '-- notes.txt --\n1\n')), /import of `notes\.txt`/);
});

say(
  'String contexts are ignored, and the store path of the repository is not known: texts that hold it are undecided, and messages show what is below it from the root.',
  () => {
    assert.is(
      value('builtins.hasContext "${./main.nix}"'),
      '«`builtins.hasContext` is not evaluated»',
    );
    assert.is(option('{ a = builtins.throw "${./x}"; }'), '{"undecided":"fails: ./x"}');
    assert.is(option('{ a = "${./x}"; }'), '{"undecided":"the store path of the repository"}');
  },
);

say(
  'A path that interpolation makes a text of keeps its folders there, of which Nix leaves nothing but the last name.',
  () => {
    const module = '{ a = builtins.throw "${./folder/file}"; }';
    assert.is(option(module), '{"undecided":"fails: ./folder/file"}');
  },
);

say(
  '`builtins.path` does the same, and keeps the name of what it copies where it is given another; the whole repository, and a folder that it filters, are unknown.',
  () => {
    const copy = 'builtins.path { path = ./folder/file; name = "other"; }';
    assert.is(option(`{ a = builtins.throw (${copy}); }`), '{"undecided":"fails: ./folder/file"}');
    assert.match(
      value('builtins.path { path = ./.; filter = _: _: true; }'),
      /builtins\.path|`path`/,
    );
  },
);

say(
  'A choice (`if`) that nobody can make here is unknown as a whole, unless both branches are sets that are written out there: then only what they hold is.',
  () => {
    const choice = (sets: string): string =>
      value(`{ c = 1; } // (if builtins.currentTime == 1 then ${sets})`);
    assert.match(choice('builtins.listToAttrs [ ] else { }'), /^\{ c = «/);
    assert.match(choice('{ a = 1; } else { b = 2; }'), /^\{ c = 1; …«/);
  },
);

say(
  'Deep recursion and long computations end in an unknown: evaluation counts steps and nesting.',
  () => {
    assert.is(value('let f = n: 1 + f (n + 1); in f 0'), '«takes too many steps»');
    const long = evaluateText("builtins.foldl' (a: b: a + b) 0 (builtins.genList (x: x) 5000)", {
      steps: 1000,
    });
    assert.is(shown(long), '«takes too many steps»');
  },
);

say(
  'The lines and columns of `__curPos` and `unsafeGetAttrPos` are unknown in a fleet, so that no fact depends on layout; the file is known.',
  () => {
    const read = (text: string): string => option(`{ a = ${text}; }`);
    assert.match(read('__curPos.line'), /undecided/);
    assert.match(read('(builtins.unsafeGetAttrPos "x" { x = 1; }).column'), /undecided/);
    assert.match(read('baseNameOf __curPos.file'), /"flake\.nix"/);
  },
);

say(
  'Of `lib`, licences, maintainers and the documentation of options are known by name alone, of `lib.hm` only `dag`, and of `lib.systems` what `elaborate` makes of a usual system: its names, predicates and architectures.',
  () => {
    for (const name of ['licenses.mit', 'maintainers.x', 'optionAttrSetToDocList'])
      assert.match(value(`lib: lib.${name}`), /is not evaluated/);
    const read = (text: string): string => optionOf(home(`{ lib, ... }: { a = ${text}; }`));
    assert.match(read('lib.hm.x'), /undecided/);
    assert.is(read('(lib.hm.dag.entryAnywhere "y").data'), '"y"');
    assert.is(value('lib: (lib.systems.elaborate "x86_64-linux").isLinux'), 'true');
    assert.match(value('lib: lib.systems.inspect'), /is not evaluated/);
  },
);

say(
  'A platform that is given as a triple is unknown, and so are the options of its compiler and what runs programs of others.',
  () => {
    const triple = '{ config = "riscv64-unknown-linux-gnu"; }';
    for (const text of [`${triple}).isLinux`, '"x86_64-linux").gcc', '"x86_64-linux").emulator'])
      assert.match(value(`lib: (lib.systems.elaborate ${text}`), /depends on the package set/);
  },
);

limits.run();
