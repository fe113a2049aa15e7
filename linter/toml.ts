import { type AST, getStaticTOMLValue, ParseError, parseTOML } from 'toml-eslint-parser';
import type { Span } from '#parser/span.ts';

export type TomlPath = readonly (string | number)[];

/** A TOML text as values, with the way back to where each is written. */
export interface TomlDocument {
  readonly value: unknown;
  /** Where the value at a path is; for a path that is not there, where the nearest thing around it is. */
  valueAt(path: TomlPath): Span;
  /** Where the key of a path is. */
  keyAt(path: TomlPath): Span;
  /** In the order of the text; those of an array of tables have their index in the path. */
  readonly tables: readonly TomlTable[];
}

/** A table with a header of its own. */
export interface TomlTable {
  readonly path: TomlPath;
  /** Behind its last value, or behind its header. */
  readonly end: number;
}

export interface TomlProblem extends Span {
  readonly message: string;
}

/** The document, or the first thing that keeps it from being one. */
export function readToml(text: string): TomlDocument | TomlProblem {
  const ast = parsed(text);
  if ('message' in ast) return ast;
  const places = placesIn(ast);
  const nearest = (path: TomlPath, part: 'key' | 'value'): Span => {
    for (let length = path.length; length > 0; length--) {
      const place = places.get(JSON.stringify(path.slice(0, length)));
      if (place) return length === path.length ? place[part] : place.key;
    }
    return { start: 0, end: 0 };
  };
  return {
    value: getStaticTOMLValue(ast),
    valueAt: (path) => nearest(path, 'value'),
    keyAt: (path) => nearest(path, 'key'),
    tables: tablesIn(ast),
  };
}

/** The parser throws what people can cause, so it is caught right here. */
function parsed(text: string): AST.TOMLProgram | TomlProblem {
  try {
    return parseTOML(text);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const start = Math.min(error.index, Math.max(0, text.length - 1));
    const message =
      error.message.charAt(0).toLowerCase() + error.message.slice(1).replace(/\.$/, '');
    return {
      start,
      end: Math.min(start + 1, text.length),
      message: `this is not TOML: ${message}`,
    };
  }
}

function tablesIn({ body: [{ body }] }: AST.TOMLProgram): TomlTable[] {
  return body.flatMap((node) => {
    if (node.type !== 'TOMLTable') return [];
    const [, headEnd] = node.key.range;
    const end = node.body.at(-1)?.range[1] ?? headEnd + (node.kind === 'array' ? 2 : 1);
    return [{ path: node.resolvedKey, end }];
  });
}

interface Place {
  readonly key: Span;
  readonly value: Span;
}

function placesIn(program: AST.TOMLProgram): Map<string, Place> {
  const places = new Map<string, Place>();
  const add = (path: TomlPath, place: Place): void => {
    const key = JSON.stringify(path);
    if (!places.has(key)) places.set(key, place);
  };

  const visitValue = (path: TomlPath, node: AST.TOMLContentNode): void => {
    if (node.type === 'TOMLInlineTable') visitBody(path, node.body);
    if (node.type !== 'TOMLArray') return;
    for (const [index, element] of node.elements.entries()) {
      add([...path, index], { key: spanOf(element), value: spanOf(element) });
      visitValue([...path, index], element);
    }
  };

  const visitBody = (base: TomlPath, body: readonly AST.TOMLKeyValue[]): void => {
    for (const { key, value } of body) {
      const path = [...base];
      for (const [index, part] of key.keys.entries()) {
        path.push(part.type === 'TOMLBare' ? part.name : part.value);
        const isLast = index === key.keys.length - 1;
        add(path, { key: spanOf(part), value: isLast ? spanOf(value) : spanOf(part) });
      }
      visitValue(path, value);
    }
  };

  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') visitBody([], [node]);
    else visitTable(node, add, visitBody);
  }
  return places;
}

function visitTable(
  { key, resolvedKey, body }: AST.TOMLTable,
  add: (path: TomlPath, place: Place) => void,
  visitBody: (base: TomlPath, body: readonly AST.TOMLKeyValue[]) => void,
): void {
  const names = resolvedKey.flatMap((part, index) => (typeof part === 'string' ? [index] : []));
  for (const [number, part] of key.keys.entries()) {
    const path = resolvedKey.slice(0, (names[number] ?? 0) + 1);
    add(path, { key: spanOf(part), value: spanOf(part) });
  }
  const header = spanOf(key);
  add(resolvedKey, { key: header, value: header });
  visitBody(resolvedKey, body);
}

function spanOf({ range: [start, end] }: AST.TOMLNode): Span {
  return { start, end };
}
