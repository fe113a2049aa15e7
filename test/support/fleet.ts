import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts.ts';
import type { FileContent, FileKind, Files } from '#analyzer/files.ts';
import { lower } from '#analyzer/lower.ts';
import type { FileAnalysis, Snapshot } from '#analyzer/workspace.ts';
import { languageOf } from '#linter/language.ts';
import { LineIndex } from '#parser/lines.ts';
import { parse } from '#parser/parse.ts';

/** Texts as the workspace of a shell without a disk. */
export function memoryFiles(texts: ReadonlyMap<string, string | FileContent>): Files {
  const list = (directory: string): { name: string; kind: FileKind }[] => {
    const prefix = directory === '' ? '' : `${directory}/`;
    const kinds = new Map<string, FileKind>();
    for (const path of texts.keys()) {
      if (!path.startsWith(prefix)) continue;
      const [name = '', ...below] = path.slice(prefix.length).split('/');
      kinds.set(name, below.length === 0 ? 'file' : 'directory');
    }
    return [...kinds]
      .map(([name, kind]) => ({ name, kind }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  const isDirectory = (path: string): boolean => path === '' || list(path).length > 0;
  return {
    read: (file) => {
      const content = texts.get(file);
      if (content === undefined) return { kind: 'absent' };
      return typeof content === 'string' ? { kind: 'text', text: content } : content;
    },
    list: (directory) => (isDirectory(directory) ? list(directory) : undefined),
    kind: (path) => {
      if (texts.has(path)) return 'file';
      return isDirectory(path) ? 'directory' : undefined;
    },
  };
}

/** A snapshot of texts. */
export function snapshotOf(texts: ReadonlyMap<FilePath, string>): Snapshot {
  const analyses = new Map<FilePath, FileAnalysis | undefined>();
  const analysis = (file: FilePath): FileAnalysis | undefined => {
    const text = texts.get(file);
    const language = languageOf(file);
    if (text === undefined || language === undefined) return undefined;
    const tree = parse(text, language);
    const known = analyses.get(file) ?? {
      language,
      text,
      lines: new LineIndex(text),
      tree,
      ...lower(tree),
    };
    analyses.set(file, known);
    return known;
  };
  return {
    files: [...texts.keys()].sort(),
    analysis,
    text: (file) => texts.get(file),
    facts: () => emptyFacts(texts),
  };
}

function emptyFacts(texts: ReadonlyMap<FilePath, string>): Facts {
  return {
    table: () => ({ rows: [], gaps: [] }),
    locate: (site) => ({ file: site.file, span: { start: 0, end: 0 } }),
    text: (file) => texts.get(file as FilePath),
  };
}
