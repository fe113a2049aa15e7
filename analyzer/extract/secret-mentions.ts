import { Node, type NodeId, type Tree } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import type { SecretReferenceRow } from '../facts/secrets.ts';
import type { Site } from '../site.ts';
import {
  type Expr,
  type ExprId,
  exprOf,
  literalText,
  type Module,
  type SourceMap,
} from '../syntax/module.ts';
import { bindingPath } from '../syntax/option-path.ts';
import type { Referent, Scopes } from '../syntax/scope.ts';
import { type Reader, readerAt, templateReader } from './secret-readers.ts';

/** What the extraction needs of one file. */
export interface ReferenceSource {
  readonly tree: Tree;
  readonly module: Module;
  readonly sourceMap: SourceMap;
  readonly scopes: () => Scopes;
}

/** One place of a file that names a secret, whoever reaches the file. */
export interface Mention {
  readonly at: Site;
  /** The name itself, where it is an expression of its own. */
  readonly name: Site | undefined;
  readonly kind: SecretReferenceRow['kind'];
  readonly manager: SecretReferenceRow['manager'];
  readonly target: string;
  readonly reader: Reader;
  /** The configuration that is asked: the module's own, or the machine's. */
  readonly asks: 'own' | 'machine';
  /** Set for a path that runs into an interpolation, and for a name that is worked out: each machine makes its own of it. */
  readonly isOpen?: true;
}

interface Place {
  readonly file: FilePath;
  readonly source: ReferenceSource;
}

/** Most texts name none, and this tells so at once. */
export function mayMention(text: string): boolean {
  return /secrets|\.placeholder|\.templates|\/run\/(agenix|vaultix)|\/var\/lib\/opnix/.test(text);
}

/** Every place of a file that names a secret, in the order of its expressions. */
export function mentionsIn(place: Place): readonly Mention[] {
  const { module } = place.source;
  return module.exprs.flatMap((expr, id) => {
    if (expr.kind === 'select') return optionMention(place, expr, id);
    return expr.kind === 'string' ? pathMentions(place, expr, id) : [];
  });
}

/** `config.sops.secrets."a/b".path`, also as `args.config…` and `osConfig…`, and through names for parts of it. */
function optionMention(
  { file, source }: Place,
  expr: Extract<Expr, { kind: 'select' }>,
  id: number,
): Mention[] {
  if (expr.otherwise !== undefined) return [];
  const { names, root, owner } = selectionPath(source, expr);
  const found = tableIn(names.map(({ text }) => text));
  const target = found && names[found.end];
  if (!found || target === undefined || root === undefined) return [];
  if (!expr.path.includes(target.expr)) return [];
  const configuration = names[found.start - 1]?.text ?? root;
  const named = configurations.get(configuration);
  const asks = named && isAroundHome(source, id, owner) ? 'machine' : named;
  if (asks === undefined || (found.start > 1 && !configurations.has(configuration))) return [];
  const { manager, kind } = found.table;
  const own = readerAt(source, id);
  const reader = found.table.isPlaceholder ? templateReader(own) : own;
  const mention = { at: { file, expr: id }, kind, manager, reader, asks };
  if (target.text === undefined) return [{ ...mention, name: undefined, target: '', isOpen: true }];
  return [{ ...mention, name: { file, expr: target.expr }, target: target.text }];
}

/** Where configurations keep secrets by their names. */
interface NamedTable {
  readonly path: readonly string[];
  readonly manager: Mention['manager'];
  readonly kind: 'option' | 'template';
  readonly isPlaceholder?: true;
}

const namedTables: readonly NamedTable[] = [
  { path: ['sops', 'secrets'], manager: 'sops', kind: 'option' },
  { path: ['sops', 'placeholder'], manager: 'sops', kind: 'option', isPlaceholder: true },
  { path: ['sops', 'templates'], manager: 'sops', kind: 'template' },
  { path: ['age', 'secrets'], manager: 'agenix', kind: 'option' },
  { path: ['vaultix', 'secrets'], manager: 'vaultix', kind: 'option' },
  { path: ['vaultix', 'placeholder'], manager: 'vaultix', kind: 'option', isPlaceholder: true },
  { path: ['vaultix', 'templates'], manager: 'vaultix', kind: 'template' },
  { path: ['onepassword-secrets', 'secrets'], manager: 'opnix', kind: 'option' },
  { path: ['onepassword-secrets', 'secretPaths'], manager: 'opnix', kind: 'option' },
];

