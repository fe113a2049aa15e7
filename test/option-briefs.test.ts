import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import type { MachineBriefs, OptionBrief } from '#analyzer/options/briefs.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { snapshotOf } from './support/fleet.ts';
import { marked } from './support/marked.ts';
import { fleet } from './support/shop-fleet.ts';

const test = suite('options at a glance');

const texts = new Map([...marked(fleet).files].map(([file, text]) => [filePath(file), text]));

function briefsOf(snapshot: Snapshot): readonly MachineBriefs[] {
  return [...snapshot.briefs()].flatMap((briefs) => briefs ?? []);
}

function optionOf(briefs: readonly MachineBriefs[], host: string, name: string): OptionBrief {
  const views = briefs.find((each) => each.host === host)?.views ?? [];
  const brief = views.flatMap(({ options }) => options.get(name) ?? [])[0];
  assert.ok(brief, `${host} says nothing of ${name}`);
  return brief as OptionBrief;
}

const briefs = briefsOf(snapshotOf(texts));

test('an option that is declared and defined', () => {
  const { value, definitions, declarations } = optionOf(briefs, 'web', 'shop.port');
  assert.equal(value, { kind: 'known', text: '8443' });
  assert.equal(
    definitions.map(({ state, priority, isConditional, text }) => [
      state,
      priority,
      isConditional,
      text,
    ]),
    [
      ['overridden', 1000, true, '80'],
      ['used', 100, false, '8443'],
    ],
  );
  assert.equal(
    declarations.map(({ type, default: byDefault, description }) => [type, byDefault, description]),
    [
      [
        '16 bit unsigned integer; between 0 and 65535 (both inclusive)',
        '8080',
        'Where the shop listens.',
      ],
    ],
  );
});

test('packages, lists and texts of several lines are on one line', () => {
  const packages = optionOf(briefs, 'web', 'environment.systemPackages');
  assert.equal(packages.value, { kind: 'known', text: '[ pkgs.git pkgs.vim ]' });
  const motd = optionOf(briefs, 'web', 'environment.etc.motd.text');
  assert.equal(motd.value, {
    kind: 'known',
    text: '"welcome to ${pkgs.hostname}\\nbe nice\\n"',
  });
});

test('secrets are not there in any form', () => {
  const password = optionOf(briefs, 'web', 'users.users."a.b".password');
  assert.is(password.value.kind, 'unknown');
  const all = JSON.stringify(briefs.map(({ views }) => views.map(({ options }) => [...options])));
  assert.not.match(all, /hunter2/);
});

test('what depends on something unknown has its reason', () => {
  const { value } = optionOf(briefs, 'web', 'services.backup.to');
  assert.is(value.kind, 'unknown');
});

test('homes are module systems of their own', () => {
  const home = briefs
    .find(({ host }) => host === 'web')
    ?.views.find(({ account }) => account === 'alice');
  assert.is(home?.kind, 'home');
  assert.equal(home?.options.get('programs.git.enable')?.value, { kind: 'known', text: 'true' });
});

test('it makes no difference what was asked before', () => {
  const other = snapshotOf(texts);
  other.facts().table('home-option');
  other.facts().table('option');
  other.release();
  const plain = (all: readonly MachineBriefs[]): unknown =>
    all.map(({ host, views }) => [host, views.map(({ options }) => [...options])]);
  assert.equal(plain(briefsOf(other)), plain(briefs));
});

test.run();
