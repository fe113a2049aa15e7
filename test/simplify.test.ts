import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { OptionValues } from '#linter/rule.ts';
import { rules } from '#rules/index.ts';
import { fixWith, lintWith } from './support/lint-example.ts';

const test = suite('simpler code');

/** Code, and what the fixes of one rule make of it; the same code where they leave it. */
type Cases = Readonly<Record<string, readonly [before: string, after: string]>>;

const cases: Readonly<Record<string, Cases>> = {
  'simplify/parentheses': {
    'a call keeps its space': ['f: x: f(x)', 'f: x: f x'],
    'two items stay two': ['a: b: [(a)b(b)"c"]', 'a: b: [a b b"c"]'],
    'keywords stay apart': ['x: if(x)then(1)else(2)', 'x: if x then 1 else 2'],
    'an assertion stays apart': ['x: assert(x);x', 'x: assert x;x'],
    'the body of a let stays apart': ['let x = 1; in(x)', 'let x = 1; in x'],
    'a difference is no name': ['a: b: (a)-b', 'a: b: a -b'],
    'a quotient is no path': ['a: b: (a)/(b)', 'a: b: a / b'],
    'a function is no address': ['y: map (x:(x)) y', 'y: map (x: x) y'],
    'a minus stays where it is': ['x: -(x)', 'x: -x'],
    'a negation stays where it is': ['x: !(x) == (true)', 'x: !x == true'],
    'a selection needs no space': ['x: (x).a + ({ a = 1; }).a', 'x: x.a + { a = 1; }.a'],
    'a number is no fraction': ['(1).a or 2', '(1).a or 2'],
    'a path stays one': ['[ (./a).b or 2 ]', '[ (./a).b or 2 ]'],
    'a default of a selection inside stays': ['x: (x.a or x).b', 'x: (x.a or x).b'],
    'a selection stays two where only one has a default': ['x: (x.a).b or 1', 'x: (x.a).b or 1'],
    'weaker operators keep theirs': ['a: b: a * (b + 1) - (a - b)', 'a: b: a * (b + 1) - (a - b)'],
    'all of several go': ['{ a = (((1))); b = ((x: x) 2); }', '{ a = 1; b = (x: x) 2; }'],
    'inner ones go alone': ['f: x: f ((f x))', 'f: x: f (f x)'],
    'comments stay in theirs': ['[ (/* one */ 1) (1 # one\n) ]', '[ (/* one */ 1) (1 # one\n) ]'],
    'what is in several lines moves': [
      '{\n  a = (\n    f {\n      b = 1;\n    }\n  );\n}',
      '{\n  a = f {\n    b = 1;\n  };\n}',
    ],
    'a branch stays below its name': [
      'x: {\n  a = (\n    if x then\n      1\n    else\n      2\n  );\n}',
      'x: {\n  a =\n    if x then\n      1\n    else\n      2;\n}',
    ],
    'a text keeps its lines': [
      'f: {\n  a = (\n    f "\n      b"\n  );\n}',
      'f: {\n  a = f "\n      b";\n}',
    ],
  },
  'simplify/negated-comparison': {
    'an equation around it keeps parentheses': ['a: b: c: !(a==b) == c', 'a: b: c: (a!=b) == c'],
    'so does one on its left': ['a: b: c: c == !(a==b)', 'a: b: c: c == (a!=b)'],
    'two negations end as none': ['a: b: !!(a == b)', 'a: b: a == b'],
    'words stay apart': ['a: b: if!(a == b)then 1 else 2', 'a: b: if a != b then 1 else 2'],
  },
  'simplify/inherit': {
    'a name of rec means itself': ['let x = 1; in rec { x = x; }', 'let x = 1; in rec { x = x; }'],
    'a name of let means itself': ['x: let x = x; in 1', 'x: let x = x; in 1'],
    'comments between stay': [
      'a: b: {\n  a = a; # one\n  b = b;\n}',
      'a: b: {\n  inherit a; # one\n  inherit b;\n}',
    ],
    'blank lines part': [
      'a: b: {\n  a = a;\n\n  b = b;\n}',
      'a: b: {\n  inherit a;\n\n  inherit b;\n}',
    ],
  },
  'simplify/inherit-from': {
    'parentheses are not doubled': ['f: x: { k = (f x).k; }', 'f: x: { inherit (f x) k; }'],
    'a default stays': ['e: { k = e.k or 1; }', 'e: { k = e.k or 1; }'],
    'each source has its own': [
      'd: e: { a = d.a; b = e.b; c = e.c; }',
      'd: e: { inherit (d) a; inherit (e) b c; }',
    ],
  },
  'simplify/nested-let': {
    'a source of inherit is not captured': [
      'x: let inherit (x) y; in let x = { a = 1; }; in y // x',
      'x: let inherit (x) y; in let x = { a = 1; }; in y // x',
    ],
    'a function that has the name itself is none of it': [
      'let f = x: x; in let x = 1; in f x',
      'let f = x: x; x = 1; in f x',
    ],
    'what an inherit takes from outside stays': [
      'a: let b = 1; in let inherit a; in a + b',
      'a: let b = 1; inherit a; in a + b',
    ],
    'comments between stay': [
      'let\n  a = 1;\n  # one\nin # two\n# three\nlet\n  # four\n  b = 2;\nin\na + b',
      'let\n  a = 1;\n  # one\n  # two\n  # three\n  # four\n  b = 2;\nin\na + b',
    ],
  },
  'simplify/empty-list': {
    'a comment in it keeps it': ['x: x ++ [ /* a */ ]', 'x: x ++ [ /* a */ ]'],
    'what is left is put in parentheses': ['f: x: f([ ] ++ f x)', 'f: x: f(f x)'],
    'a list stays apart': ['f: x: f [(if x then[]++x else[])]', 'f: x: f [(if x then x else[])]'],
  },
  'simplify/has-attribute': {
    'several lines move': [
      's: {\n  a =\n    if s ? b then\n      s.b\n    else\n      {\n        c = 1;\n      };\n}',
      's: {\n  a =\n    s.b or {\n      c = 1;\n    };\n}',
    ],
    'texts with other spaces are others': [
      's: if s ? "a  b" then s."a b" else 1',
      's: if s ? "a  b" then s."a b" else 1',
    ],
    'sets in sets are looked at as one path': [
      's: if (s.a) ? b.c then s.a.b.c else 1',
      's: s.a.b.c or 1',
    ],
    'a default in between stays': [
      's: if (s.a or s) ? b then (s.a or s).b else 1',
      's: (s.a or s).b or 1',
    ],
    'names with spaces between are the same': [
      's: if s ? a . b then s.a.b else 1',
      's: s.a.b or 1',
    ],
  },
  'simplify/empty-inherit': {
    'one with a source goes too': ['s: { inherit (s); a = 1; }', 's: { a = 1; }'],
    'the set may be left empty': ['{ inherit; }', '{ }'],
  },
  'simplify/empty-let': {
    'words stay apart': ['x: if let in(x)then 1 else 2', 'x: if (x)then 1 else 2'],
    'a comment keeps it': ['let # a\nin 1', 'let # a\nin 1'],
  },
  'deprecated/old-let': {
    'comments and inherits stay in place': [
      'a: let {\n  # one\n  b = a;\n  inherit a;\n  body = b; # two\n}',
      'a:\n(rec {\n  # one\n  b = a;\n  inherit a;\n  body = b; # two\n}).body',
    ],
    'it stays an operand': ['a: let { body = a; }-a', 'a: (rec { body = a; }).body -a'],
  },
  'deprecated/url-literal': {
    'what may be a function is left': ['map (x:x) [ ]', 'map (x:x) [ ]'],
    'all others are quoted': ['[ http://a/b mailto:a@b ]', '[ "http://a/b" "mailto:a@b" ]'],
  },
  'deprecated/is-null': {
    'an arrow stays one': ['a: b: isNull(a)->b', 'a: b: a == null ->b'],
  },
  'simplify/bool-comparison': {
    'what may be null is left': ['x: x == true', 'x: x == true'],
    'another true is left': ['true: (1 == 2) == true', 'true: (1 == 2) == true'],
    'other operators are no comparison': ['true && false', 'true && false'],
    'a negated sum of answers gets parentheses': ['a: b: (a || b) == false', 'a: b: !(a || b)'],
  },
};

