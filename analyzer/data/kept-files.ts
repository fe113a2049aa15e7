import { isWorkflow } from '../workflows/workflows.ts';
import type { DataNode } from './node.ts';
import { type DataFormat, dataFormatOf } from './read.ts';

/** Files that programs write, or that hold settings of one program, by their whole name. */
const ofPrograms =
  /^(package|tsconfig|jsconfig|deno|biome|composer|renovate|npm-shrinkwrap|devcontainer|flake|pnpm-workspace|theme|cargo|pyproject|treefmt|stylua|rustfmt|clippy|taplo|selene|typos|_typos|starship|settings|keybindings|keymap|launch|extensions|sources|[a-z-]*hashes|statix|pins|deps|mkdocs|book|taskfile(\.dist)?|lefthook|garnix|netlify|vercel|wrangler|cliff|secretspec|neoconf|babel|eslint|prettier|manifest|generated|facter|redirects|[a-z-]*deps|srcs|snippets)([.-][^/]*)?$/i;

/** Parts of names that say that a program writes the file. */
const written = /[.-]?\b(lock|lockfile|schema|generated|min|bundle|lazy-lock)\b/i;

/** Folders with settings and steps of programs, and with what others wrote. */
const folders =
  /(^|\/)(\.[^/]+|node_modules|vendor|dist|_sources|npins|nvfetcher|themes?|locales?|i18n|translations|tests?|testdata|fixtures?|dotfiles|dashboards|tasks|handlers|[a-z-]*styles)\//i;

/**
 * Whether a file is one that people keep data in, such as a list of machines.
 * Lock files, settings of programs and files whose names begin with a dot are not.
 */
export function isKeptData(file: string): boolean {
  if (dataFormatOf(file) === undefined || isWorkflow(file) || folders.test(file)) return false;
  const name = file.slice(file.lastIndexOf('/') + 1);
  const stem = name.replace(/\.[^.]*$/, '');
  return (
    !name.startsWith('.') &&
    !ofPrograms.test(stem) &&
    !written.test(stem) &&
    !/\.t(f|ofu)(vars)?\.json$/.test(name)
  );
}

/** Whether a path says that the file is about secrets. */
export function isNamedSecret(file: string): boolean {
  return /(^|[/._-])(secrets?|creds?|credentials?|passwords?|passwd|tokens?|private|vault)([/._-]|$)/i.test(
    file,
  );
}

/** Keys at the top that manifests of clusters, boards of graphs and settings of programs have. */
const keysOfPrograms = ['apiVersion', 'panels', '$schema', 'openapi', 'swagger', 'asyncapi'];

/** Playbooks and the like say what programs do, and not what there is. */
export function isForPrograms(node: DataNode, format: DataFormat): boolean {
  if (node.kind !== 'map') return format === 'yaml' && node.kind === 'list' && isPlaybook(node);
  return node.entries.some(({ key }) => keysOfPrograms.includes(key));
}

function isPlaybook({ items }: Extract<DataNode, { kind: 'list' }>): boolean {
  const keys = ['hosts', 'tasks', 'roles', 'import_playbook', 'ansible.builtin.import_playbook'];
  return items.some(
    (item) => item.kind === 'map' && item.entries.some(({ key }) => keys.includes(key)),
  );
}
