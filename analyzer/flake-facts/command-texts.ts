import type { FilePath } from '../diagnostic.ts';
import type { Site } from '../site.ts';
import type { Module, StringPart } from '../syntax/module.ts';

/** A piece of a file that may hold commands. */
export interface CommandText {
  readonly text: string;
  /** The place of a part of it. */
  readonly site: (start: number, end: number) => Site;
}

/** Whether a file that is no Nix file may hold commands, by its name. */
export function mayHoldCommands(file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return (
    /\.(sh|bash|zsh|fish|just|mk|md|mdx)$/i.test(name) ||
    /^(\.?justfile|(GNU)?makefile|\.envrc|taskfile(\.dist)?\.ya?ml|\.gitlab-ci\.ya?ml)$/i.test(
      name,
    ) ||
    /(^|\/)\.(github|forgejo|gitea|woodpecker|circleci|taskfiles?)\/.*\.ya?ml$/.test(file) ||
    /(^|\/)(taskfiles?|\.?just)\/.*\.(ya?ml|just)$/i.test(file) ||
    /(^|\/)(bin|scripts?|tools)\/[^./]+$/.test(file)
  );
}

/** The parts of a text file that may hold commands: of a document its code, of any other file all. */
export function commandTexts(file: FilePath, text: string): readonly CommandText[] {
  const piece = (start: number, end: number): CommandText => ({
    text: text.slice(start, end),
    site: (from, to) => ({ file, expr: start + from, content: { start: 0, end: to - from } }),
  });
  if (!/\.mdx?$/i.test(file)) return [piece(0, text.length)];
  return codeIn(text).map(({ start, end }) => piece(start, end));
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Blocks between fences, and code within lines of prose. */
function codeIn(text: string): readonly Range[] {
  const found: Range[] = [];
  let fence: { readonly mark: string; readonly start: number } | undefined;
  let at = 0;
  for (const line of text.split('\n')) {
    const end = at + line.length;
    const mark = /^\s*(?:>\s*)*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence && mark?.startsWith(fence.mark)) {
      found.push({ start: fence.start, end: at });
      fence = undefined;
    } else if (!fence && mark !== undefined) fence = { mark, start: end + 1 };
    else if (!fence) found.push(...codeInLine(line, at));
    at = end + 1;
  }
  if (fence) found.push({ start: fence.start, end: text.length });
  return found.filter(({ start, end }) => start < end);
}

function codeInLine(line: string, offset: number): Range[] {
  return [...line.matchAll(/(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)].map((match) => {
    const start = offset + match.index + (match[1]?.length ?? 0);
    return { start, end: start + (match[2]?.length ?? 0) };
  });
}

function writtenPart(part: StringPart): string {
  return typeof part === 'string' ? part : '${}';
}

/** What every text holds in which a command names a flake. */
export const mayNameFlakes = /#|--flake|\bnh\s|--on\b|\bnix\s/;

/** The strings of a Nix file that may name flakes. What is put into one stands in the text as `${}`, and moves the places in it to the string. */
export function commandStrings(file: FilePath, module: Module): readonly CommandText[] {
  return module.exprs.flatMap((expr, index): CommandText[] => {
    if (expr.kind !== 'string' || expr.parts.length === 0) return [];
    const [only] = expr.parts;
    const isWhole = expr.parts.length === 1 && typeof only === 'string';
    const text = isWhole ? only : expr.parts.map(writtenPart).join('');
    if (!mayNameFlakes.test(text)) return [];
    const site = (start: number, end: number): Site =>
      isWhole ? { file, expr: index, content: { start, end } } : { file, expr: index };
    return [{ text, site }];
  });
}
