import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Location } from '#analyzer/diagnostic.ts';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import { joinedPlaces } from '#lsp/requests/known-places.ts';

const test = suite('places of both kinds');

const places = fc.array(
  fc.record({
    file: fc.constantFrom('a.nix', 'b.nix').map(filePath),
    start: fc.nat(30),
    length: fc.nat(6),
  }),
  { maxLength: 12 },
);

function locations(of: readonly { file: Location['file']; start: number; length: number }[]) {
  return of.map(({ file, start, length }) => ({ file, span: { start, end: start + length } }));
}

/** Whether two places have text in common, by definition. */
function meet(one: Location, other: Location): boolean {
  if (one.file !== other.file) return false;
  return one.span.start < other.span.end && other.span.start < one.span.end;
}

test('a place is added where no other one has something of it', () => {
  fc.assert(
    fc.property(places, places, (first, second) => {
      const [own, known] = [locations(first), locations(second)];
      const others = known.filter((place) => !own.some((one) => meet(one, place)));
      assert.equal(joinedPlaces(own, known), [...own, ...others]);
    }),
  );
});

test.run();
