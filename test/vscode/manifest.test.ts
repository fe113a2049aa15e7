import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { version } from '#cli/version.ts';
import { defaultEditorSettings } from '#lsp/editor-settings.ts';
import { tokenModifiers, tokenTypes } from '#lsp/features/tokens.ts';
import { nixGrammar } from '../../editors/grammar/nix.ts';
import { builtExtension } from '../support/extension.ts';
import { runIn } from '../support/run-cli.ts';

const test = suite('the manifest of the extension');
const folder = 'editors/vscode';

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly order: number;
}

interface Finding {
  readonly file: string;
  readonly start: { readonly line: number };
  readonly severity: string;
  readonly rule: string;
}

const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
const { contributes, capabilities } = manifest;
const settings: Readonly<Record<string, Setting>> = contributes.configuration.properties;
const commands: readonly string[] = contributes.commands.map(
  ({ command }: { command: string }) => command,
);

test('it has the version of flakewise', () => {
  assert.is(manifest.version, version);
  assert.match(readFileSync(`${folder}/CHANGELOG.md`, 'utf8'), `## ${version}\n`);
});

test('settings have the defaults that the server has', () => {
  const onlyHere = ['flakewise.serverPath', 'flakewise.trace.server'];
  const ofServer = Object.entries(settings).filter(([name]) => !onlyHere.includes(name));
  assert.equal(
    Object.fromEntries(ofServer.map(([name, setting]) => [name, setting.default])),
    Object.fromEntries(flat(defaultEditorSettings, 'flakewise')),
  );
});

test('every setting says what it is for', () => {
  const all = Object.values(settings);
  for (const { type, scope, markdownDescription } of all) {
    assert.ok(['boolean', 'string', 'array'].includes(type));
    assert.ok(['resource', 'window', 'machine-overridable'].includes(scope));
    assert.match(markdownDescription, /^[A-Z].*\.$/s);
  }
  assert.equal(
    all.map(({ order }) => order),
    all.map((_, index) => index),
  );
});

test('folders that are not trusted name no programs', () => {
  const programs = Object.keys(settings).filter(
    (name) => settings[name]?.scope === 'machine-overridable',
  );
  assert.equal(capabilities.untrustedWorkspaces.restrictedConfigurations.sort(), programs.sort());
});

test('the page lists the settings', () => {
  const rows = Object.entries(settings).map(([name, setting]) => {
    return `| \`${name}\` | ${setting.markdownDescription} | \`${JSON.stringify(setting.default)}\` |`;
  });
  const table = ['| setting | what it does | default |', '| --- | --- | --- |', ...rows].join('\n');
  const page = readFileSync(`${folder}/README.md`, 'utf8');
  assert.match(page, `<!-- settings -->\n${table}\n<!-- /settings -->`);
});

test('every command is there, and every name of one leads to it', () => {
  const sources = readdirSync(`${folder}/source`).map((name) =>
    readFileSync(`${folder}/source/${name}`, 'utf8'),
  );
  for (const { command, category, title } of contributes.commands) {
    assert.is(category, 'flakewise');
    assert.match(title, /^[A-Z]/);
    assert.ok(
      sources.some((text) => text.includes(`'${command}'`)),
      command,
    );
  }
  const { menus, walkthroughs } = contributes;
  const inMenus = Object.values<{ command: string }[]>(menus).flat();
  const named = [
    ...inMenus.map(({ command }) => command),
    ...[...JSON.stringify(walkthroughs).matchAll(/[Cc]ommand:(flakewise\.\w+)/g)].map(
      ([, name = '']) => name,
    ),
  ];
  assert.equal(
    named.filter((name) => !commands.includes(name)),
    [],
  );
});

test('every file that it names is in the package', () => {
  const text = JSON.stringify(manifest);
  const named = [...text.matchAll(/"(\.?\/?(?:dist|images|walkthrough)\/[^"]+|\.\/[^"]+)"/g)];
  assert.ok(named.length > 8);
  for (const [, name = ''] of named) {
    assert.ok(existsSync(join(builtExtension().folder, name)), name);
  }
});

