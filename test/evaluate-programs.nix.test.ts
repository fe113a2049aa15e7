import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from '#parser/parse.ts';
import { evaluateText, isKnown, jsonOf, shown } from './support/evaluate.ts';
import { programFrom, showing } from './support/nix-programs.ts';

const test = suite('evaluate programs against nix');
/** More programs take longer; a thousand take about a minute. */
const count = Number(process.env.NIX_PROGRAMS ?? 200);
const choices = fc.array(fc.nat(), { minLength: 10, maxLength: 120 });

if (spawnSync('nix-instantiate', ['--version']).status === 0) {
  test(`${count} programs have the values that real Nix gives them, or none`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'flakewise-programs-'));
    try {
      for (let done = 0; done < count; done += 100) judge(folder, Math.min(100, count - done));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
} else {
  test('nix-instantiate is not on the PATH, so real Nix judges no programs here', () => {});
}

test.run();

interface Program {
  readonly text: string;
  readonly file: string;
  /** What we make of it: JSON, a failure, or nothing for what is unknown. */
  readonly ours: string | undefined;
}

/** Those that should fail are asked about one by one, because Nix ends at the first failure. */
function judge(folder: string, size: number): void {
  const texts = fc.sample(choices.map(programFrom), size).map(showing);
  const programs = texts.map((text, index): Program => {
    const file = join(folder, `${index}.nix`);
    writeFileSync(file, text);
    return { text, file, ours: ourAnswer(text) };
  });
  const undecided = programs.filter(({ ours }) => ours === undefined).length;
  assert.ok(undecided < size / 10, `${undecided} of ${size} programs are unknown`);
  const good = programs.filter(({ ours }) => ours !== undefined && ours !== failed);
  const answers = [
    ...nixAnswers(good),
    ...programs.filter(({ ours }) => ours === failed).flatMap((each) => nixAnswers([each])),
  ];
  for (const { program, nix } of answers) {
    const { text, ours } = program;
    assert.is(ours, nix, `this is ${ours}, and Nix says ${nix}:\n${text}`);
  }
}

const failed = 'failure';

/** Later versions of Nix refuse what overflows, and write more digits into JSON, which a version cannot be asked about. */
function ourAnswer(text: string): string | undefined {
  if (parse(text, 'nix').errors.length > 0) return failed;
  const value = evaluateText(text, { steps: 500_000 });
  const printed = shown(value);
  const hasPrintedFloat = text.includes('toJSON') && /\.[0-9e]/.test(text);
  if (hasPrintedFloat || /integer overflow|number is too large/.test(printed)) return undefined;
  if (printed.includes('«failure: ')) return failed;
  return isKnown(value) ? JSON.stringify(jsonOf(value)) : undefined;
}

interface Answer {
  readonly program: Program;
  readonly nix: string;
}

/** Halves a batch until what fails is alone. */
function nixAnswers(programs: readonly Program[]): Answer[] {
  const [only] = programs;
  if (!only) return [];
  const values = nixValues(programs.map(({ file }) => file));
  if (values) return programs.map((program, index) => ({ program, nix: values[index] ?? failed }));
  if (programs.length === 1) return [{ program: only, nix: failed }];
  const half = programs.length >> 1;
  return [...nixAnswers(programs.slice(0, half)), ...nixAnswers(programs.slice(half))];
}

function nixValues(files: readonly string[]): string[] | undefined {
  const items = files.map((file) => `(import ${file})`).join(' ');
  const flags = ['--eval', '--strict', '--json', '--readonly-mode', '-E', `[ ${items} ]`];
  try {
    const output = execFileSync('nix-instantiate', flags, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
    const values: unknown[] = JSON.parse(output);
    return values.map((value) => JSON.stringify(value));
  } catch {
    return undefined;
  }
}
