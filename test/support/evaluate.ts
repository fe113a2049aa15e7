import type { FilePath } from '#analyzer/diagnostic.ts';
import { codeFrom } from '#analyzer/evaluate/code.ts';
import { createSession } from '#analyzer/evaluate/create-session.ts';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import { importPath } from '#analyzer/evaluate/paths.ts';
import type { Position } from '#analyzer/evaluate/positions.ts';
import type { Session } from '#analyzer/evaluate/session.ts';
import {
  type Attributes,
  describe,
  type Thunk,
  unsupported,
  type Value,
} from '#analyzer/evaluate/value.ts';
import { analyzeText, type FileAnalysis } from '#analyzer/file-analysis.ts';
import type { FileContent, Files } from '#analyzer/files.ts';
import { memoryFiles } from './fleet.ts';

/** A session over texts; the modules of Nix files are lowered when asked for. */
function sessionOf(
  texts: ReadonlyMap<string, string | FileContent>,
  change: (files: Files) => Files = (files) => files,
): Session {
  const analyses = new Map<FilePath, FileAnalysis>();
  const analysisOf = (file: FilePath): FileAnalysis | undefined => {
    const text = texts.get(file);
    if (typeof text !== 'string') return undefined;
    const known = analyses.get(file) ?? analyzeText(text, 'nix');
    analyses.set(file, known);
    return known;
  };
  return createSession(change(memoryFiles(texts)), codeFrom(analysisOf), {
    position: ({ file, expr }) => {
      const analysis = analysisOf(file);
      return analysis && positionIn(analysis, expr);
    },
  });
}

/** Nix counts lines and columns from one, and columns in bytes. */
function positionIn({ text, tree, lines, sourceMap }: FileAnalysis, expr: number): Position {
  const offset = tree.start[sourceMap.nodes[expr] ?? 0] ?? 0;
  const { line, column } = lines.position(offset);
  const before = text.slice(offset - column, offset);
  return { line: line + 1, column: Buffer.byteLength(before) + 1 };
}

export interface Surroundings {
  readonly files?: ReadonlyMap<string, string | FileContent>;
  readonly change?: (files: Files) => Files;
  readonly steps?: number;
}

/** The value of an expression; a function is given `nixpkgs.lib`. */
export function evaluateText(text: string, surroundings: Surroundings = {}): Value {
  const texts = new Map([...(surroundings.files ?? []), ['main.nix', text]]);
  const session = sessionOf(texts, surroundings.change);
  session.steps = surroundings.steps ?? session.steps;
  const path = { kind: 'path', root: 'workspace', path: filePath('main.nix') } as const;
  const value = importPath(session, path, undefined);
  return value.kind === 'lambda' ? value.apply(session.lib) : value;
}

/** A value as `nix-instantiate --eval --strict` prints it, with what is unknown in angle brackets. */
export function shown(value: Value, depth = 0): string {
  if (depth > 50) return '«deep»';
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'bool':
    case 'int':
      return String(value.value);
    case 'float':
      return shortFloat(value.value);
    case 'string':
      return quoted(value.value);
    case 'template':
      return `"${value.parts.map((part) => (typeof part === 'string' ? quoted(part).slice(1, -1) : `<${shown(part)}>`)).join('')}"`;
    case 'path':
      return value.root === 'workspace' ? `./${value.path}` : value.path;
    case 'list': {
      const items = value.items.map((item) => shown(item.force(), depth + 1));
      return `[ ${[...items, ...(value.open ? [`…${shown(value.open)}`] : []), ''].join(' ')}]`;
    }
    case 'attrs':
      return shownSet(value, depth);
    case 'lambda':
      return '<LAMBDA>';
    case 'failure':
      return `«failure: ${value.message}»`;
    case 'unknown':
      return `«${describe(value.reason)}»`;
  }
}

/** As `%g` prints it. */
function shortFloat(value: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(5).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(value.toPrecision(6)));
  const digits = String(Math.abs(power)).padStart(2, '0');
  return `${Number(mantissa)}e${power < 0 ? '-' : '+'}${digits}`;
}

function shownSet(set: Attributes, depth: number): string {
  const attributes = set.names().map((name) => {
    const value = set.get(name)?.value.force();
    return `${plainName(name)} = ${value ? shown(value, depth + 1) : '?'};`;
  });
  return `{ ${[...attributes, ...(set.open ? [`…${shown(set.open)}`] : []), ''].join(' ')}}`;
}

function plainName(name: string): string {
  return /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&').replaceAll('${', '\\${');
  return `"${escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`;
}

/** Whether every part of a value is known. */
export function isKnown(value: Value, depth = 0): boolean {
  if (depth > 50) return true;
  switch (value.kind) {
    case 'unknown':
    case 'template':
    case 'failure':
      return false;
    case 'list':
      return !value.open && value.items.every((item) => isKnown(item.force(), depth + 1));
    case 'attrs':
      return (
        !value.open &&
        value.names().every((name) => {
          const inner = value.get(name)?.value.force();
          return inner !== undefined && isKnown(inner, depth + 1);
        })
      );
    default:
      return true;
  }
}

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/** A wholly known value as JSON; `undefined` where some part is not known or has no JSON. */
export function jsonOf(value: Value): Json | undefined {
  switch (value.kind) {
    case 'null':
      return null;
    case 'bool':
    case 'float':
    case 'string':
      return value.value;
    case 'int':
      return Number(value.value);
    case 'list':
      return value.open ? undefined : jsonOfItems(value.items);
    case 'attrs':
      return value.open ? undefined : jsonOfSet(value);
    default:
      return undefined;
  }
}

function jsonOfItems(items: readonly Thunk[]): Json | undefined {
  const values: Json[] = [];
  for (const item of items) {
    const value = jsonOf(item.force());
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function jsonOfSet(set: Attributes): Json | undefined {
  const output = set.get('outPath');
  if (output) return jsonOf(output.value.force());
  const entries: [string, Json][] = [];
  for (const name of set.names()) {
    const value = jsonOf(set.get(name)?.value.force() ?? unsupported(name));
    if (value === undefined) return undefined;
    entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}
