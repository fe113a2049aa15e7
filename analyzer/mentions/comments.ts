import type { Span } from '#parser/span.ts';
import type { Tree } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import { commentRows } from '../syntax/comment-rows.ts';
import type { PendingMention } from './pending.ts';
import { pathWord } from './token.ts';
import { isRecord, toneOf } from './tone.ts';

const path = /(?<![\w/.@:~$}<-])(?:\.{1,2}\/)*[\w.+-]+(?:\/[\w.+*-]+)+\.[A-Za-z]\w{0,9}(?![\w/-])/g;

/** What the comments of a file may name. */
export interface CommentMentions {
  readonly file: FilePath;
  readonly mentions: readonly PendingMention[];
}

/** Paths in the comments of a Nix file. A comment that is nothing else is code that is switched off. */
export function commentMentions(file: FilePath, tree: Tree): CommentMentions {
  const mentions = commentRows(tree).flatMap((row) => {
    const around = { start: tree.start[row] ?? 0, end: tree.end[row] ?? 0 };
    return tree.text.slice(around.start, around.end).includes('/')
      ? mentionsIn(file, tree.text, around)
      : [];
  });
  return { file, mentions };
}

/** Comments of packages speak of the sources of the package. */
const packageFolder = /(^|\/)(pkgs|packages|overlays?)\//;

function mentionsIn(file: FilePath, text: string, around: Span): readonly PendingMention[] {
  const comment = text.slice(around.start, around.end);
  return [...comment.matchAll(path)].flatMap((found) => {
    const word = pathWord(found[0], around.start + found.index);
    if (!word) return [];
    const plain = isCode(comment, found[0]) ? 'hedged' : toneIn(text, word.span, around);
    const tone = isRecord(file) ? 'record' : plain;
    return [{ source: 'comment' as const, word, tone, isWeak: packageFolder.test(file) }];
  });
}

function toneIn(text: string, span: Span, around: Span): ReturnType<typeof toneOf> {
  return toneOf(text, span, { start: around.start + 1, end: around.end });
}

function isCode(text: string, found: string): boolean {
  const rest = text.replace(found, '').replace(/^[#/*\s"'$({}]+|[\s*/;)\]"']+$/g, '');
  return rest === '' || /[={};]|\bimport\b/.test(rest);
}
