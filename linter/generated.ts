import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { globMatcher } from './settings.ts';

type Texts = Pick<Snapshot, 'files' | 'text'>;

/**
 * Tells which files nobody writes by hand: those whose first lines say so, and
 * those that `.gitattributes` calls `linguist-generated`.
 */
export function generatedFiles(snapshot: Texts): (file: FilePath) => boolean {
  const verdicts = new Map<FilePath, boolean>();
  let attributes: ((file: FilePath) => boolean | undefined) | undefined;
  return (file) => {
    const known = verdicts.get(file);
    if (known !== undefined) return known;
    attributes ??= attributeReader(snapshot);
    const verdict = attributes(file) ?? saysGenerated(snapshot.text(file) ?? '');
    verdicts.set(file, verdict);
    return verdict;
  };
}

const commentLine = /^\s*(?:#|\/\/|\/\*|\*|<!--)/;
const headerLines = 10;

/** Whether the comment at the head of a text says that a program wrote it. */
export function saysGenerated(text: string): boolean {
  if (!commentLine.test(text)) return false;
  const head = text.slice(0, 2000).split('\n', headerLines);
  const end = head.findIndex((line) => line.trim() !== '' && !commentLine.test(line));
  const fence = head.findIndex((line) => /\bflakewise:begin\b/.test(line));
  const last = [end, fence].filter((index) => index !== -1);
  const comment = head.slice(0, Math.min(head.length, ...last)).join('\n');
  if (/\bDO NOT (EDIT|MODIFY)\b/.test(comment) || /@generated\b/.test(comment)) return true;
  if (/\bauto(matically)?[- ]?generated\b.*\b(by|from|file)\b/i.test(comment)) return true;
  return /\bgenerated\b/i.test(comment) && /\bdo not (edit|modify|change)\b/i.test(comment);
}

interface AttributeRule {
  readonly matches: (path: string) => boolean;
  readonly generated: boolean;
}

/** The verdict of the nearest `.gitattributes` that has one. */
function attributeReader(snapshot: Texts): (file: FilePath) => boolean | undefined {
  const written = snapshot.files.filter(
    (file) => file.endsWith('.gitattributes') && /(^|\/)\.gitattributes$/.test(file),
  );
  const known = new Map(
    written.map((file): [string, readonly AttributeRule[]] => {
      return [file.slice(0, -'.gitattributes'.length), readAttributes(snapshot, file)];
    }),
  );
  if (known.size === 0) return () => undefined;
  return (file) => {
    for (const directory of directoriesAbove(file)) {
      const path = file.slice(directory.length);
      const rule = known.get(directory)?.findLast(({ matches }) => matches(path));
      if (rule) return rule.generated;
    }
    return undefined;
  };
}

function readAttributes(snapshot: Texts, file: FilePath): AttributeRule[] {
  const text = snapshot.text(file) ?? '';
  return text.split('\n').flatMap((line) => {
    const [pattern, ...attributes] = line.trim().split(/\s+/);
    if (pattern === undefined || pattern.startsWith('#')) return [];
    const last = attributes.findLast((name) => /^[-!]?linguist-generated(=|$)/.test(name));
    if (last === undefined) return [];
    const generated = !/^[-!]|=false$/.test(last);
    return [{ matches: globMatcher([pattern]), generated }];
  });
}

/** `a/b/`, `a/` and the empty prefix for `a/b/c.nix`. */
function directoriesAbove(file: string): string[] {
  const ends = [...file.matchAll(/\//g)].map((slash) => slash.index + 1);
  return [0, ...ends].reverse().map((end) => file.slice(0, end));
}
