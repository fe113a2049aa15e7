import { storePath } from '../evaluate/path-value.ts';
import { describe, type Thunk, type Unknown, type Value } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';

/**
 * A value as the text that a configuration file would get, with `${…}` for
 * what is not known; `undefined` for values that are no text.
 */
export function textOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return shown(value.value);
    case 'template':
      return value.parts
        .map((part) => (typeof part === 'string' ? shown(part) : hole(part)))
        .join('');
    case 'int':
    case 'float':
      return value.value.toString();
    case 'bool':
      return String(value.value);
    case 'path':
      return value.root === 'workspace' ? `./${value.path}` : value.path;
    case 'unknown':
      return hole(value);
    case 'attrs':
      return textOfSet(value);
    default:
      return undefined;
  }
}

/** Whether the text of a value has no hole. */
export function isWhole(value: Value): boolean {
  return ['string', 'int', 'float', 'bool', 'path'].includes(value.kind);
}

/** A value as a cell: its text when it is wholly known, unset for `null`, else the reason. */
export function textCellOf(value: Value): Cell<string> {
  if (value.kind === 'null') return undefined;
  if (isWhole(value)) return textOf(value);
  return { undecided: reasonOf(value) };
}

function reasonOf(value: Value): string {
  if (value.kind === 'unknown') return describe(value.reason);
  if (value.kind === 'failure') return `fails: ${value.message}`;
  return firstHole([value]) ?? 'has parts that are not known';
}

/** Why some of these values are not wholly known. */
export function firstHole(values: readonly Value[]): string | undefined {
  for (const value of values) {
    if (value.kind === 'unknown') return describe(value.reason);
    if (value.kind !== 'template') continue;
    const part = value.parts.find((each) => typeof each !== 'string');
    if (typeof part === 'object') return describe(part.reason);
  }
  return undefined;
}

/** The texts in a value: itself, or the items of a list; `null` has none. */
export function textsIn(value: Value): readonly string[] {
  if (value.kind === 'list') return value.items.flatMap((item: Thunk) => textsIn(item.force()));
  return value.kind === 'null' ? [] : [textOf(value) ?? '${…}'];
}

/** Files of the repository are known by their path in it, never by the store path that stands in for it. */
function shown(text: string): string {
  return text.includes(storePath) ? text.replaceAll(storePath, '.') : text;
}

/** A hole keeps the name of what would fill it. */
function hole({ reason }: Unknown): string {
  switch (reason.kind) {
    case 'package':
      return `\${${reason.path.join('.')}}`;
    case 'input':
      return `\${${[reason.name, ...reason.path].join('.')}}`;
    case 'undefined-option':
      return `\${config.${reason.path.join('.')}}`;
    default:
      return '${…}';
  }
}

/** A package is a set that stands for its path. */
function textOfSet(value: Extract<Value, { kind: 'attrs' }>): string | undefined {
  const path = value.get('outPath')?.value.force();
  if (path) return textOf(path);
  return value.open ? hole(value.open) : undefined;
}
