import { directoryOf } from '#analyzer/evaluate/path-value.ts';
import { emitter } from '../emitter.ts';
import { pathFrom } from '../paths.ts';
import { behindLinks, link } from '../print/markdown.ts';
import { titles } from './titles.ts';

export const documentationIndex = emitter({
  name: 'documentation-index',
  summary: 'Links to the documents of a folder, by their first headings.',
  inputs: ['file', 'heading'],
  formats: ['markdown'],
  output: 'docs/README.md',
  effect: 'documentation',
  options: {
    folder: { summary: 'The folder of the documents.', default: 'docs' },
    exclude: {
      summary: 'Files, and folders with all below them, that are left out.',
      default: [] as readonly string[],
    },
  },
  emit: ({ facts, options, compare, existing, file: fileOf }) => {
    const index = fileOf({}) ?? '';
    const behind = behindLinks(existing({}));
    const words = titles(facts);
    const isOut = (file: string): boolean =>
      options.exclude.some((path) => file === path || file.startsWith(`${path}/`));
    const documents = facts
      .table('file')
      .rows.filter(({ file, extension }) => {
        const isBelow = options.folder === '' || file.startsWith(`${options.folder}/`);
        return isBelow && extension === 'md' && file !== index && !isOut(file);
      })
      .map(({ file, name }): Document => {
        const target = pathFrom(index, file);
        const said = behind.get(target);
        const more = said === undefined ? '' : ` ${said}`;
        return { file, item: `${link(words.get(file) ?? name, target)}${more}` };
      });
    const text = itemsOf(documents, options.folder, compare)
      .map((line) => `${line}\n`)
      .join('');
    return { parts: documents.length === 0 ? [] : [{ names: {}, text }], problems: [] };
  },
});

interface Document {
  readonly file: string;
  /** Its item of a list, without the mark. */
  readonly item: string;
}

/** Documents of a folder, then its folders by the title of their README or by their names. */
function itemsOf(
  documents: readonly Document[],
  folder: string,
  compare: (a: string, b: string) => number,
): readonly string[] {
  const sorted = documents.toSorted((a, b) => compare(a.file, b.file));
  const own = sorted.filter(({ file }) => directoryOf(file) === folder);
  const depth = folder === '' ? 0 : folder.split('/').length;
  const folders = new Set(
    sorted
      .filter(({ file }) => directoryOf(file) !== folder)
      .map(({ file }) =>
        file
          .split('/')
          .slice(0, depth + 1)
          .join('/'),
      ),
  );
  const below = [...folders].sort(compare).flatMap((path): readonly string[] => {
    const inside = sorted.filter(({ file }) => file.startsWith(`${path}/`));
    const readme = inside.find(
      ({ file }) => file.toLowerCase() === `${path}/readme.md`.toLowerCase(),
    );
    const rest = inside.filter((document) => document !== readme);
    const head = readme?.item ?? `**${path.slice(path.lastIndexOf('/') + 1)}**`;
    return [`- ${head}`, ...itemsOf(rest, path, compare).map((line) => `  ${line}`)];
  });
  return [...own.map(({ item }) => `- ${item}`), ...below];
}
