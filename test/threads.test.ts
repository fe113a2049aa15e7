import { join, resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultAnalyzerSettings } from '#analyzer/settings.ts';
import { openDisk } from '#cli/files.ts';
import { type Help, help } from '#cli/threads/help.ts';
import { jobFor, type ThreadJob } from '#cli/threads/job.ts';
import type { MachineMade } from '#cli/threads/machines.ts';
import { checkShare, type ShareFound } from '#cli/threads/shares.ts';
import { type Helpers, threadsOf } from '#cli/threads/start.ts';
import { bundleFolder, runBundle } from './support/bundle.ts';
import { runIn } from './support/run-cli.ts';

const test = suite('threads');
const broken = 'fixtures/fleets/proxied/broken';
const argv = ['check', '--format', 'json', '--coverage', '--select', 'recommended,proxied-fleet'];

/** What is printed with the help of threads that behave in some way. */
function printedWith(start: (job: ThreadJob) => Help[], asked: readonly string[] = argv) {
  return runIn(broken, asked, '', process.env, () => ({
    wake: () => {},
    start: (job) => helpersTelling(start(job)),
  }));
}

function helpersTelling(told: readonly Help[]): Helpers {
  return {
    machines: Promise.resolve(told.filter((each) => each.kind === 'machine')),
    shares: Promise.resolve(told.filter((each) => each.kind === 'share')),
  };
}

/** Everything of the fleet, for as many threads as take from it. */
function wholeJob(): ThreadJob {
  const root = resolve(broken);
  const { paths } = openDisk(root);
  const check = { seen: paths, files: paths, select: undefined, ignore: [] };
  return jobFor({ root, paths, settings: defaultAnalyzerSettings, machines: 'homes', check });
}

test('as many threads as there may be find the same', async () => {
  const alone = await runIn(broken, argv);
  assert.ok(JSON.parse(alone.output).findings.length > 100);
  for (const count of ['1', '2', '5'])
    assert.equal(runBundle(broken, [...argv, '--threads', count]), alone, `${count} threads`);
});

test('a thread of the built program does everything when nobody else takes anything', async () => {
  const machines: MachineMade[] = [];
  const shares: ShareFound[] = [];
  for await (const told of help(wholeJob())) {
    if (told.kind === 'machine') machines.push(told);
    if (told.kind === 'share') shares.push(told);
  }
  assert.ok(machines.length > 1);
  assert.ok(shares.flatMap(({ diagnostics }) => diagnostics).length > 10);
  const amount = { files: 1, machines: () => 1 };
  const helpers = threadsOf(join(bundleFolder(), 'thread.cjs'))(2, amount)?.start(wholeJob());
  assert.equal(await helpers?.machines, machines);
  assert.equal(await helpers?.shares, shares);
});

test('threads are made where there is much to do', () => {
  const are = (processors: number, files: number, machines: number): boolean =>
    threadsOf('nowhere.cjs', processors)(undefined, { files, machines: () => machines }) !==
    undefined;
  assert.is(threadsOf('nowhere.cjs', 8)(1, { files: 1000, machines: () => 10 }), undefined);
  assert.is(are(8, 10, 20), false);
  assert.is(are(8, 200, 1), false);
  assert.is(are(4, 200, 5), true);
  assert.is(are(2, 200, 5), false, 'V8 needs the second one itself');
  assert.is(are(2, 1000, 5), false);
  assert.is(are(2, 1000, 0), true);
  assert.is(are(1, 1000, 0), false);
});

test('what a thread has found is not looked for again', async () => {
  const alone = await runIn(broken, argv);
  const looked: number[] = [];
  const helped = await printedWith((job) => {
    looked.push(Atomics.add(job.taken, 1, 1));
    return [{ kind: 'share', ...checkShare(job, 0, { checkFile: () => [], isQuiet: () => true }) }];
  });
  assert.equal(looked, [0]);
  const [all, some] = [alone, helped].map(({ output }) => JSON.parse(output).findings.length);
  assert.ok(some < all, `${some} of ${all}`);
});

test('what a thread has made of a machine is not made again', async () => {
  const command = ['facts', 'service', '--format', 'json'];
  const alone = await runIn(broken, command);
  const made: Help[] = [];
  for await (const told of help(wholeJob())) if (told.kind === 'machine') made.push(told);
  assert.equal(await printedWith(() => made, command), alone);
  const [first] = made;
  assert.ok(first?.kind === 'machine' && first.made.facts !== undefined);
  const { facts } = first.made;
  const without = { ...facts, tables: { ...facts.tables, service: { rows: [], gaps: [] } } };
  const helped = await printedWith((job) => {
    Atomics.add(job.taken, 0, 1);
    return [{ ...first, made: { facts: without } }];
  }, command);
  const rows = ({ output }: { output: string }) => JSON.parse(output).tables.service.length;
  assert.ok(rows(helped) < rows(alone), `${rows(helped)} of ${rows(alone)}`);
});

test('what a thread takes and loses is done by the one that started it', async () => {
  for (const command of [argv, ['facts', '--format', 'json'], ['graph'], ['emit', '--check']]) {
    const alone = await runIn(broken, command);
    const helped = await printedWith((job) => {
      Atomics.add(job.taken, 0, 2);
      Atomics.add(job.taken, 1, 2);
      return [];
    }, command);
    assert.equal(helped, alone);
  }
});

test('facts, pictures and emitted files are the same with threads', async () => {
  for (const command of [['facts'], ['facts', 'home-option', '--format', 'json'], ['graph']]) {
    const alone = await runIn(broken, command);
    const threads = threadsOf(join(bundleFolder(), 'thread.cjs'));
    const helped = await runIn(broken, command, '', process.env, (_, amount) => threads(2, amount));
    assert.equal(helped, alone);
  }
});

test('a number of threads is a number', async () => {
  for (const wrong of ['0', 'many', '-1']) {
    const { code, error } = await runIn('.', ['check', '--threads', wrong]);
    assert.is(code, 2);
    assert.match(error, /--threads/);
  }
});

test.run();