test('it starts for Nix and for repositories that have some, and never without reason', () => {
  assert.equal(manifest.activationEvents, [
    'onLanguage:nix',
    'workspaceContains:flakewise.toml',
    'workspaceContains:flake.nix',
  ]);
});

test('languages in strings are those of the grammar', () => {
  const [nix] = contributes.grammars;
  const blocks = Object.keys(nix.embeddedLanguages).filter((scope) => scope.includes('block'));
  const inGrammar = [...JSON.stringify(nixGrammar).matchAll(/"contentName":"([^"]+)"/g)];
  assert.equal([...new Set(inGrammar.map(([, scope]) => scope))].sort(), blocks.sort());
});

test('what the server says of names has colours of the grammar', () => {
  const [{ language, scopes }]: [{ language: string; scopes: Record<string, string[]> }] =
    contributes.semanticTokenScopes;
  assert.is(language, 'nix');
  const known: readonly string[] = [...tokenTypes, ...tokenModifiers];
  const used = Object.keys(scopes).flatMap((selector) => selector.split('.'));
  assert.equal(
    used.filter((name) => !known.includes(name)),
    [],
  );
  const grammar = JSON.stringify(nixGrammar);
  for (const scope of Object.values(scopes).flat()) assert.match(grammar, `"${scope}"`);
});

test('the problem matcher reads what `--format concise` prints', async () => {
  const fleet = 'fixtures/fleets/proxied/broken';
  const [matcher] = contributes.problemMatchers;
  const { regexp, ...groups } = matcher.pattern;
  const concise = (await runIn(fleet, ['check', '--format', 'concise'])).output;
  const json = JSON.parse((await runIn(fleet, ['check', '--format', 'json'])).output);
  const read = concise.split('\n').flatMap((line) => {
    const match = new RegExp(regexp).exec(line);
    const { file, line: number, severity, code } = groups;
    return match === null ? [] : [[file, number, severity, code].map((group) => match[group])];
  });
  const found = json.findings.map(({ file, start, severity, rule }: Finding) => {
    return [file, String(start.line), severity, rule];
  });
  assert.ok(found.length > 20);
  assert.equal(read.sort(), found.sort());
});

test('lines are indented as nixfmt would', () => {
  const text = readFileSync(`${folder}/language-configuration.json`, 'utf8');
  const { indentationRules, wordPattern, folding, onEnterRules } = JSON.parse(text);
  const more = new RegExp(indentationRules.increaseIndentPattern);
  const less = new RegExp(indentationRules.decreaseIndentPattern);
  for (const line of ['{', '  a = {', 'x = [ # list', 'f (', 'let', "text = ''", 'a =', 'then']) {
    assert.ok(more.test(line), line);
  }
  for (const line of ['}', '  a = 1;', "  '';", '# {', 'in', '{ a, b }:', "x = ''a'';", 'outlet']) {
    assert.not.ok(more.test(line), line);
  }
  for (const line of ['  }', '];', ')', 'in', 'in x', 'else', "  '';"])
    assert.ok(less.test(line), line);
  for (const line of ['a = { }', 'inherit a;', 'elsewhere', "''text"])
    assert.not.ok(less.test(line), line);
  assert.equal("a.b-c' = d1.x".match(new RegExp(wordPattern, 'g')), ['a', "b-c'", 'd1', 'x']);
  assert.ok(new RegExp(folding.markers.start).test('  # region network'));
  assert.ok(onEnterRules.length > 0);
});

test.run();

/** The values of nested records, by their names with dots. */
function flat(record: object, prefix: string): [string, unknown][] {
  return Object.entries(record).flatMap(([key, value]): [string, unknown][] => {
    const name = `${prefix}.${key}`;
    return typeof value === 'object' && !Array.isArray(value) ? flat(value, name) : [[name, value]];
  });
}
