import { spawn } from 'node:child_process';

/** One check of the repository itself: a command that must end well. */
interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

export interface StepResult {
  readonly name: string;
  readonly passed: boolean;
}

const script = (file: string, ...rest: string[]): string[] => {
  return [process.execPath, '--import', 'tsx', `scripts/${file}`, ...rest];
};

const steps: readonly Step[] = [
  { name: 'types', command: ['node_modules/.bin/tsc', '--noEmit', '-p', '.'] },
  {
    name: 'types of the page',
    command: ['node_modules/.bin/tsc', '--noEmit', '-p', 'cli/graph/page'],
  },
  {
    name: 'types of the extension',
    command: ['node_modules/.bin/tsc', '--noEmit', '-p', 'editors/vscode'],
  },
  { name: 'format and lint', command: ['node_modules/.bin/biome', 'check', '.'] },
  { name: 'nothing unused', command: ['node_modules/.bin/knip'] },
  { name: 'generated files', command: script('generate.ts', '--check') },
  { name: 'parser core', command: script('core-check.ts') },
  { name: 'no compiler needed', command: script('no-compiler-check.ts') },
];

/** Runs every check that is not a test, and prints what those that fail have to say. */
export async function runSteps(): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    const { code, output } = await runCommand(step.command);
    const passed = code === 0;
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${step.name}`);
    if (!passed) console.log(output);
    results.push({ name: step.name, passed });
  }
  return results;
}

/** Runs a command to its end; the output is both streams as they came. */
export function runCommand(
  [program = '', ...rest]: readonly string[],
  echo: (chunk: string) => void = () => {},
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      echo(chunk.toString('utf8'));
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
