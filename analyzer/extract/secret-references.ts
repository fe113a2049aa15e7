import { Node, type NodeId, type Tree } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import type { SecretReferenceRow, SecretScope, Undecided } from '../facts.ts';
import type { Fleet } from '../fleet.ts';
import { type Expr, exprOf, literalText, type Module, type SourceMap } from '../module.ts';
import { holds } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { optionPath } from '../option-path.ts';
import type { Site } from '../site.ts';
import { TableBuilder } from './table.ts';

/** What the extraction needs of one file. */
export interface ReferenceSource {
  readonly tree: Tree;
  readonly module: Module;
  readonly sourceMap: SourceMap;
}

/** One place of a file that names a secret, whoever reaches the file. */
interface Mention {
  readonly at: Site;
  readonly kind: SecretReferenceRow['kind'];
  readonly manager: SecretReferenceRow['manager'];
  readonly target: string;
  readonly reader: string;
  /** The configuration that is asked: the module's own, or the machine's. */
  readonly asks: 'own' | 'machine';
}

/**
 * Where modules name secrets: `config.sops.secrets.X`, `config.age.secrets.X`,
 * and run-time paths below `/run/secrets` and `/run/agenix`.
 */
export function secretReferenceTable(
  fleet: Fleet,
  source: (file: FilePath) => ReferenceSource | undefined,
): TableBuilder<'secret-reference'> {
  const table = new TableBuilder('secret-reference');
  const mentions = new Map<FilePath, readonly Mention[]>();
  const mentionsIn = (file: FilePath): readonly Mention[] => {
    const found = mentions.get(file) ?? fileMentions(file, source(file));
    mentions.set(file, found);
    return found;
  };
  for (const host of fleet.hosts) {
    const own = host.class === 'home' ? 'home' : 'system';
    const evaluations = [
      { scope: own, evaluation: host.evaluation } as const,
      ...host.homes.map(({ evaluation }) => ({ scope: 'home', evaluation }) as const),
    ];
    const seen = new Set<string>();
    for (const { scope, evaluation } of evaluations) {
      for (const { file } of evaluation.collected().modules) {
        for (const mention of file === undefined ? [] : mentionsIn(file)) {
          const evaluated = isEvaluated(mention, { root: evaluation.root(), source, file });
          if (evaluated === false) continue;
          const row = { ...rowOf(mention, { host: host.name, scope }), evaluated };
          const key = `${row.at.file}:${row.at.expr}:${row.at.content?.start ?? ''}:${row.scope}`;
          if (!seen.has(key)) table.add(row);
          seen.add(key);
        }
      }
    }
  }
  return table;
}

function rowOf(
  { asks, ...mention }: Mention,
  { host, scope }: { readonly host: string; readonly scope: SecretScope },
): Omit<SecretReferenceRow, 'evaluated'> {
  return {
    ...mention,
    host,
    scope: asks === 'machine' || mention.kind === 'path' ? 'system' : scope,
  };
}

function fileMentions(file: FilePath, source: ReferenceSource | undefined): readonly Mention[] {
  if (!source || !/secrets|\/run\/agenix/.test(source.tree.text)) return [];
  return source.module.exprs.flatMap((expr, id) => {
    if (expr.kind === 'select') return optionMention({ file, source }, expr, id);
    return expr.kind === 'string' ? pathMentions({ file, source }, expr, id) : [];
  });
}

interface Place {
  readonly file: FilePath;
  readonly source: ReferenceSource;
}

/** `config.sops.secrets."a/b".path`, also as `args.config…` and `osConfig…`. */
function optionMention(
  { file, source }: Place,
  expr: Extract<Expr, { kind: 'select' }>,
  id: number,
): Mention[] {
  if (expr.otherwise !== undefined) return [];
  const { names, root } = selectionPath(source.module, expr);
  const at = names.findIndex(
    (name, index) =>
      name === 'secrets' && (names[index - 1] === 'sops' || names[index - 1] === 'age'),
  );
  const target = names[at + 1];
  if (at < 1 || target === undefined || root === undefined) return [];
  const configuration = names[at - 2] ?? root;
  const manager = names[at - 1] === 'sops' ? 'sops' : 'agenix';
  const asks = configurations.get(configuration);
  if (asks === undefined || (at > 2 && !configurations.has(configuration))) return [];
  const reader = readerOf(source, id);
  return [{ at: { file, expr: id }, kind: 'option', manager, target, reader, asks }];
}

const configurations: ReadonlyMap<string, 'own' | 'machine'> = new Map([
  ['config', 'own'],
  ['osConfig', 'machine'],
  ['nixosConfig', 'machine'],
  ['darwinConfig', 'machine'],
]);

