import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Kind } from '#parser/kinds.ts';
import { parse } from '#parser/parse.ts';
import { type BindingRange, replaceBindings } from '#parser/replace-bindings.ts';
import type { NodeId, Tree } from '#parser/tree.ts';

const test = suite('bindings in the place of others');

const source = `{ config, ... }:
let
  /* how many */
  count = 3;
  names = [ "a" "b" ];
in
rec {
  # first
  inherit (config) port;
  services.web = {
    enable = true; # on
    "na me" = "\${toString count}";
  };

  # last
  users = map (name: { inherit name; }) names;
}
`;

const tree = parse(source, 'nix');

/** Every way to choose neighbours in a set. */
function ranges(): BindingRange[] {
  const found: BindingRange[] = [];
  for (let set = 0; set < tree.size; set++) {
    if (tree.kind[set] !== Kind.binding_set) continue;
    const bindings = childrenOf(tree, set).filter((row) => tree.kind[row] !== Kind.comment);
    for (const [index, first] of bindings.entries())
      for (const last of bindings.slice(index)) found.push({ first, last });
  }
  return found;
}

function childrenOf({ after }: Tree, row: number): NodeId[] {
  const end = after[row] ?? 0;
  const found: NodeId[] = [];
  for (let child = row + 1; child < end; child = after[child] ?? end) found.push(child as NodeId);
  return found;
}

for (const text of [
  'a = 1;',
  'a.b."c" = x: { y = [ 1 2 ]; };\n  inherit a b;',
  'inherit (x) y; /* between */ z = "${if a then b else c}";',
  "long = ''\n  text\n'';",
]) {
  test(`\`${text}\` gives the tree of the whole`, () => {
    const all = ranges();
    assert.ok(all.length > 8);
    for (const range of all) {
      const [start, end] = [tree.start[range.first] ?? 0, tree.end[range.last] ?? 0];
      const whole = source.slice(0, start) + text + source.slice(end);
      assert.equal(replaceBindings(tree, range, text), parse(whole, 'nix'));
    }
  });
}

for (const text of [
  '',
  'a',
  'a = 1',
  ' a = 1;',
  'a = 1; ',
  '# a = 1;',
  'a = 1; } { b = 2;',
  '...',
]) {
  test(`\`${text}\` is not just bindings`, () => {
    for (const range of ranges()) assert.is(replaceBindings(tree, range, text), undefined);
  });
}

test('a text that Nix cannot read is not made anything of', () => {
  const broken = parse('{ a = 1; b = ; }', 'nix');
  const first = broken.kind.indexOf(Kind.binding) as NodeId;
  assert.is(replaceBindings(broken, { first, last: first }, 'a = 2;'), undefined);
});

test.run();