const tableStarts: ReadonlySet<string | undefined> = new Set(
  namedTables.map(({ path }) => path[0]),
);

/** The first table on a path, with where its own names start and end; the set around opnix is none of them. */
function tableIn(
  names: readonly (string | undefined)[],
): { readonly table: NamedTable; readonly start: number; readonly end: number } | undefined {
  for (let index = 0; index < names.length; index++) {
    if (!tableStarts.has(names[index])) continue;
    const table = namedTables.find(({ path }) =>
      path.every((name, at) => names[index + at] === name),
    );
    if (!table) continue;
    const isBelow =
      table.manager === 'opnix' && /^(services|programs)$/.test(names[index - 1] ?? '');
    return { table, start: isBelow ? index - 1 : index, end: index + table.path.length };
  }
  return undefined;
}

const configurations: ReadonlyMap<string, 'own' | 'machine'> = new Map([
  ['config', 'own'],
  ['osConfig', 'machine'],
  ['nixosConfig', 'machine'],
  ['darwinConfig', 'machine'],
]);

interface Selection {
  readonly names: readonly { readonly text: string | undefined; readonly expr: ExprId }[];
  readonly root: string | undefined;
  /** The function that takes the root as its argument. */
  readonly owner?: ExprId | undefined;
}

/** Longer chains of names for names are not followed. */
const mostAliases = 5;

function selectionPath(
  source: ReferenceSource,
  expr: Extract<Expr, { kind: 'select' }>,
  aliases = 0,
): Selection {
  const { module, scopes } = source;
  const names = expr.path.map((name) => ({ text: literalText(module, name), expr: name }));
  const from = exprOf(module, expr.from);
  if (from.kind === 'select') {
    const inner = selectionPath(source, from, aliases);
    return { ...inner, names: [...inner.names, ...names] };
  }
  if (from.kind !== 'variable') return { names, root: undefined };
  const referent = scopes().referent(expr.from);
  const owner = referent?.kind === 'binder' ? referent.binder.owner : undefined;
  if (configurations.has(from.name) || aliases === mostAliases)
    return { names, root: isOtherMachine(referent, module) ? undefined : from.name, owner };
  const value = referent?.kind === 'binder' ? referent.binder.value : undefined;
  const meant = value === undefined ? undefined : exprOf(module, value);
  if (referent?.kind !== 'binder' || referent.binder.kind !== 'let' || meant?.kind !== 'select')
    return { names, root: from.name, owner };
  const inner = selectionPath(source, meant, aliases + 1);
  return { ...inner, names: [...inner.names, ...names] };
}

/**
 * Whether the home of a user is written between a function and a place inside
 * of it: what the function takes is the configuration of the machine then.
 */
function isAroundHome(source: ReferenceSource, place: number, owner: ExprId | undefined): boolean {
  if (owner === undefined) return false;
  const nodes = source.sourceMap.nodes;
  const names: (string | undefined)[] = [];
  const last = nodes[owner];
  let node: Node | undefined = new Node(source.tree, (nodes[place] ?? 0) as NodeId);
  for (; node && node.id !== last; node = node.parent)
    if (node.kind === 'binding') names.unshift(...bindingPath(node));
  return names.some((name, at) => name === 'home-manager' && homes.has(names[at + 1]));
}

/** `map (config: …)` goes through the configurations of other machines. */
function isOtherMachine(referent: Referent | undefined, module: Module): boolean {
  if (referent?.kind !== 'binder') return false;
  const { kind, owner } = referent.binder;
  return kind === 'parameter' && owner !== module.root;
}

const homes: ReadonlySet<string | undefined> = new Set(['users', 'sharedModules']);

const folders =
  '/run/secrets-for-users|/run/secrets|/run/agenix|/run/vaultix(?:-for-user)?|/var/lib/opnix/secrets';
