import type { FilePath } from '#analyzer/diagnostic.ts';
import { isCalledFromOutside } from '#analyzer/syntax/callers.ts';
import { fileKind } from '#analyzer/syntax/file-kind.ts';
import { type ExprId, exprOf, literalText } from '#analyzer/syntax/module.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import { bodyOrigins, inputsOf } from '../meaning/attributes.ts';
import type { Name } from '../meaning/name.ts';
import type { Names } from '../meaning/names.ts';
import { givenAs } from '../meaning/passed.ts';
import type { Renaming } from './renaming.ts';

/** Why names may not be called otherwise: somebody outside of the workspace knows them. */
export function refusalOf(names: Names, { names: all, text }: Renaming): string | undefined {
  for (const name of all) {
    const { file } = name;
    if (isOfFlake(names, name)) return `Nix reads \`${text}\` of a flake by this name`;
    if (isOfModule(names, name)) return `the module system reads \`${text}\` by this name`;
    const isGiven = isUnseenParameter(names, name) || isOfAllModules(names, name);
    if (isGiven && givenNames.has(text))
      return `\`${text}\` is given by this name, and not by the workspace`;
    if (
      text === 'self' &&
      isFlake(file) &&
      exprOf(names.module(file), name.owner).kind === 'lambda'
    )
      return 'Nix gives `self` to the outputs of a flake by this name';
  }
  return undefined;
}

/** Whether modules get it that are not of the workspace, and know it by the name that all modules know. */
function isOfAllModules(names: Names, { file, owner, text }: Name): boolean {
  if (!moduleParameters.has(text)) return false;
  return names
    .moduleArguments()
    .some((origin) => origin.kind === 'set' && origin.expr === owner && origin.file === file);
}

const moduleParameters: ReadonlySet<string> = new Set([
  'config',
  'lib',
  'modulesPath',
  'options',
  'pkgs',
]);

/** What modules and packages are given by well-known names. */
const givenNames: ReadonlySet<string> = new Set([
  'config',
  'inputs',
  'lib',
  'modulesPath',
  'options',
  'pkgs',
  'self',
  'stdenv',
  'system',
]);

/** Whether a parameter may be given by somebody out of sight, who knows it by its name. */
export function isUnseenParameter(names: Names, name: Name): boolean {
  const { file, owner, text } = name;
  const analysis = names.analysis(file);
  const lambda = exprOf(names.module(file), owner);
  if (analysis === undefined || lambda.kind !== 'lambda') return false;
  const formal = lambda.formals?.formals.find(
    ({ name: site }) => literalText(analysis.module, site) === text,
  );
  if (formal === undefined || givenAs(names, name).length > 0) return false;
  if (names.given({ file, expr: owner }).length > 0) return formal.default === undefined;
  const row = (analysis.sourceMap.nodes[owner] ?? 0) as NodeId;
  return isCalledFromOutside(new Node(analysis.tree, row));
}

function isOfFlake(names: Names, { file, owner, text }: Name): boolean {
  if (!isFlake(file)) return false;
  const module = names.module(file);
  if (owner === module.root) return flakeNames.has(text);
  const inputs = inputsOf(names, file);
  const around = inputs === undefined ? undefined : exprOf(module, inputs);
  const isInput =
    around?.kind === 'attrs' &&
    around.bindings.some(({ value }: { value: ExprId }) => value === owner);
  return isInput && inputNames.has(text);
}

const flakeNames: ReadonlySet<string> = new Set(['description', 'inputs', 'nixConfig', 'outputs']);
const inputNames: ReadonlySet<string> = new Set([
  'flake',
  'follows',
  'inputs',
  'owner',
  'ref',
  'repo',
  'rev',
  'type',
  'url',
]);

function isOfModule(names: Names, { file, owner, text }: Name): boolean {
  const analysis = names.analysis(file);
  if (!moduleNames.has(text) || analysis === undefined) return false;
  if (fileKind(file, analysis) !== 'module') return false;
  const root = names.origins({ file, expr: analysis.module.root });
  const bodies = root.flatMap((origin) => [origin, ...bodyOrigins(names, origin)]);
  return bodies.some((body) => body.kind === 'set' && body.expr === owner && body.file === file);
}

const moduleNames: ReadonlySet<string> = new Set([
  'config',
  'disabledModules',
  'imports',
  'meta',
  'options',
]);

function isFlake(file: FilePath): boolean {
  return /(^|\/)flake\.nix$/.test(file);
}
