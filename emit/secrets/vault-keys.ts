import { emitter } from '../emitter.ts';
import { code } from '../print/markdown.ts';
import { shellWord } from '../print/shell.ts';
import { yamlText } from '../print/yaml.ts';
import type { Plain } from '../values.ts';
import { type MissingKeys, missingKeys } from './missing-keys.ts';

export const vaultKeys = emitter({
  name: 'vault-keys',
  summary: 'Keys that declared secrets lack in their files, without any value.',
  inputs: ['secret', 'secret-file', 'secret-key'],
  formats: ['markdown', 'yaml'],
  output: 'docs/vault-keys.md',
  effect: 'documentation',
  options: {
    file: {
      summary: 'The one file whose keys are listed; every file of secrets unless one is named.',
      default: '',
    },
  },
  emit: ({ facts, wants, compare, format, options }) => {
    const { files, problems } = missingKeys(facts, wants);
    const meant = files
      .filter(({ file }) => options.file === '' || file === options.file)
      .toSorted((a, b) => compare(a.file, b.file))
      .map((each) => ({ ...each, keys: sorted(each.keys, compare) }));
    const text = format === 'yaml' ? skeleton(meant, options.file) : checklist(meant);
    return { parts: [{ names: {}, text }], problems };
  },
});

function sorted(
  keys: MissingKeys['keys'],
  compare: (a: string, b: string) => number,
): MissingKeys['keys'] {
  return new Map([...keys].toSorted(([a], [b]) => compare(a, b)));
}

/** What people have to do, file by file. */
function checklist(files: readonly MissingKeys[]): string {
  if (files.length === 0) return 'Every declared secret is in its file.\n';
  return files
    .map(({ file, keys, isNew }) => {
      const verb = isNew ? 'To be made' : 'To be added';
      const items = [...keys].map(([key, hosts]) => {
        const what = key === '' ? 'the file itself' : code(key);
        return `- [ ] ${what}, for ${[...new Set(hosts)].map(code).join(', ')}\n`;
      });
      return `${verb} with ${code(`sops ${shellWord(file)}`)}:\n\n${items.join('')}`;
    })
    .join('\n');
}

/** Empty values at the keys; below the names of the files unless only one is meant. */
function skeleton(files: readonly MissingKeys[], only: string): string {
  const trees = files.map(({ file, keys }) => [file, treeOf([...keys.keys()])] as const);
  const [first] = trees;
  if (only !== '') return yamlText(first?.[1] ?? {});
  return yamlText(Object.fromEntries(trees));
}

type Tree = { [name: string]: Plain };

/** A file that is one secret has no names in it. */
function treeOf(keys: readonly string[]): Plain {
  const root: Tree = Object.create(null);
  for (const key of keys.filter((each) => each !== '')) {
    const names = key.split('/');
    const last = names.pop() ?? '';
    const set = names.reduce<Tree>((tree, name) => {
      const inner = tree[name];
      if (isTree(inner)) return inner;
      const made: Tree = Object.create(null);
      tree[name] = made;
      return made;
    }, root);
    set[last] = set[last] ?? '';
  }
  return root;
}

function isTree(value: Plain | undefined): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