const runtimePath = new RegExp(`(${folders})/([\\w.@:+-]+(?:/[\\w.@:+-]+)*)`, 'g');
const runtimeFolder = new RegExp(`(${folders})/$`);

/** Paths in text; one in the documentation of an option is none. */
function pathMentions(
  { file, source }: Place,
  { parts }: Extract<Expr, { kind: 'string' }>,
  id: number,
): Mention[] {
  const paths = parts.flatMap((part, index) =>
    typeof part === 'string' && /\/run\/|\/opnix\//.test(part)
      ? pathsIn(part, index + 1 < parts.length)
      : [],
  );
  const reader = paths.length > 0 ? readerAt(source, id) : undefined;
  if (!reader || /container|\.(example|description)`$/i.test(reader.label)) return [];
  return paths.map(({ target, start, manager, isOpen }) => {
    const content = { start, end: start + target.length };
    const isAlone = parts.length === 1;
    const at: Site = isAlone ? { file, expr: id, content } : { file, expr: id };
    const name = isAlone ? at : undefined;
    const mention = { at, name, kind: 'path', manager, target, reader, asks: 'own' } as const;
    return isOpen ? { ...mention, isOpen } : mention;
  });
}

/** A path below the directories of secrets, as a text has it. */
export interface WrittenPath {
  readonly target: string;
  /** Whether the text goes on with something that is not known. */
  readonly isOpen: boolean;
  readonly start: number;
  readonly manager: Mention['manager'];
}

/** The name of a secret or a template that lies at a path where its manager puts it. */
export function nameAtPath(path: string, kind: 'option' | 'template'): string | undefined {
  const below = kind === 'template' ? '/run/secrets/rendered' : folders;
  const [folder] = new RegExp(`^(${below})/`).exec(path) ?? [];
  return folder === undefined ? undefined : path.slice(folder.length);
}

/** The paths in one text that what comes after it may go on with. */
export function pathsIn(text: string, isFollowed: boolean): WrittenPath[] {
  const written = [...text.matchAll(runtimePath)].flatMap((match): WrittenPath[] => {
    const target = withoutMountOptions(match[0]);
    const start = match.index;
    const isOpen = isFollowed && start + match[0].length + slashAfter(match) === text.length;
    if (isForeign(text, start, target)) return [];
    return [{ target, start, isOpen, manager: managerOf(match[1]) }];
  });
  const directory = isFollowed ? runtimeFolder.exec(text) : null;
  if (!directory || isForeign(text, directory.index, directory[0])) return written;
  const manager = managerOf(directory[1]);
  return [...written, { target: directory[0], start: directory.index, isOpen: true, manager }];
}

function managerOf(directory: string | undefined): Mention['manager'] {
  if (directory === '/run/agenix') return 'agenix';
  if (directory?.startsWith('/run/vaultix') === true) return 'vaultix';
  return directory === '/var/lib/opnix/secrets' ? 'opnix' : 'sops';
}

function slashAfter({ input, index, 0: path }: RegExpExecArray): number {
  return input[index + path.length] === '/' ? 1 : 0;
}

/** In `/run/secrets/x:/inside:ro` only the first path is one of the machine. */
function withoutMountOptions(path: string): string {
  return path
    .replace(/:\/.*$/, '')
    .replace(/:(ro|rw|z|Z|U|O)$/, '')
    .replace(/[.:]+$/, '');
}

/**
 * A comment, a path that the text itself writes to, the inner side of a mount,
 * or a file that a script asks for first, because it need not be there.
 */
function isForeign(text: string, offset: number, path: string): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset + 1);
  if (/^\s*#/.test(line) || /[\w.-]\/[\w./-]*:\/$/.test(line)) return true;
  return text.includes(`> ${path}`) || text.includes(`>${path}`) || isAskedFor(text, path);
}

/** Whether a script tests that the file is there, as in `[ -r "$path" ]`. */
function isAskedFor(text: string, path: string): boolean {
  const parts = text.split(path);
  return parts.some((before, index) => {
    const after = parts[index + 1];
    return (
      after !== undefined &&
      /(\[|\btest)\s+(!\s+)?-[defrs]\s+["']?$/.test(before) &&
      !/^[\w./-]/.test(after)
    );
  });
}
