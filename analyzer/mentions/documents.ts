import type { FilePath } from '../diagnostic.ts';
import type { PathMentionRow } from '../facts/documents.ts';
import type { CodeSpan, MarkdownDocument } from '../markdown/document.ts';
import { type Frontmatter, partsOf, scalarsUnder } from '../markdown/frontmatter.ts';
import type { PendingMention, PendingTree } from './pending.ts';
import { pathWord } from './token.ts';
import { isRecord, isReport, type Tone, toneOf } from './tone.ts';
import { treeIn } from './trees.ts';

/** A document with what was read of it. */
export interface ReadDocument {
  readonly file: FilePath;
  readonly text: string;
  readonly markdown: MarkdownDocument;
  readonly frontmatter: Frontmatter | undefined;
}

/** What inline code, and the data at the beginning of a document, may name. */
export function mentionsInDocument(document: ReadDocument): readonly PendingMention[] {
  const { file, text, markdown, frontmatter } = document;
  const isRecorded = isRecord(file) || isReport(text);
  const examples = examplesIn(document);
  const isForeign = !isEnglish(text);
  const tone = (span: CodeSpan): Tone => {
    if (isRecorded) return 'record';
    const isExample = isForeign || span.isStruck || examples(span);
    return isExample ? 'hedged' : toneOf(text, span.span, span.around);
  };
  // A path that leads elsewhere once is meant there everywhere.
  const elsewhere = new Set(
    markdown.codeSpans.flatMap(({ link, text: name }) => (link?.includes('://') ? [name] : [])),
  );
  const spans = markdown.codeSpans.filter((span) => {
    return span.link === undefined && !elsewhere.has(span.text);
  });
  return [
    ...spans.flatMap((span) => mentionsInCode(span, tone(span))),
    ...mentionsInData(frontmatter, isRecorded ? 'record' : 'plain'),
  ];
}

/** Whether inline code is an example: in a table of examples, or also in a block of code that is no script. */
function examplesIn({ text, markdown }: ReadDocument): (span: CodeSpan) => boolean {
  const rows = markdown.tables.flatMap(({ header, rows: own }) =>
    header.some((cell) => /\bexamples?\b/i.test(cell.text)) ? own.map((row) => row.span.start) : [],
  );
  const code = markdown.codeBlocks
    .filter(({ language }) => /^(nix|ya?ml|json|toml|hcl)$/.test(language ?? ''))
    .map(({ span }) => text.slice(span.start, span.end))
    .join('\n');
  return ({ around, text: written }) => rows.includes(around.start) || code.includes(written);
}

/** One word is a name; of several only what is there counts, because commands also make files. */
function mentionsInCode({ text, span }: CodeSpan, tone: Tone): readonly PendingMention[] {
  const words = [...text.matchAll(/\S+/g)];
  const isWeak = words.length > 1;
  return words.flatMap((match) => {
    const word = pathWord(match[0], span.start + match.index);
    return word && (word.path.includes('/') || !isWeak)
      ? [{ source: 'inline-code' as const, word, tone, isWeak }]
      : [];
  });
}

/** Keys of data about documents and agents under which patterns of files stand. */
const globKeys = ['paths', 'globs', 'applyTo', 'related_files', 'related-files', 'files'];

function mentionsInData(
  frontmatter: Frontmatter | undefined,
  tone: PathMentionRow['tone'],
): readonly PendingMention[] {
  return globKeys.flatMap((key) =>
    scalarsUnder(frontmatter, key).flatMap(({ text, span }) =>
      partsOf(text).flatMap((part): PendingMention[] => {
        const start = span.start + Math.max(0, text.indexOf(part));
        const word = pathWord(part, start);
        if (!word) return [];
        const isQuoted = span.end - span.start > text.length;
        const shift = isQuoted ? 1 : 0;
        const place = { start: word.span.start + shift, end: word.span.end + shift };
        return [{ source: 'frontmatter', word: { ...word, span: place }, tone, isWeak: false }];
      }),
    ),
  );
}

/** Drawn trees of files. */
export function treesInDocument({ file, text, markdown }: ReadDocument): readonly PendingTree[] {
  const tone = isRecord(file) ? 'record' : 'plain';
  return markdown.codeBlocks.flatMap(({ span }) => treeIn(text, span, tone) ?? []);
}

/** The words that tell how a sentence is meant are known in English only. */
function isEnglish(text: string): boolean {
  const words = text.match(/[\p{L}']+/gu)?.length ?? 0;
  const common = text.match(/\b(the|and|to|of|is|in|for|with|are|this)\b/gi)?.length ?? 0;
  return words < 20 || common * 40 > words;
}
