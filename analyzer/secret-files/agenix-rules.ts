import type { FilePath } from '../diagnostic.ts';
import { directoryOf, normalizePath } from '../evaluate/path-value.ts';
import { importPath } from '../evaluate/paths.ts';
import type { Session } from '../evaluate/session.ts';
import { type Attributes, describe, type Thunk, type Value } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { Site } from '../site.ts';

/** One name in a file of agenix's rules: for whom the file of that name is encrypted. */
export interface AgenixRule {
  readonly name: string;
  readonly at: Site;
  /** The encrypted file, there or not. */
  readonly file: FilePath;
  /** The keys as they are written; undecided when not all of them are known. */
  readonly keys: Cell<readonly AgenixKey[]>;
  readonly keysAt: Site | undefined;
  readonly armor: Cell<boolean>;
}

export interface AgenixKey {
  readonly text: string;
  readonly at: Site | undefined;
}

/** The rules of one file, usually `secrets.nix`. */
export interface AgenixRules {
  readonly source: FilePath;
  readonly rules: readonly AgenixRule[];
  /** Why there may be more. */
  readonly open: string | undefined;
}

/** Whether a Nix file may have rules, at little cost. */
export function mayBeAgenixRules(text: string): boolean {
  return text.includes('publicKeys');
}

/**
 * Evaluates a Nix file as agenix does and reads the rules in it. `undefined`
 * for a file that holds something else: rules are a set of which some names
 * are files of age with their `publicKeys`.
 */
export function readAgenixRules(session: Session, source: FilePath): AgenixRules | undefined {
  const value = importPath(session, { kind: 'path', root: 'workspace', path: source }, undefined);
  if (value.kind === 'unknown' || value.kind === 'failure') {
    if (!isRulesName(source)) return undefined;
    return { source, rules: [], open: reasonOf(value) };
  }
  if (value.kind !== 'attrs' || !looksLikeRules(source, value)) return undefined;
  const rules = value.names().map((name) => ruleOf({ session, source, value }, name));
  return { source, rules, open: value.open && describe(value.open.reason) };
}

function isRulesName(source: FilePath): boolean {
  return /(^|\/)secrets\.nix$/.test(source);
}

function looksLikeRules(source: FilePath, value: Attributes): boolean {
  const names = value.names();
  const files = names.filter((name) => name.endsWith('.age'));
  if (files.length === 0) return isRulesName(source) && names.length === 0 && !!value.open;
  return names.some((name) => {
    const rule = value.get(name)?.value.force();
    return rule?.kind === 'attrs' && rule.get('publicKeys') !== undefined;
  });
}

interface Place {
  readonly session: Session;
  readonly source: FilePath;
  readonly value: Attributes;
}

function ruleOf({ session, source, value }: Place, name: string): AgenixRule {
  const attribute = value.get(name);
  const rule = attribute?.value.force();
  const inside = rule?.kind === 'attrs' ? rule : undefined;
  const keys = inside?.get('publicKeys');
  const armor = inside?.get('armor');
  const at = attribute?.at ?? attribute?.value.site ?? { file: source, expr: 0 };
  return {
    name,
    at,
    file: fileOf(session, source, name),
    keys: keys ? keysOf(keys.value) : missing(rule),
    keysAt: keys?.value.site ?? keys?.at,
    armor: armor ? truthOf(armor.value.force()) : undefined,
  };
}

/** Names are relative to where agenix is run: beside the rules, or at the root. */
function fileOf(session: Session, source: FilePath, name: string): FilePath {
  const beside = normalizePath(`${directoryOf(source)}/${name}`).replace(/^\//, '') as FilePath;
  const atRoot = normalizePath(name) as FilePath;
  const isThere = (file: FilePath): boolean => session.files.kind(file) !== undefined;
  return !isThere(beside) && isThere(atRoot) ? atRoot : beside;
}

function missing(rule: Value | undefined): Cell<readonly AgenixKey[]> {
  if (rule?.kind === 'attrs') return rule.open && { undecided: describe(rule.open.reason) };
  return rule && { undecided: reasonOf(rule) };
}

function keysOf(thunk: Thunk): Cell<readonly AgenixKey[]> {
  const value = thunk.force();
  if (value.kind !== 'list') return { undecided: reasonOf(value) };
  if (value.open) return { undecided: describe(value.open.reason) };
  const keys: AgenixKey[] = [];
  for (const item of value.items) {
    const key = item.force();
    if (key.kind !== 'string') return { undecided: reasonOf(key) };
    for (const line of key.value.split('\n'))
      if (line.trim() !== '') keys.push({ text: line.trim(), at: item.site });
  }
  return keys;
}

function truthOf(value: Value): Cell<boolean> {
  return value.kind === 'bool' ? value.value : { undecided: reasonOf(value) };
}

function reasonOf(value: Value): string {
  if (value.kind === 'unknown') return describe(value.reason);
  return value.kind === 'failure' ? `fails: ${value.message}` : `is a ${value.kind}`;
}
