import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readConfig } from '#linter/config.ts';
import { ignoreEntry, ruleOffEdit } from '#linter/configuration-edits.ts';
import { globMatcher } from '#linter/settings.ts';
import { written } from '#linter/silencing.ts';
import { rules } from '#rules/index.ts';

const test = suite('edits of a configuration');

const rule = 'order/imports';

function withoutRule(text: string): string | undefined {
  const edit = ruleOffEdit(text, rule);
  return edit && text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
}

const off: readonly (readonly [name: string, before: string, after?: string])[] = [
  ['in a file that is not there yet', '', '[rules]\n"order/imports" = "off"\n'],
  [
    'behind everything else',
    'extends = ["recommended"]',
    'extends = ["recommended"]\n\n[rules]\n"order/imports" = "off"\n',
  ],
  [
    'among other rules, and no comment goes astray',
    '[rules]\n"flake/missing-follows" = "off" # why\n\n# and more\n[preset.recommended]\n',
    '[rules]\n"flake/missing-follows" = "off" # why\n"order/imports" = "off"\n\n# and more\n[preset.recommended]\n',
  ],
  [
    'in a table that is empty',
    '[rules]\n\n[preset.recommended]\n',
    '[rules]\n"order/imports" = "off"\n\n[preset.recommended]\n',
  ],
  [
    'where it has a level',
    '[rules]\n"order/imports" = "error" # strict\n',
    '[rules]\n"order/imports" = "off" # strict\n',
  ],
  [
    'where it has a level beside options',
    '[rules]\n"order/imports" = { severity = "hint" }\n',
    '[rules]\n"order/imports" = { severity = "off" }\n',
  ],
  [
    'in a table of its own',
    '[rules."order/imports"]\nseverity = "error"\n',
    '[rules."order/imports"]\nseverity = "off"\n',
  ],
  ['not in what is not TOML', '[rules\n'],
];

for (const [name, before, after] of off) {
  test(`a rule is turned off ${name}`, () => {
    assert.is(withoutRule(before), after);
    if (after === undefined) return;
    const result = readConfig(after, { rules, emitters: [] });
    assert.is(result.kind, 'config');
    assert.is(result.kind === 'config' && result.config.rules.get(rule)?.level, 'off');
  });
}

const entry = '[[ignore]]\nrule = "order/imports"\nfiles = ["hosts/web.nix"]\nreason = "so"\n';
const other = '[[ignore]]\nrule = "flake/missing-follows"\nfiles = ["*"]\nreason = "old"\n';

const ignored: readonly (readonly [name: string, before: string, after?: string])[] = [
  ['in a file that is not there yet', '', entry],
  ['at the end', '# Our rules.\nexclude = ["a"]\n', `# Our rules.\nexclude = ["a"]\n\n${entry}`],
  ['behind the others', `${other}# end\n[rules]\n`, `${other}\n${entry}# end\n[rules]\n`],
  [
    'in a list of them',
    'ignore = [\n  { rule = "flake/missing-follows", files = ["*"], reason = "old" },\n]\n',
    'ignore = [\n  { rule = "flake/missing-follows", files = ["*"], reason = "old" }, { rule = "order/imports", files = ["hosts/web.nix"], reason = "so" },\n]\n',
  ],
  ['not in what is not TOML', 'a = \n'],
];

for (const [name, before, after] of ignored) {
  test(`findings are ignored ${name}`, () => {
    const insertion = ignoreEntry(before, { rule, file: 'hosts/web.nix' });
    assert.is(insertion && written(before, insertion, 'so'), after);
    if (after !== undefined) assert.is(readConfig(after, { rules, emitters: [] }).kind, 'config');
  });
}

test('an entry means its file alone, and its part of the message', () => {
  for (const file of ['flake.nix', 'a [b]/{c}.nix', 'x/(y)!.nix']) {
    const insertion = ignoreEntry('', { rule, file, where: 'a "part"' });
    const text = insertion ? written('', insertion, 'so') : '';
    const result = readConfig(text, { rules, emitters: [] });
    const [found] = result.kind === 'config' ? result.config.ignores : [];
    assert.is(found?.where, 'a "part"');
    const matches = globMatcher(found?.files ?? []);
    assert.ok(matches(file));
    assert.not(matches(`sub/${file}`));
  }
});

test.run();
