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
    entries: {
      summary: 'Everything to that depth, or only what the tree draws so far, in its order.',
      default: 'all',
      choices: ['all', 'drawn'],
    },
    exclude: {
      summary: 'Paths that are left out, with all below them; `*` stands for any name.',
      default: ['.*'],
    },
  },
  emit: ({ facts, options, compare, existing, format }) => {
    const drawn = drawnIn(existing({}), options.folder);
    const comments = new Map([...headings(facts), ...commentsOf(drawn)]);
    const root: Folder = { path: options.folder, children: new Map() };
    const all = facts.table('file').rows.map(({ file }) => file);
    const isOut = options.exclude.map(patternOf);
    const isBelow = (file: string): boolean =>
      options.folder === '' || file.startsWith(`${options.folder}/`);
    const isChosen = options.entries === 'drawn';
    const gone = isChosen ? addDrawn(root, drawn, foldersAndFiles(all)) : [];
    if (!isChosen) for (const path of all.filter(isBelow)) add(root, path, isOut);
    const drawing = isChosen
      ? { depth: Number.POSITIVE_INFINITY, files: true, compare: () => 0 }
      : { ...options, compare };
    const lines = linesOf(root, drawing, 1);
    const width = Math.max(0, ...lines.map(({ text }) => [...text].length));
    const tree = lines.map(({ text, path }) => {
      const comment = comments.get(path);
      const gap = ' '.repeat(width - [...text].length);
      return comment === undefined ? `${text}\n` : `${text}${gap} # ${comment}\n`;
    });
    const body = `${options.root}/\n${tree.join('')}`;
    const text = format === 'text' ? body : `\`\`\`text\n${body}\`\`\`\n`;
    const problems = gone.map((path) => ({ message: `\`${path}\` is drawn and not there` }));
    return { parts: lines.length === 0 ? [] : [{ names: {}, text }], problems };
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

/** A name in a tree that somebody drew. */
interface Drawn {
  readonly path: string;
  readonly comment: string | undefined;
}

/** The names of a tree as it is, from above to below. */
function drawnIn(text: string | undefined, root: string): readonly Drawn[] {
  const found: Drawn[] = [];
  const above: string[] = [];
  // The program `tree` draws with spaces that do not break.
  for (const line of text?.replaceAll('\u00a0', ' ').split('\n') ?? []) {
    const [, bars = '', name, comment] =
      /^((?:│ {3}| {4})*)[├└]── (.+?)\/?(?:[ \t]+#[ \t]*(.*))?$/.exec(line) ?? [];
    if (name === undefined) continue;
    above.splice(bars.length / 4, above.length, name.trim());
    const path = above.join('/');
    const full = root === '' ? path : `${root}/${path}`;
    found.push({ path: full, comment: comment?.trimEnd() });
  }
  return found;
}

/** What people wrote behind names. */
function commentsOf(drawn: readonly Drawn[]): ReadonlyMap<string, string> {
  return new Map(
    drawn.flatMap(({ path, comment }): [string, string][] => (comment ? [[path, comment]] : [])),
  );
}

/** Every path with whether it is a folder. */
function foldersAndFiles(files: readonly string[]): ReadonlyMap<string, boolean> {
  const found = new Map(files.map((file): [string, boolean] => [file, false]));
  for (const file of files)
    for (let end = file.indexOf('/'); end !== -1; end = file.indexOf('/', end + 1))
      found.set(file.slice(0, end), true);
  return found;
}

/** Takes over what somebody drew, names that stand for any included; returns what is not there. */
function addDrawn(
  root: Folder,
  drawn: readonly Drawn[],
  there: ReadonlyMap<string, boolean>,
): readonly string[] {
  const folders = new Map([[root.path, root]]);
  return drawn.flatMap(({ path }): readonly string[] => {
    const isAny = /\.\.\.|…|[<>{}*]/.test(path);
    if (!isAny && !there.has(path)) return [path];
    const end = path.lastIndexOf('/');
    const parent = folders.get(end === -1 ? '' : path.slice(0, end));
    const own = { path, children: new Map<string, Folder | undefined>() };
    const isFolder =
      there.get(path) === true || drawn.some((other) => other.path.startsWith(`${path}/`));
    parent?.children.set(path.slice(end + 1), isFolder ? own : undefined);
    if (isFolder) folders.set(path, own);
    return [];
  });
}
