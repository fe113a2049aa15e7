import type { Facts } from '#analyzer/facts/facts.ts';
import { emitter } from '../emitter.ts';
import { titles } from './titles.ts';

export const layoutTree = emitter({
  name: 'layout-tree',
  summary: 'The folders and files of the repository as a tree, with what each is for.',
  inputs: ['file', 'heading'],
  formats: ['markdown', 'text'],
  output: 'docs/layout.md',
  effect: 'documentation',
  options: {
    folder: { summary: 'The folder whose tree it is; empty for the root.', default: '' },
    root: { summary: 'What the first line calls the folder.', default: '.' },
    depth: { summary: 'How many levels are drawn.', default: 2 },
    files: { summary: 'Whether files are drawn, or folders only.', default: true },
    exclude: {
      summary: 'Paths that are left out, with all below them; `*` stands for any name.',
      default: ['.*'],
    },
  },
  emit: ({ facts, options, compare, existing, format }) => {
    const comments = new Map([...headings(facts), ...commentsIn(existing({}), options.folder)]);
    const isOut = options.exclude.map(patternOf);
    const paths = facts
      .table('file')
      .rows.map(({ file }) => file)
      .filter((file) => options.folder === '' || file.startsWith(`${options.folder}/`));
    const root: Folder = { path: options.folder, children: new Map() };
    for (const path of paths) add(root, path, isOut);
    const lines = linesOf(root, { ...options, compare }, 1);
    const width = Math.max(0, ...lines.map(({ text }) => [...text].length));
    const tree = lines.map(({ text, path }) => {
      const comment = comments.get(path);
      const gap = ' '.repeat(width - [...text].length);
      return comment === undefined ? `${text}\n` : `${text}${gap} # ${comment}\n`;
    });
    const all = `${options.root}/\n${tree.join('')}`;
    const text = format === 'text' ? all : `\`\`\`text\n${all}\`\`\`\n`;
    return { parts: lines.length === 0 ? [] : [{ names: {}, text }], problems: [] };
  },
});

interface Folder {
  readonly path: string;
  /** By name; `undefined` for a file. */
  readonly children: Map<string, Folder | undefined>;
}

function add(root: Folder, path: string, isOut: readonly RegExp[]): void {
  const below = root.path === '' ? path : path.slice(root.path.length + 1);
  const names = below.split('/');
  const prefixes = names.map((_, index) => names.slice(0, index + 1).join('/'));
  if (prefixes.some((prefix) => isOut.some((pattern) => pattern.test(prefix)))) return;
  let folder = root;
  for (const [index, name] of names.entries()) {
    const own = prefixes[index] ?? '';
    if (index === names.length - 1) folder.children.set(name, undefined);
    else {
      const full = root.path === '' ? own : `${root.path}/${own}`;
      const next = folder.children.get(name) ?? { path: full, children: new Map() };
      folder.children.set(name, next);
      folder = next;
    }
  }
}

/** A pattern without a slash is about names on every level. */
function patternOf(pattern: string): RegExp {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(pattern.includes('/') ? `^${source}$` : `(^|/)${source}$`);
}

interface Drawing {
  readonly depth: number;
  readonly files: boolean;
  readonly compare: (a: string, b: string) => number;
}

interface TreeLine {
  readonly text: string;
  readonly path: string;
}

function linesOf(folder: Folder, drawing: Drawing, level: number): readonly TreeLine[] {
  if (level > drawing.depth) return [];
  const children = [...folder.children]
    .filter(([, child]) => drawing.files || child !== undefined)
    .toSorted(([a], [b]) => drawing.compare(a, b));
  return children.flatMap(([name, child], index): readonly TreeLine[] => {
    const isLast = index === children.length - 1;
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    const own = { text: `${isLast ? '└── ' : '├── '}${name}${child ? '/' : ''}`, path };
    const below = child === undefined ? [] : linesOf(child, drawing, level + 1);
    const bar = isLast ? '    ' : '│   ';
    return [own, ...below.map((line) => ({ ...line, text: `${bar}${line.text}` }))];
  });
}

/** The title of each document, and of each folder that of its README. */
function headings(facts: Facts): ReadonlyMap<string, string> {
  const found = [...titles(facts)].flatMap(([file, title]): [string, string][] => {
    const folder = /^(.+)\/README\.md$/i.exec(file)?.[1];
    return folder === undefined
      ? [[file, title]]
      : [
          [folder, title],
          [file, title],
        ];
  });
  return new Map(found);
}

/** What people wrote behind names in the tree as it is. */
function commentsIn(text: string | undefined, root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const above: string[] = [];
  for (const line of text?.split('\n') ?? []) {
    const [, bars = '', name, comment] =
      /^((?:│ {3}| {4})*)[├└]── (.+?)\/?(?:[ \t]+#[ \t]*(.*))?$/.exec(line) ?? [];
    if (name === undefined) continue;
    above.splice(bars.length / 4, above.length, name);
    const path = above.join('/');
    if (comment) found.set(root === '' ? path : `${root}/${path}`, comment.trimEnd());
  }
  return found;
}
