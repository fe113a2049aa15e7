/**
 * What `npm test` runs: the checks of the repository, then every test.
 *
 * uvu is content with suites that never run and with tests that are left out,
 * so such files are refused before it starts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { runCommand, runSteps } from './steps.ts';

const steps = await runSteps();
const refused = testFiles().flatMap((file) => refusals(file));
for (const refusal of refused) console.log(`FAIL ${refusal}`);
const { passed, failed } = await runTests();

const totalPassed = steps.filter((step) => step.passed).length + passed;
const totalFailed = steps.filter((step) => !step.passed).length + refused.length + failed;
console.log(`${totalPassed} passed, ${totalFailed} failed`);
if (totalFailed > 0) process.exitCode = 1;

function testFiles(): string[] {
  const paths = readdirSync('test', { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => path.endsWith('.test.ts')).sort();
}

function refusals(file: string): string[] {
  const text = readFileSync(`test/${file}`, 'utf8');
  const runs = /\.run\(\)/.test(text);
  const leavesOut = /\.(only|skip)\(/.test(text);
  return [
    ...(runs ? [] : [`test/${file} never calls \`.run()\``]),
    ...(leavesOut ? [`test/${file} leaves tests out with \`.only\` or \`.skip\``] : []),
  ];
}

/** Runs the test files in one process, so that a crash of theirs cannot pass for success. */
async function runTests(): Promise<{ passed: number; failed: number }> {
  const command = [
    process.execPath,
    '--import',
    'tsx',
    'node_modules/uvu/bin.js',
    'test',
    '\\.test\\.ts$',
  ];
  const { code, output } = await runCommand(command, (chunk) => process.stdout.write(chunk));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with a control character
  const plain = output.replace(/\u001b\[\d+m/g, '');
  const total = Number(/^\s*Total:\s+(\d+)/m.exec(plain)?.[1] ?? 0);
  const passed = Number(/^\s*Passed:\s+(\d+)/m.exec(plain)?.[1] ?? 0);
  const failed = total - passed;
  return { passed, failed: failed === 0 && (code !== 0 || total === 0) ? 1 : failed };
}
