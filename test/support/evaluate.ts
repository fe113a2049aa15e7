import { createSession } from '#analyzer/create-session.ts';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent } from '#analyzer/files.ts';
import { lower } from '#analyzer/lower.ts';
import type { Module } from '#analyzer/module.ts';
import { importPath } from '#analyzer/paths.ts';
import type { Session } from '#analyzer/session.ts';
import { type Attributes, describe, type Value } from '#analyzer/value.ts';
import { parse } from '#parser/parse.ts';
import { memoryFiles } from './fleet.ts';

/** A session over texts; the modules of Nix files are lowered when asked for. */
export function sessionOf(texts: ReadonlyMap<string, string | FileContent>): Session {
  const modules = new Map<FilePath, Module>();
  return createSession(memoryFiles(texts), (file) => {
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
): { readonly value: Value; readonly session: Session } {
  const session = sessionOf(new Map([...others, ['main.nix', text]]));
  const path = { kind: 'path', root: 'workspace', path: 'main.nix' as FilePath } as const;
  return { value: importPath(session, path, undefined), session };
}

/** A value as `nix-instantiate --eval --strict` prints it, with what is unknown in angle brackets. */
export function shown(value: Value): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'bool':
    case 'int':
      return String(value.value);
    case 'float':
      return String(Number(value.value.toPrecision(6)));
    case 'string':
      return quoted(value.value);
    case 'template':
      return `"${value.parts.map((part) => (typeof part === 'string' ? quoted(part).slice(1, -1) : `<${shown(part)}>`)).join('')}"`;
    case 'path':
      return value.root === 'workspace' ? `./${value.path}` : value.path;
    case 'list': {
      const items = value.items.map((item) => shown(item.force()));
      return `[ ${[...items, ...(value.open ? [`…${shown(value.open)}`] : []), ''].join(' ')}]`;
    }
    case 'attrs':
      return shownSet(value);
    case 'lambda':
      return '<LAMBDA>';
    case 'failure':
      return `«failure: ${value.message}»`;
    case 'unknown':
      return `«${describe(value.reason)}»`;
  }
}

function shownSet(set: Attributes): string {
  const attributes = set.names().map((name) => {
    const value = set.get(name)?.value.force();
    return `${plainName(name)} = ${value ? shown(value) : '?'};`;
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
export function isKnown(value: Value): boolean {
  switch (value.kind) {
    case 'unknown':
    case 'template':
    case 'failure':
      return false;
    case 'list':
      return !value.open && value.items.every((item) => isKnown(item.force()));
    case 'attrs':
      return (
        !value.open &&
        value.names().every((name) => {
          const inner = value.get(name)?.value.force();
          return inner !== undefined && isKnown(inner);
        })
      );
    default:
      return true;
  }
}

