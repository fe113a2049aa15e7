import type { FilePath } from '../diagnostic.ts';
import { directoryOf, normalizePath } from '../evaluate/path-value.ts';
import type { Table } from '../facts/facts.ts';
import type { OutputReferenceRow } from '../facts/flakes.ts';
import { parseReference } from '../sources/reference.ts';
import type { Module } from '../syntax/module.ts';
import { type CommandReference, findingsIn } from './command-references.ts';
import { type CommandText, commandStrings, commandTexts, mayNameFlakes } from './command-texts.ts';
import { type Command, commandsIn, type Word } from './command-words.ts';
import type { AnyInput, InputMention } from './input-mentions.ts';

/** What one file names of flakes, before it is known where those are. */
export interface FileReferences {
  readonly references: readonly FileReference[];
  /** Inputs that commands name. */
  readonly mentions: readonly InputMention[];
  readonly any: readonly AnyInput[];
}

/** A row, with the address that its flake is found by. */
export interface FileReference {
  readonly row: OutputReferenceRow;
  readonly address: string | undefined;
}

/** The flakes that commands in a text file name. */
export function referencesInText(file: FilePath, text: string): FileReferences {
  return referencesIn(file, commandTexts(file, text));
}

/** The flakes that commands in the strings of a Nix file name. */
export function referencesInNix(file: FilePath, module: Module): FileReferences {
  return referencesIn(file, commandStrings(file, module));
}

function referencesIn(file: FilePath, texts: readonly CommandText[]): FileReferences {
  const references: FileReference[] = [];
  const inputs: InputMention[] = [];
  for (const { text, site } of texts) {
    if (!mayNameFlakes.test(text)) continue;
    const at = ({ start, end }: Word) => site(start, end);
    for (const command of commandsIn(text)) {
      const found = findingsIn(command);
      for (const each of [...found.references, ...mentions(command)]) {
        references.push({
          row: { at: at(each.word), file, ...columnsOf(each) },
          address: each.address,
        });
      }
      for (const { word } of found.inputs) {
        inputs.push({ name: word.text, kind: 'command', at: at(word) });
      }
    }
  }
  return { references, mentions: inputs, any: [] };
}

/** `.#name` alone, as documents write it. */
function mentions(command: Command): readonly CommandReference[] {
  const [word] = command;
  if (
    command.length !== 1 ||
    !word ||
    !/^(\.|path:)[\w./-]*#[\w"@-]+(\.[\w"@-]+)*$/.test(word.text)
  )
    return [];
  const [address = '', attribute] = word.text.split('#');
  return [{ tool: 'mention', kind: 'installable', word, address, attribute }];
}

function columnsOf({ tool, kind, word, attribute }: CommandReference) {
  const isOpen = attribute !== undefined && hole.test(attribute);
  return {
    tool,
    kind,
    text: word.text,
    directory: undefined,
    attribute: isOpen ? { undecided: 'a variable or a placeholder stands in it' } : attribute,
  };
}

/** A variable, a template, a place that `printf` fills in, or what documents write for any name. */
const hole = /[$`{<*]|%[a-zA-Z(]|\.\.\.|…/;

/** The references of all files, with the folders of the flakes that they name. */
export function outputReferenceTable(
  folders: ReadonlySet<string>,
  files: readonly FileReferences[],
): Table<'output-reference'> {
  const rows = files.flatMap(({ references }) =>
    references.map((each) => ({ ...each.row, directory: directoryOfReference(each, folders) })),
  );
  return { rows, gaps: [] };
}

/**
 * The folder of the flake that an address names from a file. Relative
 * addresses count from where the command is run, which is taken to be the
 * nearest folder above the file that has a flake, where that is the only one.
 */
function directoryOfReference(
  { row, address }: FileReference,
  flakes: ReadonlySet<string>,
): string | undefined {
  const home = homeOf(row.file, flakes);
  if (address === undefined || hole.test(address) || home === undefined) return undefined;
  const path = parseReference(address === '' ? '.' : address);
  if (path?.type !== 'path' || path.path === undefined || /^[/~]/.test(path.path)) return undefined;
  const folder = normalizePath(`${home}/${path.path}`.replace(/^\//, ''));
  return flakes.has(folder) ? folder : undefined;
}

/** The only folder with a flake on the way from a file to the root. */
function homeOf(file: string, flakes: ReadonlySet<string>): string | undefined {
  const above: string[] = [];
  for (let folder = directoryOf(file); ; folder = directoryOf(folder)) {
    if (flakes.has(folder)) above.push(folder);
    if (folder === '') break;
  }
  return above.length === 1 ? above[0] : undefined;
}
