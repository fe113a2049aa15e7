import { fileKind } from '#analyzer/syntax/file-kind.ts';
import { flakeOutputs } from '#analyzer/syntax/flake-outputs.ts';
import { exprOf } from '#analyzer/syntax/module.ts';
import { scopesOf, undefinedVariables } from '#analyzer/syntax/scope.ts';
import { unwritten } from '#analyzer/unfinished/cursor-token.ts';
import { inputNames, ownEntries } from './attribute-entries.ts';
import type { Entry } from './entry.ts';
import type { NixQuestion } from './nix-question.ts';
import { expressionAt, type Place } from './place.ts';

/** What the pattern of a function may still ask for. */
export function formalEntries(
  question: NixQuestion,
  { lambda, taken }: Extract<Place, { kind: 'formal' }>,
): Entry[] {
  const { names, file, analysis } = question;
  const expr = expressionAt(analysis, lambda);
  if (expr === undefined) return [];
  const { module } = analysis;
  const isOutputs = flakeOutputs(module)?.outputs === expr;
  const isModule = module.root === expr && fileKind(file, analysis) !== 'package';
  const entries = [
    ...neededNames(question),
    ...(isOutputs ? ['self', ...inputNames(names, { file })].map(named) : []),
    ...ownEntries(names, names.given({ file, expr })),
    ...(isModule ? [...moduleArguments].map(named) : []),
  ];
  const found = new Map(entries.toReversed().map((entry) => [entry.label, entry]));
  for (const name of taken) found.delete(name);
  return [...found.values()];
}

/** What every module may ask for. */
const moduleArguments: readonly string[] = ['config', 'lib', 'pkgs', 'options', 'modulesPath'];

function named(label: string): Entry {
  return { label, kind: 'formal', rank: 5 };
}

/** Names that the file uses and nobody gives. */
function neededNames({ analysis: { module } }: NixQuestion): Entry[] {
  const names = undefinedVariables(module, scopesOf(module)).flatMap((id) => {
    const expr = exprOf(module, id);
    return expr.kind === 'variable' && expr.name !== unwritten ? [expr.name] : [];
  });
  return [...new Set(names)].map((label) => {
    return { label, kind: 'formal', rank: 0, detail: 'used here, not defined' };
  });
}
