import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('what is written of flags, against nix');
const fleet = 'fixtures/fleets/flagged';

type Settings = Readonly<Record<string, unknown>>;

/** What `fixtures/fleets/flagged.stubs` asks real Nix. */
interface Answers {
  readonly settings: Readonly<Record<string, string>>;
  readonly notes: Readonly<Record<string, string>>;
  readonly hasAgent: boolean;
  readonly values: Readonly<Record<string, Readonly<Record<string, Settings>>>>;
}

interface Written {
  readonly settings: Readonly<
    Record<string, Readonly<Record<string, { readonly value?: unknown }>>>
  >;
}

if (spawnSync('nix-instantiate', ['--version']).status === 0) judge();
else {
  test('nix-instantiate is not on the PATH, so real Nix judges nothing here', () => {});
}

test.run();

function judge(): void {
  const options = ['--eval', '--strict', '--json', '--readonly-mode'];
  const output = execFileSync('nix-instantiate', [...options, `${fleet}.stubs/default.nix`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const answers: Answers = JSON.parse(output);

  test('files of homes and machines have the bytes that Nix gives them', () => {
    assert.equal(Object.keys(answers.settings), ['RHINE', 'SEINE', 'TIBER', 'VOLGA']);
    for (const [host, text] of Object.entries(answers.settings))
      assert.is(textOf(`generated/${host}/settings.json`), text, host);
    for (const host of ['DOURO', 'SEINE'])
      assert.is(textOf(`generated/${host}/machine-notes`), answers.notes[host], host);
    assert.not.ok(answers.hasAgent);
  });

  test('settings have the values that Nix gives them', () => {
    for (const [profile, sections] of Object.entries(answers.values)) {
      const { settings }: Written = JSON.parse(textOf(`docs/settings/${profile}.json`));
      for (const [section, own] of Object.entries(sections))
        for (const [name, value] of Object.entries(own))
          assert.equal(settings[section]?.[name]?.value, value, `${profile} ${section}.${name}`);
    }
  });
}

function textOf(file: string): string {
  return readFileSync(`${fleet}/${file}`, 'utf8');
}
