import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { readConfig } from '#linter/config.ts';
import { markersOf, parseExample, renderExample } from '#linter/example.ts';
import { lint } from '#linter/lint.ts';
import { fileRule } from '#linter/rule.ts';
import { type Config, configFile, defaultSettings } from '#linter/settings.ts';
import { snapshotOf } from './support/fleet.ts';
import { counting, forbidden } from './support/sample-rules.ts';

const test = suite('configuration');
const choosy = fileRule({
  ...forbidden,
  meta: {
    ...forbidden.meta,
    options: {
      ...forbidden.meta.options,
      kind: { summary: 'How grave it is.', default: 'plain', choices: ['plain', 'strict'] },
      uses: { summary: 'What is looked at.', default: [], choices: ['read', 'write'] },
    },
  },
});
const rules = [choosy, counting];

/** The source is the picture of what is wrong with it. */
function refuses(source: string): void {
  const { files, markers } = parseExample(`-- ${configFile} --${source.trimEnd()}\n`);
  const result = readConfig(files.get(configFile) ?? '', { rules, emitters: [] });
  const problems = result.kind === 'problems' ? result.problems : [];
  assert.fixture(renderExample(files, markersOf(problems)), renderExample(files, markers));
}

function accepted(source: string): Config {
  const result = readConfig(source, { rules, emitters: [] });
  assert.is(result.kind, 'config', JSON.stringify(result));
  return result.kind === 'config' ? result.config : defaultSettings.config;
}

/** Files with a finding under this configuration, and how grave it is. */
function found(source: string, files: readonly string[]): string[] {
  const texts = new Map(files.map((file) => [file as FilePath, '{ a = bad; b = worse; }']));
  const settings = { ...defaultSettings, config: accepted(source) };
  const { diagnostics } = lint(snapshotOf(texts), rules, settings);
  return diagnostics.map(({ file, severity, message }) => `${file} ${severity} ${message}`);
}

test('a key that nobody knows is named, with the one that was meant', () => {
  refuses(`
  extend = ["recommended"]
# ^^^^^^ there is no key \`extend\`, did you mean \`extends\`?
  exlude = []
# ^^^^^^ there is no key \`exlude\`, did you mean \`exclude\`?
  [rules]
  "sample/forbiden" = "error"
# ^^^^^^^^^^^^^^^^^ there is no rule \`sample/forbiden\`, did you mean \`sample/forbidden\`?
  `);
});

test('a level is one of four', () => {
  refuses(`
  [rules]
  "sample/forbidden" = "warn"
#                      ^^^^^^ \`warn\` is no level; use \`off\`, \`hint\`, \`warning\`, \`error\` or a table
  "sample/counting" = { severity = "fatal" }
#                                  ^^^^^^^ \`fatal\` is no level; use \`off\`, \`hint\`, \`warning\`, \`error\`
  `);
});

test('options are those that the rule declares, of the type of their default', () => {
  refuses(`
  [rules."sample/forbidden"]
  name = 3
#        ^ \`name\` must be a string, not a number
  allowed = ["a", 1]
#                 ^ each \`allowed\` must be a string, not a number
  alowed = []
# ^^^^^^ there is no option \`alowed\`, did you mean \`allowed\`?
  `);
});

test('what makes a result a guess is always on', () => {
  refuses(`
  [rules]
  "file/encrypted" = "off"
  "suppression/unused" = "hint"
  "file/unreadable" = "off"
# ^^^^^^^^^^^^^^^^^ \`file/unreadable\` is always on: without it a clean result would be a guess
  "internal-error" = "hint"
# ^^^^^^^^^^^^^^^^ \`internal-error\` is always on: without it a clean result would be a guess
  [[ignore]]
  rule = "file/encrypted"
#        ^^^^^^^^^^^^^^^^ \`file/encrypted\` has a level under \`[rules]\`, and no entry here
  files = ["a.nix"]
  reason = "it is ours"
  `);
});

