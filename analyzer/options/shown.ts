import { storePath } from '../evaluate/path-value.ts';
import {
  type Attributes,
  describe,
  type List,
  type Unknown,
  type UnknownReason,
  type Value,
} from '../evaluate/value.ts';
import type { Site } from '../site.ts';
import { isWhole } from './leaves.ts';
import { withheld } from './secret-text.ts';

/** A value that cannot be told or shown, with the reason in words and its place. */
export interface Unclear {
  readonly kind: 'unknown';
  readonly reason: string;
  /** The reason without the names in it, for counting. */
  readonly topic: string;
  readonly at: Site | undefined;
}

/** A value worked out to its ends, for printing. It is finite, and holds no secret. */
export type Shown =
  | { readonly kind: 'null' | 'function' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** `./hosts/web.nix` in the repository, `/etc/hosts` on the machine. */
  | { readonly kind: 'path'; readonly value: string }
  | ShownPackage
  /** A text of which only parts are known. */
  | { readonly kind: 'template'; readonly parts: readonly TemplatePart[] }
  | ShownList
  | ShownSet
  | { readonly kind: 'failure'; readonly message: string; readonly at: Site | undefined }
  | Unclear;

/** A package by its name in the package set; what it holds is not known. */
export interface ShownPackage {
  readonly kind: 'package';
  readonly name: string;
  readonly why: Unclear;
}

export type TemplatePart = string | ShownPackage | Unclear;

export interface ShownList {
  readonly kind: 'list';
  readonly items: readonly Shown[];
  /** Why there may be more items. */
  readonly more: Unclear | undefined;
}

export interface ShownSet {
  readonly kind: 'set';
  /** In the order of their names. */
  readonly entries: readonly (readonly [name: string, value: Shown])[];
  /** Why there may be more attributes. */
  readonly more: Unclear | undefined;
}

/** Values that hold themselves or have no end stop here. */
const deepest = 24;
const mostParts = 20_000;

/** Works a value out to its ends; `path` leads to it and tells whether it is a secret. Beyond `most` parts only their number is told. */
export function shown(value: Value, path: readonly string[], most = mostParts): Shown {
  return show(value, { path, around: new Set(), budget: { left: most } });
}

interface Showing {
  readonly path: readonly string[];
  /** The sets and lists that the value lies in. */
  readonly around: ReadonlySet<Value>;
  readonly budget: { left: number };
}

function show(value: Value, showing: Showing): Shown {
  switch (value.kind) {
    case 'null':
    case 'bool':
    case 'int':
    case 'float':
      return value;
    case 'string':
      return text(value.value, showing.path);
    case 'path':
      return { kind: 'path', value: value.root === 'workspace' ? `./${value.path}` : value.path };
    case 'template':
      return showTemplate(value.parts, showing.path);
    case 'lambda':
      return { kind: 'function' };
    case 'failure':
      return { kind: 'failure', message: value.message, at: value.at };
    case 'unknown':
      return showUnknown(value);
    case 'list':
    case 'attrs':
      return showInside(value, showing);
  }
}

function text(value: string, path: readonly string[]): Shown {
  const hidden = withheld(path, value);
  if (hidden) return stop(hidden.undecided);
  if (!value.includes(storePath)) return { kind: 'text', value };
  return { kind: 'template', parts: withoutStorePath(value) };
}

function withoutStorePath(text: string): readonly TemplatePart[] {
  const parts = text.split(storePath).flatMap((part) => [storeText, part]);
  return parts.slice(1).filter((part) => part !== '');
}

/** Where the repository lies in the store depends on its hash. */
const storeText = stop('the store path of the repository');

function showTemplate(parts: readonly (string | Unknown)[], path: readonly string[]): Shown {
  const known = parts.map((part) => (typeof part === 'string' ? part : '')).join('');
  const hidden = text(known, path);
  if (hidden.kind === 'unknown') return hidden;
  return {
    kind: 'template',
    parts: parts.flatMap((part) =>
      typeof part === 'string' ? withoutStorePath(part) : showUnknown(part),
    ),
  };
}

function showUnknown(value: Unknown): ShownPackage | Unclear {
  const why = unclear(value);
  const { reason } = value;
  return reason.kind === 'package' ? { kind: 'package', name: reason.path.join('.'), why } : why;
}

function unclear({ reason, at }: Unknown): Unclear {
  return { kind: 'unknown', reason: describe(reason), topic: topicOf(reason), at };
}

function stop(reason: string): Unclear {
  return { kind: 'unknown', reason, topic: reason, at: undefined };
}

/** What stands in the way, without the names that differ from place to place. */
function topicOf(reason: UnknownReason): string {
  switch (reason.kind) {
    case 'input':
      return describe({ ...reason, path: [] });
    case 'package':
      return 'depends on the package set';
    case 'undefined-option':
    case 'undeclared-option':
      return 'depends on an option that is not defined in this repository';
    case 'merge':
      return 'the definitions merge by a type declared upstream';
    case 'condition':
      return reason.because.kind === 'condition'
        ? topicOf(reason.because)
        : `holds under a condition that is not known: ${topicOf(reason.because)}`;
    case 'argument':
    case 'impure':
    case 'path':
    case 'unsupported':
    case 'failing-module':
    case 'syntax':
    case 'cycle':
    case 'budget':
      return describe(reason);
  }
}

function showInside(value: List | Attributes, showing: Showing): Shown {
  const { around, budget, path } = showing;
  if (around.has(value)) return stop('holds itself');
  if (around.size >= deepest) return stop('is nested too deeply to be shown');
  if (value.kind === 'attrs' && isWhole(value)) return showWhole(value, showing);
  const inner = { budget, around: new Set([...around, value]) };
  const more = value.open && unclear(value.open);
  const full = (): boolean => budget.left-- <= 0;
  if (value.kind === 'list') {
    const items = value.items.map((item) => {
      return full() ? stop('is too large to be shown') : show(item.force(), { ...inner, path });
    });
    return { kind: 'list', items, more };
  }
  const entries = value.names().map((name): readonly [string, Shown] => {
    if (full()) return [name, stop('is too large to be shown')];
    const member = value.get(name)?.value.force();
    return [
      name,
      member ? show(member, { ...inner, path: [...path, name] }) : stop('is not there'),
    ];
  });
  return { kind: 'set', entries, more };
}

/** A package by its name, a flake by its place, anything else by what it calls itself. */
function showWhole(value: Attributes, showing: Showing): Shown {
  const place = value.get('outPath')?.value.force();
  if (place) return show(place, { ...showing, around: new Set([...showing.around, value]) });
  const written = value.get('text')?.value.force();
  if (written?.kind === 'string') return text(written.value, showing.path);
  const type = value.get('_type')?.value.force() ?? value.get('type')?.value.force();
  const name = type?.kind === 'string' ? type.value : 'its own kind';
  return stop(`is a set of the type \`${name}\``);
}
