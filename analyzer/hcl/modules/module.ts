import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf } from '#analyzer/evaluate/path-value.ts';
import type { Site } from '#analyzer/site.ts';
import { root, type Tree } from '#parser/tree.ts';
import { type HclAttribute, type HclBlock, type HclBody, readBody } from '../syntax/document.ts';
import { readJsonDocument } from '../syntax/json-document.ts';
import { overridden } from './overrides.ts';

/** One file of OpenTofu: a tree, or a text that another parser reads. */
export type HclInput =
  | { readonly kind: 'hcl'; readonly file: FilePath; readonly tree: Tree }
  | { readonly kind: 'json'; readonly file: FilePath; readonly text: string };

/** The files of one directory, which OpenTofu reads as one. */
export interface HclModule {
  readonly directory: string;
  readonly variables: ReadonlyMap<string, HclBlock>;
  readonly outputs: ReadonlyMap<string, HclBlock>;
  readonly calls: ReadonlyMap<string, HclBlock>;
  /** By address: `aws_eip.web`, `data.aws_route53_zone.main`, `ephemeral.x.y`. */
  readonly resources: ReadonlyMap<string, HclBlock>;
  readonly locals: ReadonlyMap<string, HclAttribute>;
  /** `moved`, `import` and `removed` blocks. */
  readonly state: readonly HclBlock[];
  /** Files in which something outside the blocks above could not be read. */
  readonly unread: readonly Unread[];
}

export interface Unread {
  readonly at: Site;
  readonly reason: string;
}

/** The modules by their directories. Variable files are no part of a module. */
export function readModules(inputs: readonly HclInput[]): ReadonlyMap<string, HclModule> {
  const directories = new Map<string, HclInput[]>();
  const names = new Set<string>(inputs.map(({ file }) => file));
  for (const input of inputs) {
    if (!isConfiguration(input.file) || isReplaced(input.file, names)) continue;
    const directory = directoryOf(input.file);
    directories.set(directory, [...(directories.get(directory) ?? []), input]);
  }
  const modules = [...directories].map(([directory, files]) => readModule(directory, files));
  return new Map(modules.map((module) => [module.directory, module]));
}

function isConfiguration(file: FilePath): boolean {
  return /\.(tf|tofu)(\.json)?$/.test(file);
}

/** OpenTofu reads `main.tofu` in place of `main.tf`. */
function isReplaced(file: FilePath, names: ReadonlySet<string>): boolean {
  return /\.tf(\.json)?$/.test(file) && names.has(file.replace(/\.tf(\.json)?$/, '.tofu$1'));
}

/** Such files change the blocks of others instead of adding their own. */
function isOverride(file: FilePath): boolean {
  return /(^|\/)(.*_)?override\.(tf|tofu)(\.json)?$/.test(file);
}

interface Contents {
  readonly blocks: Map<string, HclBlock>;
  readonly locals: Map<string, HclAttribute>;
  readonly state: HclBlock[];
  readonly unread: Unread[];
}

function readModule(directory: string, inputs: readonly HclInput[]): HclModule {
  const contents: Contents = { blocks: new Map(), locals: new Map(), state: [], unread: [] };
  const sorted = inputs.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  for (const input of sorted.filter(({ file }) => !isOverride(file))) {
    for (const block of blocksIn(input, contents)) place(block, contents);
  }
  for (const input of sorted.filter(({ file }) => isOverride(file))) {
    for (const block of blocksIn(input, contents)) override(block, contents);
  }
  const of = (type: string): ReadonlyMap<string, HclBlock> => blocksOfType(contents, [type]);
  return {
    directory,
    variables: of('variable'),
    outputs: of('output'),
    calls: of('module'),
    resources: blocksOfType(contents, ['resource', 'data', 'ephemeral']),
    locals: contents.locals,
    state: contents.state,
    unread: contents.unread,
  };
}

function blocksOfType(
  { blocks }: Contents,
  types: readonly string[],
): ReadonlyMap<string, HclBlock> {
  const found = [...blocks.values()].filter(({ type }) => types.includes(type));
  return new Map(found.map((block) => [nameOf(block), block]));
}

/** The name of a block in its module, which for resources is their address. */
function nameOf(block: HclBlock): string {
  const labels = block.labels.map(({ text }) => text).join('.');
  return block.type === 'data' || block.type === 'ephemeral' ? `${block.type}.${labels}` : labels;
}

const named = new Set(['variable', 'output', 'module', 'resource', 'data', 'ephemeral']);

function blocksIn(input: HclInput, { unread }: Contents): readonly HclBlock[] {
  const body = bodyOf(input);
  const reason = unreadReason(input, body);
  if (reason !== undefined) unread.push({ at: { file: input.file, expr: 0 }, reason });
  return body?.blocks ?? [];
}

function bodyOf(input: HclInput): HclBody | undefined {
  return input.kind === 'json' ? readJsonDocument(input) : readBody(root(input.tree), input.file);
}

/** A file whose text is broken may hide any block. */
function unreadReason(input: HclInput, body: HclBody | undefined): string | undefined {
  if (input.kind === 'json') return body ? undefined : 'the file is not read as JSON';
  const [error] = input.tree.errors;
  return error && `the file has a syntax error: ${error.message}`;
}

function place(block: HclBlock, { blocks, locals, state, unread }: Contents): void {
  if (['moved', 'import', 'removed'].includes(block.type)) state.push(block);
  if (block.type === 'locals') {
    for (const [name, attribute] of block.body.attributes) {
      if (locals.has(name)) unread.push({ at: attribute.at, reason: twice(`local.${name}`) });
      locals.set(name, attribute);
    }
  }
  if (!named.has(block.type)) return;
  const key = `${block.type} ${nameOf(block)}`;
  if (blocks.has(key)) unread.push({ at: block.at, reason: twice(nameOf(block)) });
  blocks.set(key, block);
}

function twice(name: string): string {
  return `\`${name}\` is declared twice`;
}

function override(block: HclBlock, { blocks, locals, unread }: Contents): void {
  if (block.type === 'locals') {
    for (const [name, attribute] of block.body.attributes) locals.set(name, attribute);
  }
  if (!named.has(block.type)) return;
  const key = `${block.type} ${nameOf(block)}`;
  const base = blocks.get(key);
  if (base) blocks.set(key, overridden(base, block));
  else unread.push({ at: block.at, reason: `\`${nameOf(block)}\` is overridden and not declared` });
}
