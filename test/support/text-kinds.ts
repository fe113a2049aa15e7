import { parse } from '#parser/parse.ts';
import { type Node, root } from '#parser/tree.ts';
import { tokensOf } from './text-mate.ts';

/** What a character is part of, as far as both the parser and the grammar for colours can tell. */
type TextKind = 'code' | 'comment' | 'string' | 'path' | 'uri' | 'number' | 'name' | 'parameter';

/** Each place where the two do not agree: line, text of the line, and what either says. */
export async function disagreements(text: string): Promise<string[]> {
  const [byTree, byGrammar] = [kindsByTree(text), await kindsByGrammar(text)];
  const lines = text.split('\n');
  let offset = 0;
  return lines.flatMap((line, index) => {
    const begin = offset;
    offset += line.length + 1;
    const column = [...line].findIndex((letter, at) => {
      return letter.trim() !== '' && byTree[begin + at] !== byGrammar[begin + at];
    });
    if (column === -1) return [];
    const [tree, grammar] = [byTree[begin + column], byGrammar[begin + column]];
    return [`${index + 1}:${column + 1}: ${tree} in the tree, ${grammar} in colours: ${line}`];
  });
}

function kindsByTree(text: string): TextKind[] {
  const kinds = Array.from({ length: text.length }, (): TextKind => 'code');
  for (const node of root(parse(text, 'nix')).descendants()) {
    const kind = kindOfNode(node);
    if (kind !== undefined) kinds.fill(kind, node.start, node.end);
  }
  return kinds;
}

function kindOfNode(node: Node): TextKind | undefined {
  switch (node.kind) {
    case 'comment':
      return 'comment';
    case 'string_expression':
    case 'indented_string_expression':
      return 'string';
    case 'interpolation':
      return 'code';
    case 'path_expression':
    case 'hpath_expression':
    case 'spath_expression':
      return 'path';
    case 'uri_expression':
      return 'uri';
    case 'integer_expression':
    case 'float_expression':
      return 'number';
    case 'identifier':
      return kindOfIdentifier(node);
    default:
      return undefined;
  }
}

function kindOfIdentifier({ parent, field }: Node): TextKind | undefined {
  if (parent?.kind === 'formal' && field === 'name') return 'parameter';
  if (parent?.kind === 'function_expression' && field === 'universal') return 'parameter';
  if (parent?.kind === 'inherited_attrs') return 'name';
  const isBound = parent?.kind === 'attrpath' && parent.parent?.kind === 'binding';
  return isBound ? 'name' : undefined;
}

async function kindsByGrammar(text: string): Promise<TextKind[]> {
  const lines = text.split('\n');
  const tokens = await tokensOf(text);
  return tokens.flatMap((inLine, index) => {
    const kinds = Array.from({ length: (lines[index]?.length ?? 0) + 1 }, (): TextKind => 'code');
    for (const { start, end, scopes } of inLine) kinds.fill(kindOfScopes(scopes), start, end);
    return kinds;
  });
}

const scopeKinds: readonly (readonly [RegExp, TextKind])[] = [
  [/^meta\.interpolation\.nix/, 'code'],
  [/^comment\..*\.nix/, 'comment'],
  [/^string\.quoted\..*\.nix|^meta\.embedded\.block/, 'string'],
  [/^string\.unquoted\.path/, 'path'],
  [/^string\.unquoted\.uri/, 'uri'],
  [/^constant\.numeric\..*\.nix/, 'number'],
  [/^(variable\.other\.property\.binding|entity\.name\.function)\.nix/, 'name'],
  [/^variable\.parameter\..*\.nix/, 'parameter'],
];

/** That of the innermost scope that says something. */
function kindOfScopes(scopes: readonly string[]): TextKind {
  for (const scope of scopes.toReversed()) {
    const found = scopeKinds.find(([form]) => form.test(scope));
    if (found !== undefined) return found[1];
  }
  return 'code';
}
