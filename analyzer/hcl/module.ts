import { root, type Tree } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import { directoryOf } from '../evaluate/path-value.ts';
import type { Site } from '../site.ts';
import { blockBody, type HclAttribute, type HclBlock, labelText, readBody } from './document.ts';

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
  /** By address: `aws_eip.web`, `data.aws_route53_zone.main`. */
  readonly resources: ReadonlyMap<string, HclBlock>;
  readonly locals: ReadonlyMap<string, HclAttribute>;
  /** Files in which something outside the blocks above could not be read. */
  readonly unread: readonly { readonly at: Site; readonly reason: string }[];
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

function readModule(directory: string, inputs: readonly HclInput[]): HclModule {
  const module = {
    directory,
    variables: new Map<string, HclBlock>(),
    outputs: new Map<string, HclBlock>(),
    calls: new Map<string, HclBlock>(),
    resources: new Map<string, HclBlock>(),
    locals: new Map<string, HclAttribute>(),
    unread: inputs.map(unread).filter((found) => found !== undefined),
  };
  for (const input of inputs) {
    if (input.kind === 'json') continue;
    for (const block of readBody(root(input.tree), input.file).blocks) place(block, module);
  }
  return module;
}

type Mutable = {
  [Part in keyof HclModule]: HclModule[Part] extends ReadonlyMap<string, infer V>
    ? Map<string, V>
    : HclModule[Part];
};

function place(block: HclBlock, module: Mutable): void {
  const [first, second] = [labelText(block, 0), labelText(block, 1)];
  switch (block.type) {
    case 'variable':
      module.variables.set(first, block);
      break;
    case 'output':
      module.outputs.set(first, block);
      break;
    case 'module':
      module.calls.set(first, block);
      break;
    case 'resource':
      module.resources.set(`${first}.${second}`, block);
      break;
    case 'data':
      module.resources.set(`data.${first}.${second}`, block);
      break;
    case 'locals':
      for (const [name, attribute] of blockBody(block).attributes)
        module.locals.set(name, attribute);
      break;
  }
}

/** A file whose text is broken may hide any block; one in JSON is not read at all. */
function unread(input: HclInput): HclModule['unread'][number] | undefined {
  if (input.kind === 'json') {
    return {
      at: { file: input.file, expr: 0 },
      reason: 'configuration written as JSON is not read',
    };
  }
  const [error] = input.tree.errors;
  if (!error) return undefined;
  return {
    at: { file: input.file, expr: 0 },
    reason: `the file has a syntax error: ${error.message}`,
  };
}
