import { getHeapSpaceStatistics } from 'node:v8';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { collectGarbage } from '#cli/lsp/collect-garbage.ts';

test('a thorough collection gives back pages on which little is left', () => {
  let values = Array.from({ length: 300_000 }, (_, index) => ({ index, parts: [index] }));
  collectGarbage(false);
  const full = room();
  values = values.filter((_, index) => index % 16 === 0 || index % 50_000 < 20_000);
  collectGarbage(true);
  assert.ok(room().free < full.used / 4, `${room().free} of ${full.used} bytes are free`);
  assert.is(values[1]?.index, 1);
});

test('a quick collection leaves them', () => {
  let values = Array.from({ length: 300_000 }, (_, index) => ({ index, parts: [index] }));
  collectGarbage(false);
  values = values.filter((_, index) => index % 16 === 0);
  collectGarbage(false);
  const loose = room().free;
  collectGarbage(true);
  assert.ok(room().free < loose, `${room().free} bytes are free, ${loose} were`);
  assert.is(values[1]?.index, 16);
});

/** How much of the space for values that stay has values, and how much is kept for more of them. */
function room(): { readonly used: number; readonly free: number } {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space');
  const used = space?.space_used_size ?? 0;
  return { used, free: (space?.space_size ?? 0) - used };
}

test.run();
