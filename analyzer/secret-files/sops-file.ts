import type { Span } from '#parser/span.ts';
import { unflattened } from './flattened.ts';
import type { SecretEntry, SecretNode, TextProblem } from './secret-tree.ts';
import { valueAt } from './secret-tree.ts';
import { type Wants, wantsOf } from './selectors.ts';
import { formatOfName, readFormat, type SopsFormat } from './sops-format.ts';
import { metadataOf, type SopsMetadata } from './sops-metadata.ts';

/** One value of a file of secrets: its name, and whether it can be read. */
export interface SecretKey {
  /** Names, and indexes of lists from 0 on. */
  readonly path: readonly string[];
  readonly span: Span;
  readonly state: 'encrypted' | 'plain' | 'empty';
  /** The type that sops noted: `str`, `int`, `float`, `bool`, `bytes`, `time`; `null` for none. */
  readonly type: string | undefined;
  /** Whether lists have to be gone through. */
  readonly isInList: boolean;
  /** Whether the selector of the file wants it encrypted; nothing encrypts an empty value. */
  readonly wanted: boolean | undefined;
}

/** A file of secrets in one of the formats of sops. It holds no value of the file. */
export interface SopsFile {
  readonly format: SopsFormat;
  readonly keys: readonly SecretKey[];
  readonly metadata: SopsMetadata | undefined;
  /** Where the metadata begins. */
  readonly at: Span | undefined;
  readonly problems: readonly TextProblem[];
}

/** What tells a file that sops encrypted from all other texts, at little cost. */
export function mayBeSops(text: string): boolean {
  return /\bsops\b|\bsops_/.test(text) && /\bmac\b|sops_mac|ENC\[AES256_GCM,/.test(text);
}

/**
 * Reads a file of secrets as sops would. Broken text gives the keys that can
 * be read, and problems. Follows the stores of sops 3.
 */
export function readSopsFile(text: string, name: string): SopsFile {
  const format = formatOfText(text, name);
  const { documents, problems } = readFormat(text, format);
  const [first] = documents;
  const { node, at } = metadataIn(first, format);
  const metadata = metadataOf(node);
  const wants = wantsOf(metadata?.selector ?? { kind: 'unencrypted-suffix', text: '_unencrypted' });
  const keys = documents.flatMap((document) => {
    const isPart = (entry: SecretEntry): boolean => !isMetadata(entry, format);
    const entries = document.kind === 'map' ? document.entries.filter(isPart) : [];
    return entries.flatMap((entry) => keysOf(entry.value, start(entry), wants));
  });
  return { format, keys, metadata, at: metadata && at, problems };
}

/** A name says the format, but a whole file is kept as JSON under any name. */
function formatOfText(text: string, name: string): SopsFormat {
  const named = formatOfName(name);
  const isJson = /^\s*\{/.test(text);
  if (isJson && (named === 'yaml' || named === 'binary')) return isWhole(text) ? 'binary' : 'json';
  if (named === 'json' && isWhole(text)) return 'binary';
  if (named !== 'binary') return named;
  if (/^sops_mac=/m.test(text)) return 'dotenv';
  return /^\[sops\]/m.test(text) ? 'ini' : 'yaml';
}

/** A JSON text whose only value beside the metadata is `data`. */
function isWhole(text: string): boolean {
  return /^\s*\{\s*"data"\s*:\s*"ENC\[AES256_GCM,[^"]*"\s*,\s*"sops"\s*:/.test(text);
}

function metadataIn(
  document: SecretNode | undefined,
  format: SopsFormat,
): { readonly node: SecretNode | undefined; readonly at: Span | undefined } {
  const entries = document?.kind === 'map' ? document.entries : [];
  const own = entries.filter((entry) => isMetadata(entry, format));
  const at = own[0]?.span;
  if (format === 'dotenv') {
    const flat = own.map((entry) => ({ ...entry, name: entry.name.replace(/^sops_/, '') }));
    return { node: flat.length > 0 ? unflattened(flat) : undefined, at };
  }
  const node = valueAt(document, 'sops');
  if (format !== 'ini' || node?.kind !== 'map') return { node, at };
  return { node: unflattened(node.entries), at };
}

function isMetadata({ name }: SecretEntry, format: SopsFormat): boolean {
  return format === 'dotenv' ? name.startsWith('sops_') : name === 'sops';
}

interface Step {
  readonly path: readonly string[];
  /** The path by which selectors decide, which skips indexes. */
  readonly names: readonly string[];
  readonly isInList: boolean;
  readonly span: Span;
}

function start({ name, span }: SecretEntry): Step {
  return { path: [name], names: [name], isInList: false, span };
}

function keysOf(node: SecretNode, step: Step, wants: Wants): readonly SecretKey[] {
  switch (node.kind) {
    case 'map':
      return node.entries.flatMap(({ name, span, value }) => {
        const path = [...step.path, name];
        return keysOf(value, { ...step, path, names: [...step.names, name], span }, wants);
      });
    case 'list':
      return node.items.flatMap((item, index) => {
        const span = firstLine(item.span, node.span);
        const path = [...step.path, String(index)];
        return keysOf(item, { ...step, path, isInList: true, span }, wants);
      });
    case 'scalar': {
      const state = stateOf(node);
      const wanted = state === 'empty' ? false : wants(step.names);
      const type = node.isNull ? 'null' : encrypted.exec(node.text)?.[1];
      const { path, span, isInList } = step;
      return [{ path, span, state, wanted, type, isInList }];
    }
  }
}

/** An item of a list has no name; its place is its beginning. */
function firstLine({ start: from, end }: Span, list: Span): Span {
  return { start: Math.max(from, list.start), end: Math.min(end, list.end) };
}

const base64 = '[A-Za-z0-9+/=]+';
const encrypted = new RegExp(
  `^ENC\\[AES256_GCM,data:${base64},iv:${base64},tag:${base64},type:([a-z]+)\\]\\s*$`,
);

function stateOf({ text, isNull }: Extract<SecretNode, { kind: 'scalar' }>): SecretKey['state'] {
  if (isNull || text === '') return 'empty';
  return encrypted.test(text) ? 'encrypted' : 'plain';
}