test('an option with choices has one of them', () => {
  refuses(`
  [rules]
  "sample/forbidden" = { kind = "plane" }
#                               ^^^^^^^ \`plane\` is no value of \`kind\`, did you mean \`plain\`?
  [preset.recommended]
  kind = "other"
#        ^^^^^^^ \`other\` is no value of \`kind\`; use \`plain\`, \`strict\`
  [[overrides]]
  files = ["a.nix"]
  rules = { "sample/forbidden" = { kind = 3, uses = ["read", "wrote"] } }
#                                         ^ \`3\` is no value of \`kind\`; use \`plain\`, \`strict\`
#                                                            ^^^^^^^ \`wrote\` is no value of \`uses\`, did you mean \`write\`?
  `);
});

test('presets and their parameters are checked', () => {
  refuses(`
  extends = ["recomended"]
#            ^^^^^^^^^^^^ there is no preset \`recomended\`, did you mean \`recommended\`?
  [preset.proxied-flet]
#         ^^^^^^^^^^^^ there is no preset \`proxied-flet\`, did you mean \`proxied-fleet\`?
  proxy = "web"
  [preset.recommended]
  nam = "web"
# ^^^ there is no parameter \`nam\`, did you mean \`name\`?
  `);
});

test('entries of lists are complete', () => {
  refuses(`
  [[ignore]]
#   ^^^^^^ \`files\` is missing
  rule = "sample/countin"
#        ^^^^^^^^^^^^^^^^ there is no rule \`sample/countin\`, did you mean \`sample/counting\`?
  reason = " "
#          ^^^ \`reason\` must not be empty
  [[overrides]]
  files = "a.nix"
#         ^^^^^^^ \`files\` must be a list, not a string
  rules = { "sample/other" = "off" }
#           ^^^^^^^^^^^^^^ there is no rule \`sample/other\`
  `);
});

test('what is not TOML has a place too', () => {
  const result = readConfig('extends = [\n[rules]\n', { rules, emitters: [] });
  assert.is(result.kind, 'problems');
  const [problem] = result.kind === 'problems' ? result.problems : [];
  assert.match(problem?.message ?? '', /^this is not TOML: /);
});

test('the empty file is the default', () => {
  assert.equal(accepted(''), defaultSettings.config);
});

test('levels and options apply', () => {
  const source = '[rules]\n"sample/forbidden" = { severity = "error", name = "worse" }';
  assert.equal(found(source, ['a.nix']), ['a.nix error `worse` is forbidden']);
  assert.equal(found('[rules]\n"sample/forbidden" = "off"', ['a.nix']), []);
});

test('a preset gives its parameters to every rule that has such an option', () => {
  const source = '[preset.recommended]\nname = "worse"';
  assert.equal(found(source, ['a.nix']), ['a.nix warning `worse` is forbidden']);
});

test('overrides apply to their files, the later ones last', () => {
  const source = `
    overrides = [
      { files = ["hosts/**"], rules = { "sample/forbidden" = "off" } },
      { files = ["web.nix"], rules = { "sample/forbidden" = { severity = "hint", name = "worse" } } },
    ]
  `;
  assert.equal(found(source, ['a.nix', 'hosts/a.nix', 'hosts/web.nix']), [
    'a.nix warning `bad` is forbidden',
    'hosts/web.nix hint `worse` is forbidden',
  ]);
});

test('excluded files are not reported on', () => {
  assert.equal(found('exclude = ["vendor/"]', ['vendor/a.nix']), []);
});

test('a rule of a preset that is not extended is off', () => {
  assert.equal(found('extends = ["recommended"]', ['found.nix']), [
    'found.nix warning `bad` is forbidden',
  ]);
  assert.equal(found('extends = ["proxied-fleet"]', ['found.nix']), [
    'found.nix warning it is `found`',
  ]);
});

test.run();
