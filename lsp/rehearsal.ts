import type { FilePath } from '#analyzer/diagnostic.ts';
import { analyzeText, type FileAnalysis } from '#analyzer/file-analysis.ts';
import { createWorkspace } from '#analyzer/workspace.ts';
import { lintFile } from '#linter/lint.ts';
import { fitting } from './features/completion/fitting.ts';
import { mendedAnalysis } from './features/completion/mended.ts';
import { nixProposals } from './features/completion/nix-proposals.ts';
import { nixQuestion } from './features/completion/nix-question.ts';
import { placeAt } from './features/completion/place.ts';
import { definitionAt } from './features/definition.ts';
import { libraryHover, nameHover } from './features/hover/name-hover.ts';
import { namesOf } from './features/meaning/workspace-names.ts';
import type { Folder, Texts } from './folder.ts';

/** How long the text is at least that is looked at, in characters. */
const length = 50_000;

/** How many keys are typed, and how many names are asked about. */
const keys = 30;
const places = 60;

/** What is needed of a folder. */
type Rehearsing = Pick<Folder, 'texts' | 'setup'>;

/** What is typed: broken from its first key on. */
const typed = `rehearsed.option.name = [ "${'x'.repeat(keys)}`;

/**
 * Does what keys and questions will lead to, in a long text that is made of the
 * files of a folder, so that what is needed for that is loaded and compiled.
 * Nobody sees anything of it. There is a step for each key and question.
 */
export function* rehearse(folder: Rehearsing): Generator<undefined, void> {
  const { texts } = folder;
  const file = texts.files.find((each) => each.endsWith('.nix'));
  const text = file && rehearsedText(texts);
  if (file === undefined || text === undefined) return;
  for (let key = 1; key <= keys; key++) {
    lintTyped(folder, file, `${text.slice(0, -2)}  ${typed.slice(0, -key)}\n}\n`);
    yield;
  }
  const analysis = analyzeText(text, 'nix');
  const names = [...text.matchAll(/[a-zA-Z][\w-]*/g)];
  for (let place = 0; place < places; place++) {
    const name = names[Math.floor((place * names.length) / places)];
    askAbout(texts, { file, analysis, offset: name?.index ?? 0 });
    yield;
  }
}

/** A module with the files of a workspace as its values; `undefined` where none can be read. */
function rehearsedText(texts: Texts): string | undefined {
  const parts: string[] = [];
  let written = 0;
  for (const file of texts.files) {
    const analysis = file.endsWith('.nix') ? texts.analysis(file) : undefined;
    if (analysis === undefined || analysis.tree.errors.length > 0) continue;
    parts.push(analysis.text);
    written += analysis.text.length;
    if (written > length) break;
  }
  if (written === 0) return undefined;
  const copies = Math.ceil(length / written);
  const values = Array.from({ length: copies }, () => parts).flat();
  const bindings = values.map((value, index) => `  rehearsed-${index} = (${value}\n  );\n`);
  return `{ config, lib, pkgs, ... }:\n{\n${bindings.join('')}}\n`;
}

/** Looks at a file of the folder as if it had another text. */
function lintTyped({ texts, setup }: Rehearsing, file: FilePath, text: string): void {
  const { rules, settings } = setup;
  const workspace = createWorkspace();
  workspace.apply([
    { kind: 'configure', settings: settings.config.analyzer },
    { kind: 'open', files: texts.contents, paths: texts.files },
    { kind: 'set', file, content: { kind: 'text', text } },
  ]);
  lintFile(file, { snapshot: workspace.snapshot(), rules, settings });
}

interface Asked {
  readonly file: FilePath;
  readonly analysis: FileAnalysis;
  readonly offset: number;
}

/** Finds what is shown of a name, where it leads, and what may be written there. */
function askAbout(texts: Texts, { file, analysis: current, offset }: Asked): void {
  const { mended, analysis } = mendedAnalysis(current, current.text, offset);
  const place = placeAt(analysis, mended);
  const question = nixQuestion(texts, { file, analysis, mended });
  if (place !== undefined) fitting(nixProposals(question, place, offset)?.entries ?? [], '');
  const names = namesOf(nixQuestion(texts, { file, analysis: current, mended }).texts);
  definitionAt(names, file, offset);
  if (libraryHover(current, offset) === undefined) nameHover(names, file, offset);
}
