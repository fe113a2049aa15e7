import { join, resolve } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openDisk } from '#cli/files.ts';
import { checkInThread } from '#cli/threads/check-in-thread.ts';
import { checkShare, jobFor, type ShareFound, type ThreadJob } from '#cli/threads/job.ts';
import { type Threads, threadsOf } from '#cli/threads/start.ts';
import { bundleFolder, runBundle } from './support/bundle.ts';
import { runIn } from './support/run-cli.ts';

const test = suite('threads');
const broken = 'fixtures/fleets/proxied/broken';
const argv = ['check', '--format', 'json', '--coverage', '--select', 'recommended,proxied-fleet'];

/** What is printed with the help of threads that behave in some way. */
function printedWith(start: Threads['start']) {
  return runIn(broken, argv, '', process.env, () => ({ start }));
}

test('as many threads as there may be find the same', async () => {
  const alone = await runIn(broken, argv);
  assert.ok(JSON.parse(alone.output).findings.length > 100);
  for (const count of ['1', '2', '5'])
    assert.equal(runBundle(broken, [...argv, '--threads', count]), alone, `${count} threads`);
});

test('a thread of the built program does all shares when nobody else takes one', async () => {
  const root = resolve(broken);
  const { paths } = openDisk(root);
  const job = (): ThreadJob => jobFor({ root, paths, files: paths, select: undefined, ignore: [] });
  const expected: ShareFound[] = [];
  for await (const share of checkInThread(job())) expected.push(share);
  const threads = threadsOf(join(bundleFolder(), 'thread.cjs'))(2, paths.length);
  assert.equal(await threads?.start(job()), expected);
  assert.ok(expected.flatMap(({ diagnostics }) => diagnostics).length > 10);
});

test('what a thread has found is not looked for again', async () => {
  const alone = await runIn(broken, argv);
  const looked: number[] = [];
  const helped = await printedWith(async (job) => {
    looked.push(Atomics.add(job.taken, 0, 1));
    return [withoutFindings(job)];
  });
  assert.equal(looked, [0]);
  const [all, some] = [alone, helped].map(({ output }) => JSON.parse(output).findings.length);
  assert.ok(some < all, `${some} of ${all}`);
});

test('what a thread takes and loses is checked by the one that started it', async () => {
  const alone = await runIn(broken, argv);
  const helped = await printedWith(async (job) => {
    Atomics.add(job.taken, 0, 2);
    return [];
  });
  assert.equal(helped, alone);
});

test('a number of threads is a number', async () => {
  for (const wrong of ['0', 'many', '-1']) {
    const { code, error } = await runIn('.', ['check', '--threads', wrong]);
    assert.is(code, 2);
    assert.match(error, /--threads/);
  }
});

/** The first share of a job, as a thread would send it that finds nothing. */
function withoutFindings(job: ThreadJob): ShareFound {
  return checkShare(job, 0, () => []);
}

test.run();
