import { getHeapSpaceStatistics } from 'node:v8';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { collectGarbage } from '#cli/lsp/collect-garbage.ts';

test('a thorough collection gives back pages on which little is left', () => {
  let values = Array.from({ length: 600_000 }, (_, index) => ({ index, parts: [index] }));
  collectGarbage(false);
  values = values.filter((_, index) => index % 16 < 4 || index % 100_000 < 40_000);
  collectGarbage(true);
  const { used, free } = room();
  assert.ok(free < used / 10, `${free} bytes are free beside ${used} that are used`);
  assert.is(values[1]?.index, 1);
});

/** How much of the space for values that stay has values, and how much is kept for more of them. */
function room(): { readonly used: number; readonly free: number } {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space');
  const used = space?.space_used_size ?? 0;
  return { used, free: (space?.space_size ?? 0) - used };
}

test.run();
