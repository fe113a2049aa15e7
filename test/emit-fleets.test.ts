import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'smol-toml';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { withoutHeader } from '#emit/header.ts';
import type { Output, Outputs } from '#emit/outputs.ts';
import { lint } from '#linter/lint.ts';
import { defaultSettings } from '#linter/settings.ts';
import { rules } from '#rules/index.ts';
import { completeSnapshot, configIn, emittedTexts, outputsIn } from './support/emission.ts';
import { snapshotOf, textsBelow } from './support/fleet.ts';

type Texts = ReadonlyMap<FilePath, string>;

const fleets = 'fixtures/fleets';

/** What editors hold a configuration against. */
const fitsSchema = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync('docs/flakewise.schema.json', 'utf8')),
);

/** One edit of a fleet, and the outputs that follow from it. */
interface Edit {
  readonly title: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** `path`, or `path#region`. */
  readonly changes: readonly string[];
}

for (const name of namesOfFleets()) {
  const test = suite(`what is emitted in the fleet ${name}`);
  const folder = `${fleets}/${name}`;
  const texts: Texts = textsBelow(folder);

  test('is what its files hold', async () => {
    if (process.env.UPDATE === '1') await update(folder, texts);
    const { outputs, problems } = await outputsIn(textsBelow(folder));
    assert.equal(outputs.filter(({ state }) => state !== 'current').map(nameOf), []);
    const expected = linesOf(`${folder}.problems.txt`);
    const found = [...new Set(problems.map(({ emitter, message }) => `${emitter}: ${message}`))];
    if (process.env.UPDATE === '1' && found.length > 0) {
      writeFileSync(`${folder}.problems.txt`, found.map((line) => `${line}\n`).join(''));
    } else assert.equal(found, expected);
  });

  test('is asked for as the schema of the configuration allows', () => {
    const value = parse(texts.get('flakewise.toml' as FilePath) ?? '');
    assert.ok(fitsSchema(value), JSON.stringify(fitsSchema.errors));
  });

  test('does not change when it is emitted again', async () => {
    const once = await emittedTexts(texts);
    const twice = await emittedTexts(once);
    for (const [file, text] of twice) assert.is(text, once.get(file), file);
  });

  test('has no findings', () => {
    const config = configIn(texts);
    const { diagnostics } = lint(completeSnapshot(texts), [...rules, ...config.conventions], {
      ...defaultSettings,
      config,
    });
    assert.equal(
      diagnostics.map(({ file, rule, message }) => `${file}: ${rule}: ${message}`),
      [],
    );
  });

  test('has none either when nobody says that it is generated', async () => {
    const { outputs } = await outputsIn(texts);
    const bare = new Map(texts);
    for (const { file, region } of outputs) {
      if (region === undefined) bare.set(file, withoutHeader(texts.get(file) ?? ''));
    }
    const config = configIn(texts);
    const settings = { ...defaultSettings, config };
    const { diagnostics } = lint(snapshotOf(bare), [...rules, ...config.conventions], settings);
    assert.equal(
      diagnostics.map(({ file, rule, message }) => `${file}: ${rule}: ${message}`),
      [],
    );
  });

  let asItIs: Promise<Outputs> | undefined;
  for (const edit of editsOf(`${folder}.edits.toml`)) {
    test(`follows when ${edit.title}`, async () => {
      asItIs ??= outputsIn(texts);
      const before = await asItIs;
      const text = texts.get(edit.file as FilePath) ?? '';
      assert.ok(text.includes(edit.find), `\`${edit.find}\` is in ${edit.file}`);
      const edited = new Map(texts);
      edited.set(edit.file as FilePath, text.replace(edit.find, edit.replace));
      const after = await outputsIn(edited);
      const old = new Map(before.outputs.map((output) => [nameOf(output), output.text]));
      const changed = after.outputs.filter((output) => old.get(nameOf(output)) !== output.text);
      const kept = new Set(after.outputs.map(nameOf));
      const gone = [...old.keys()].filter((output) => !kept.has(output));
      assert.equal([...changed.map(nameOf), ...gone].sort(), [...edit.changes].sort());
    });
  }

  test.run();
}

function namesOfFleets(): readonly string[] {
  return readdirSync(fleets).filter((name) => {
    const config = `${fleets}/${name}/flakewise.toml`;
    return existsSync(config) && readFileSync(config, 'utf8').includes('[[emit]]');
  });
}

async function update(folder: string, texts: Texts): Promise<void> {
  for (const [file, text] of await emittedTexts(texts)) {
    if (texts.get(file) === text) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}

function nameOf({ file, region }: Output): string {
  return region === undefined ? file : `${file}#${region}`;
}

function linesOf(file: string): readonly string[] {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

function editsOf(file: string): readonly Edit[] {
  if (!existsSync(file)) return [];
  const { edit } = parse(readFileSync(file, 'utf8')) as unknown as { edit: readonly Edit[] };
  return edit;
}
