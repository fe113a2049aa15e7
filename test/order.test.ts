import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Arrangement, arrange, reasonFor } from '#analyzer/order/arrange.ts';
import { type Comparison, comparator, compareBytes, keyOrder } from '#analyzer/order/compare.ts';
import { longestAscent, misplaced } from '#analyzer/order/misplaced.ts';

const compare = suite('comparing keys');

function ascends(comparison: Comparison, keys: readonly string[]): void {
  const { compare } = keyOrder(keys, comparison);
  assert.equal(keys.toReversed().sort(compare), keys);
}

compare('bytes decide, and a prefix comes first', () => {
  ascends('bytes', ['git', 'git-coverage', 'github']);
  ascends('bytes', ['../../programs/darwin', './programs/darwin']);
  ascends('bytes', ['nodePackages_latest.serve', 'nodejs_22']);
  ascends('bytes', ['\uFB00', '\u{1F600}']);
});

compare('the order of bytes is that of UTF-8', () => {
  const anyText = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(anyText, anyText, (a, b) => {
      assert.is(Math.sign(compareBytes(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

compare('integers go by value when every key is one', () => {
  ascends('bytes', ['80', '443', '3000', '23231']);
  ascends('bytes', ['-1', '0', '99999999999999999998', '99999999999999999999']);
  ascends('bytes', ['443', '80', 'a']);
});

compare('other comparisons', () => {
  ascends('case-fold', ['ada', 'Minecraft', 'zoe']);
  ascends('natural', ['disk-2', 'disk-10', 'disk-10a']);
  ascends('ignore-punctuation', ['./a', '../b', './c']);
});

compare('every comparison is a total order', () => {
  const comparisons: Comparison[] = ['bytes', 'case-fold', 'natural', 'ignore-punctuation'];
  const text = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '1', '0', '-', '/', '\u{1F600}') });
  fc.assert(
    fc.property(fc.constantFrom(...comparisons), text, text, text, (comparison, a, b, c) => {
      const order = comparator(comparison);
      assert.is(Math.sign(order(a, b)), -Math.sign(order(b, a)) + 0);
      assert.is(order(a, b) === 0, a === b);
      if (order(a, b) <= 0 && order(b, c) <= 0) assert.ok(order(a, c) <= 0);
    }),
  );
});

compare.run();

const arranging = suite('arranging keys');
const planets = ['mercury', 'venus', 'earth', 'mars'];
const plain: Arrangement = { comparison: 'bytes', first: [], sets: [] };

function arranged(keys: readonly string[], arrangement: Partial<Arrangement>): readonly string[] {
  const places = arrange(keys, { ...plain, ...arrangement });
  return keys.map((_, rank) => keys[places.findIndex((place) => place.rank === rank)] ?? '');
}

arranging('a pinned key may stand first or where its letters say', () => {
  const first = ['default'];
  assert.equal(arranged(['default', 'ada', 'zoe'], { first }), ['default', 'ada', 'zoe']);
  assert.equal(arranged(['ada', 'default', 'zoe'], { first }), ['ada', 'default', 'zoe']);
  assert.equal(arranged(['ada', 'zoe', 'default'], { first }), ['default', 'ada', 'zoe']);
  assert.equal(arranged(['zoe', 'b', 'a'], { first: ['a', 'b'] }), ['a', 'b', 'zoe']);
});

arranging('a declared set stays together in its own order', () => {
  const sets = [planets];
  const sorted = ['coffee', 'slacks-mercury', 'slacks-venus', 'slacks-earth', 'snaek'];
  assert.equal(arranged(sorted.toReversed(), { sets }), sorted);
  assert.equal(arranged(['etime', 'mercury', 'earth', 'quintus'], { sets }), [
    'etime',
    'mercury',
    'earth',
    'quintus',
  ]);
  assert.equal(arranged(['unmars', 'mars', 'venus'], { sets }), ['unmars', 'venus', 'mars']);
});

arranging('the same names below two prefixes are two blocks', () => {
  const keys = ['b/venus', 'a/earth', 'b/mercury', 'a/venus'];
  assert.equal(arranged(keys, { sets: [planets] }), ['a/venus', 'a/earth', 'b/mercury', 'b/venus']);
});

arranging('the reason says what decides', () => {
  const reason = (keys: readonly string[], arrangement: Partial<Arrangement>): string => {
    const [a, b] = arrange(keys, { ...plain, ...arrangement });
    return a && b ? reasonFor(a, b) : 'no such keys';
  };
  assert.is(reason(['b', 'a'], {}), 'alphabetical');
  assert.is(reason(['9', '10'], {}), 'numeric');
  assert.is(reason(['earth', 'venus'], { sets: [planets] }), 'declared order');
  assert.is(reason(['b', 'default', 'a'], { first: ['default'] }), 'always first');
});

arranging('places are a permutation, and what is arranged is in place', () => {
  const key = fc.constantFrom('default', 'a', 'b', 'c', 'x/mercury', 'x/venus', 'venus', 'earth');
  const arrangement = { first: ['default'], sets: [planets] };
  fc.assert(
    fc.property(fc.array(key), (keys) => {
      const sorted = arranged(keys, arrangement);
      assert.equal(sorted.toSorted(), keys.toSorted());
      assert.equal(arranged(sorted, arrangement), sorted);
    }),
  );
});

arranging.run();

const moving = suite('what is misplaced');

function check(letters: string, expected: string | undefined): void {
  const ranks = [...letters].map((letter) => letter.charCodeAt(0));
  const found = misplaced(ranks);
  const said = found && `${letters[found.index]} ${found.side} ${letters[found.neighbour]}`;
  assert.is(said, expected, letters);
}

moving('one of two goes up', () => check('ba', 'a before b'));
moving('a stray last element goes up', () => check('bcda', 'a before b'));
moving('a stray first element goes down', () => check('dabc', 'd after c'));
moving('the smallest is named when several must move', () => check('efgcab', 'a before e'));
moving('the neighbour is one that stays', () => check('acdb', 'b before c'));
moving('nothing is misplaced in order', () => check('abc', undefined));

moving('the fewest items move, and what is said of one is not so yet', () => {
  const ranks = fc
    .uniqueArray(fc.nat(50), { maxLength: 9 })
    .map((numbers) => numbers.map((number) => numbers.toSorted((a, b) => a - b).indexOf(number)));
  fc.assert(
    fc.property(ranks, (ranks) => {
      const kept = [...longestAscent(ranks)];
      assert.is(kept.length, longestByTrying(ranks));
      const found = misplaced(ranks);
      assert.is(found === undefined, kept.length === ranks.length);
      if (!found) return;
      const moved = ranks.filter((_, index) => !kept.includes(index));
      assert.is(ranks[found.index], Math.min(...moved));
      assert.ok(kept.includes(found.neighbour));
      const comesFirst = found.index < found.neighbour;
      const belongsFirst = (ranks[found.index] ?? 0) < (ranks[found.neighbour] ?? 0);
      assert.is(belongsFirst, found.side === 'before');
      assert.is.not(comesFirst, belongsFirst);
    }),
  );
});

function longestByTrying(ranks: readonly number[]): number {
  const longest = ranks.map(() => 1);
  for (const [index, rank] of ranks.entries()) {
    for (const [before, smaller] of ranks.slice(0, index).entries()) {
      if (smaller < rank)
        longest[index] = Math.max(longest[index] ?? 1, (longest[before] ?? 0) + 1);
    }
  }
  return Math.max(0, ...longest);
}

moving('a long list takes no long time', () => {
  const ranks = Array.from({ length: 100_000 }, (_, index) => 100_000 - index);
  assert.is(misplaced(ranks)?.side, 'before');
});

moving.run();
