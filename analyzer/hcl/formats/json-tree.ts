import { type Node as JsonNode, type ParseError, parseTree } from 'jsonc-parser';

export type { JsonNode };

/** More brackets inside each other than this are not read. */
const deepest = 64;

/** The tree of a JSON text; undefined when the text is none, or nested too deeply. */
export function jsonTree(text: string): JsonNode | undefined {
  if (nesting(text) > deepest) return undefined;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  return errors.length === 0 ? tree : undefined;
}

/** The key and the value of each property, in the order of the text. */
export function propertiesOf(node: JsonNode): readonly (readonly [JsonNode, JsonNode])[] {
  return (node.children ?? []).flatMap(({ children }): (readonly [JsonNode, JsonNode])[] => {
    const [key, value] = children ?? [];
    return key && value ? [[key, value]] : [];
  });
}

/** How deep brackets are inside each other, those in strings not counted. */
function nesting(text: string): number {
  let depth = 0;
  let most = 0;
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\[\s\S])*"|[[\]{}]/g)) {
    if (mark === '[' || mark === '{') depth++;
    else if (mark === ']' || mark === '}') depth--;
    most = Math.max(most, depth);
  }
  return most;
}
