import { createSession } from '#analyzer/create-session.ts';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent, Files } from '#analyzer/files.ts';
import { lower } from '#analyzer/lower.ts';
import type { Module } from '#analyzer/module.ts';
import { importPath } from '#analyzer/paths.ts';
import type { Session } from '#analyzer/session.ts';
import { type Attributes, describe, type Value } from '#analyzer/value.ts';
import { parse } from '#parser/parse.ts';
import { memoryFiles } from './fleet.ts';

/** A session over texts; the modules of Nix files are lowered when asked for. */
export function sessionOf(
  texts: ReadonlyMap<string, string | FileContent>,
  change: (files: Files) => Files = (files) => files,
): Session {
  const modules = new Map<FilePath, Module>();
  return createSession(change(memoryFiles(texts)), (file) => {
    const text = texts.get(file);
    if (typeof text !== 'string') return undefined;
    const module = modules.get(file) ?? lower(parse(text, 'nix')).module;
    modules.set(file, module);
    return module;
  });
}

/** The value of one expression, with the workspace's `nixpkgs.lib` as `lib` when it is a function of it. */
export function valueOf(
  text: string,
  others: ReadonlyMap<string, string | FileContent> = new Map(),
  change: (files: Files) => Files = (files) => files,
): { readonly value: Value; readonly session: Session } {
  const session = sessionOf(new Map([...others, ['main.nix', text]]), change);
  const path = { kind: 'path', root: 'workspace', path: 'main.nix' as FilePath } as const;
  return { value: importPath(session, path, undefined), session };
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