for (const [name, own] of Object.entries(cases)) {
  for (const [title, [before, after]] of Object.entries(own)) {
    test(`${name}: ${title}`, () => assert.is(mended(name, before), after));
  }
}

test('operands that need no parentheses lose them where that is asked for', () => {
  const options = { operands: true };
  const rule = 'simplify/parentheses';
  assert.is(mended(rule, 'f: x: x ++ (f x)', options), 'f: x: x ++ f x');
  assert.is(mended(rule, 'a: b: a + (b * 2) - (!a)', options), 'a: b: a + b * 2 - (!a)');
  assert.is(mended(rule, 'a: (a ++ a) ++ (a ++ a)', options), 'a: (a ++ a) ++ a ++ a');
});

test('text without syntax is left alone', () => {
  for (const rule of rules.filter(({ meta }) => meta.name.startsWith('simplify/'))) {
    const files = new Map([['default.nix' as FilePath, '{ inherit; a = ((1)); b = ']]);
    assert.equal(
      lintWith(rule, files).diagnostics.filter((each) => each.rule === rule.meta.name),
      [],
    );
  }
});

test.run();

function mended(name: string, code: string, options?: OptionValues): string | undefined {
  const rule = rules.find(({ meta }) => meta.name === name);
  const file = 'default.nix' as FilePath;
  return rule && fixWith(rule, new Map([[file, code]]), options).get(file);
}
