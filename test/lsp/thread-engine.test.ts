import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { ThreadEngine } from '#cli/lsp/thread-engine.ts';
import type { WholeLook } from '#lsp/engine/engine.ts';
import { bundleFolder } from '../support/bundle.ts';

const test = suite('the engine in a thread');

test('begins anew without a limit when it runs out of memory', async () => {
  const failures: string[] = [];
  let lost = 0;
  let hear: (look: WholeLook) => void = () => {};
  const heard = new Promise<WholeLook>((resolve) => {
    hear = resolve;
  });
  const engine: ThreadEngine = new ThreadEngine({
    program: join(bundleFolder(), 'engine-thread.cjs'),
    root: pathToFileURL('fixtures/fleets/proxied/broken').href,
    memory: 3,
    report: {
      began: () => {},
      failed: (message) => failures.push(message),
      lost: () => {
        lost++;
        const content = { kind: 'text', text: 'let unused = 1; in 2\n' } as const;
        engine.change([{ file: 'more.nix' as FilePath, content }]);
      },
      found: (look) => {
        if (look.revision === 1) hear(look);
      },
    },
  });
  const { diagnostics } = await heard;
  assert.is(lost, 1);
  assert.match(failures.join(), 'memory');
  assert.ok(
    diagnostics.some(({ file, rule }) => file === 'more.nix' && rule.startsWith('unused/')),
  );
  await engine.close();
});

test.run();