function selectionPath(
  module: Module,
  expr: Extract<Expr, { kind: 'select' }>,
): { readonly names: readonly (string | undefined)[]; readonly root: string | undefined } {
  const names = expr.path.map((name) => literalText(module, name));
  const from = exprOf(module, expr.from);
  if (from.kind === 'select') {
    const inner = selectionPath(module, from);
    return { names: [...inner.names, ...names], root: inner.root };
  }
  return { names, root: from.kind === 'variable' ? from.name : undefined };
}

const runtimePath = /\/run\/(secrets-for-users|secrets|agenix)\/([\w.@:+-]+(?:\/[\w.@:+-]+)*)/g;

/** Paths in text; one that runs into an interpolation is not known to its end. */
function pathMentions(
  { file, source }: Place,
  expr: Extract<Expr, { kind: 'string' }>,
  id: number,
): Mention[] {
  const mentions: Mention[] = [];
  const reader = readerOf(source, id);
  if (/container/i.test(reader)) return [];
  for (const [index, part] of expr.parts.entries()) {
    if (typeof part !== 'string') continue;
    for (const match of part.matchAll(runtimePath)) {
      const path = match[0].replace(/[.:]+$/, '');
      const runsOn = match.index + match[0].length === part.length && index + 1 < expr.parts.length;
      if (runsOn || isComment(part, match.index) || isWritten(part, path)) continue;
      const content = { start: match.index, end: match.index + path.length };
      const at: Site = expr.parts.length === 1 ? { file, expr: id, content } : { file, expr: id };
      mentions.push({
        at,
        kind: 'path',
        manager: match[1] === 'agenix' ? 'agenix' : 'sops',
        target: path,
        reader,
        asks: 'own',
      });
    }
  }
  return mentions;
}

/** A line of a script that begins with `#`. */
function isComment(text: string, offset: number): boolean {
  return /^\s*#/.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset + 1));
}

/** A script that writes the file itself declares it in its own way. */
function isWritten(text: string, path: string): boolean {
  return text.includes(`> ${path}`) || text.includes(`>${path}`);
}

/** What reads the secret, told from the option path of the place. */
function readerOf(source: ReferenceSource, id: number): string {
  const node = (source.sourceMap.nodes[id] ?? 0) as NodeId;
  const path = optionPath(new Node(source.tree, node)).map((name) => name ?? '…');
  const unit = path.indexOf('services');
  if (path[unit - 1] === 'systemd' && path[unit + 1] !== undefined)
    return `unit \`${path[unit + 1]}\``;
  const runner = path.indexOf('github-runners');
  if (runner !== -1 && path[runner + 1] !== undefined) return `runner \`${path[runner + 1]}\``;
  const user = path.indexOf('users');
  if (path[user + 1] === 'users' && path[user + 2] !== undefined)
    return `user \`${path[user + 2]}\``;
  return path.length > 0 ? `\`${path.join('.')}\`` : 'this file';
}

/**
 * Whether a machine evaluates a place. A place inside a condition of its own
 * (`if`, `optional`) cannot be told here; one that no definition of the machine
 * holds is not evaluated.
 */
function isEvaluated(
  mention: Mention,
  {
    root,
    source,
    file,
  }: {
    readonly root: OptionNode;
    readonly source: (file: FilePath) => ReferenceSource | undefined;
    readonly file: FilePath | undefined;
  },
): true | false | Undecided {
  const found = file === undefined ? undefined : source(file);
  if (!found || root.definitions.length === 0) return { undecided: 'the module cannot be read' };
  const node = (found.sourceMap.nodes[mention.at.expr] ?? 0) as NodeId;
  return (
    enclosingDefinition(new Node(found.tree, node), { root, file: mention.at.file }) ?? {
      undecided: 'no definition of the machine could be traced to this place',
    }
  );
}

/** Looks outwards for a binding that is a definition of the machine, and asks whether that one holds. */
function enclosingDefinition(
  place: Node,
  { root, file }: { readonly root: OptionNode; readonly file: FilePath },
): true | false | Undecided | undefined {
  let conditional = false;
  for (let node: Node | undefined = place; node; node = node.parent) {
    conditional ||= isChoice(node);
    if (node.parent?.kind !== 'binding' || node.field !== 'expression') continue;
    const path = optionPath(node);
    if (path.length === 0 || path.some((name) => name === undefined)) continue;
    const option = root.at(path.filter((name) => name !== undefined));
    const own = option.definitions.filter((definition) => definition.file === file);
    if (own.length === 0) continue;
    const verdicts = own.map(holds);
    if (verdicts.every((verdict) => verdict === false)) return false;
    if (conditional) return { undecided: 'stands behind a condition of its own' };
    return verdicts.includes(true)
      ? true
      : { undecided: 'stands under a condition that is not known' };
  }
  return undefined;
}

/** Code around a place that may leave it out. */
function isChoice(node: Node): boolean {
  if (node.kind === 'if_expression') return true;
  if (node.kind !== 'apply_expression') return false;
  return /\boptional(s|String|Attrs)?\b/.test(node.child('function')?.text ?? '');
}
