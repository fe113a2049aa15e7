import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { definitionMentions, type OptionMention, useMentions } from '#analyzer/options/mentions.ts';
import { fileKind } from '#analyzer/syntax/file-kind.ts';
import type { ExprId } from '#analyzer/syntax/module.ts';
import { ownNames } from '#analyzer/syntax/option-names.ts';
import type { Texts } from '#lsp/folder.ts';
import type { Node } from '#parser/tree.ts';
import { settledNames } from './bound-entries.ts';
import type { Entry } from './entry.ts';
import { knownOptionsBelow, type ValueKind } from './known-options.ts';
import type { NixQuestion } from './nix-question.ts';
import { declarationText } from './option-declaration.ts';
import { type KnownOption, maySetOptions, optionsBelow } from './option-index.ts';
import type { Place } from './place.ts';

type Named = Extract<Place, { kind: 'bound' | 'selected' }>;

/** The options that may be named at a place of a module. */
export function optionEntries(question: NixQuestion, place: Named): Entry[] {
  const path = optionPathAt(question, place);
  if (path === undefined) return [];
  if (path.length === 0 && place.kind === 'bound' && !isModule(question)) return [];
  const { texts, file } = question;
  // Only what defines an option counts, so that a name that reads one is not among what is written.
  const name = place.kind === 'bound' ? place.name.text : undefined;
  const written = optionsBelow(texts, path, { file, name });
  const entries = [
    ...(path.length === 0 && place.kind === 'bound' ? moduleParts.map(partEntry) : []),
    ...written.map((each) => writtenEntry(texts, path, each)),
    ...[...knownOptionsBelow(path)].map(([label, kind]) => knownEntry(label, kind)),
    ...(path.length === 0 ? systemOptions.map((label) => knownEntry(label)) : []),
  ];
  const found = new Map(entries.toReversed().map((entry) => [entry.label, entry]));
  const settled = place.kind === 'bound' ? settledNames(question, place) : [];
  for (const name of settled) found.delete(name);
  return [...found.values()];
}

/** Whether a file is a module, or may become one. */
function isModule({ file, analysis }: NixQuestion): boolean {
  return fileKind(file, analysis) === 'data'
    ? !/(^|\/)flake\.nix$/.test(file)
    : maySetOptions(file, analysis);
}

function partEntry(label: string): Entry {
  return { label, kind: 'setting', rank: 14 };
}

function knownEntry(label: string, kind: ValueKind = { kind: 'other' }): Entry {
  return { label, kind: 'option', rank: 22, ...kindText(kind) };
}

/** Every name of an option at the top level that comes with a system. */
const systemOptions: readonly string[] = [...new Set(Object.values(ownNames).flat())];

/** What a module has besides options. */
const moduleParts: readonly string[] = ['config', 'imports', 'options'];

/** The path that a name is below, for the module system; `undefined` for what is no option. */
function optionPathAt({ analysis }: NixQuestion, place: Named): readonly string[] | undefined {
  const { nodes } = analysis.sourceMap;
  const { kind, name } = place;
  const mentions = kind === 'bound' ? definitionMentions(analysis) : usesBy(analysis, name);
  const mention = mentions.find((each) => nodes[each.name] === name.id);
  return mention?.path.slice(0, -1);
}

/** What selects by a name, as far as that names options. */
function usesBy(analysis: FileAnalysis, name: Node): readonly OptionMention[] {
  const { module, sourceMap } = analysis;
  const isHere = (part: ExprId): boolean => sourceMap.nodes[part] === name.id;
  return module.exprs.flatMap((expr, id) => {
    const isSelection = expr.kind === 'select' || expr.kind === 'has-attribute';
    return isSelection && expr.path.some(isHere) ? useMentions(module, id as ExprId) : [];
  });
}

function writtenEntry(texts: Texts, path: readonly string[], option: KnownOption): Entry {
  const { name, declared, isOfOthers } = option;
  const analysis = declared && texts.analysis(declared.file);
  const text = analysis && declarationText(analysis, declared.value);
  const detail = text?.type ?? (declared === undefined ? undefined : 'option');
  return {
    label: name,
    kind: 'option',
    rank: declared === undefined ? (isOfOthers ? 21 : 20) : 15,
    ...(detail !== undefined && { detail }),
    about: { kind: 'option', path: [...path, name] },
  };
}

function kindText(value: ValueKind): { readonly detail?: string } {
  if (value.kind === 'word') return { detail: value.words.join(' | ') };
  return value.kind === 'other' ? {} : { detail: value.kind };
}

/** What is said of an option that the workspace declares. */
export function optionText(texts: Texts, path: readonly string[]): string | undefined {
  const name = path.at(-1);
  const { declared } =
    optionsBelow(texts, path.slice(0, -1)).find((each) => each.name === name) ?? {};
  const analysis = declared && texts.analysis(declared.file);
  if (declared === undefined || analysis === undefined) return undefined;
  const text = declarationText(analysis, declared.value);
  return [
    text.description,
    text.type && `Type: \`${text.type}\``,
    text.default && `Default: \`${text.default}\``,
    `Declared in \`${declared.file}\``,
  ]
    .filter((line) => line !== undefined)
    .join('\n\n');
}
