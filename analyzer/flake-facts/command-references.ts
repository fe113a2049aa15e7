import type { OutputReferenceRow } from '../facts/flakes.ts';
import type { Command, Word } from './command-words.ts';

/** A flake that a command names, with an attribute or without. */
export interface CommandReference {
  readonly tool: string;
  readonly kind: OutputReferenceRow['kind'];
  /** The word that names it, or the part of one. */
  readonly word: Word;
  /** The address of the flake; `undefined` where the command takes that from elsewhere. */
  readonly address: string | undefined;
  readonly attribute: string | undefined;
}

/** An input that a command names. */
export interface CommandInput {
  readonly word: Word;
}

export interface CommandFindings {
  readonly references: readonly CommandReference[];
  readonly inputs: readonly CommandInput[];
}

/** The flakes and inputs that a command names, whatever stands before the tool. */
export function findingsIn(command: Command): CommandFindings {
  const references: CommandReference[] = [];
  const inputs: CommandInput[] = [];
  command.forEach((word, index) => {
    const name = toolName(word);
    const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
    const found = tool?.(name, command.slice(index + 1));
    if (!found) return;
    references.push(...found.references);
    inputs.push(...found.inputs);
  });
  return { references, inputs };
}

/** A tool by its path, and without what just and make put before a command. */
function toolName({ text }: Word): string {
  return text.slice(text.lastIndexOf('/') + 1).replace(/^[@-]+/, '');
}

type Tool = (name: string, rest: Command) => CommandFindings | undefined;

const nothing: CommandFindings = { references: [], inputs: [] };

const tools: Readonly<Record<string, Tool>> = {
  nix: (_name, rest) => nixCommand('nix', rest),
  nom: (_name, rest) => nixCommand('nom', rest),
  'nixos-rebuild': (name, rest) => flakeOption(name, 'nixos', rest),
  'nixos-install': (name, rest) => flakeOption(name, 'nixos', rest),
  'nixos-anywhere': (name, rest) => flakeOption(name, 'nixos', rest),
  'disko-install': (name, rest) => flakeOption(name, 'nixos', rest),
  'darwin-rebuild': (name, rest) => flakeOption(name, 'darwin', rest),
  'home-manager': (name, rest) => flakeOption(name, 'home', rest),
  'nix-fast-build': (name, rest) => flakeOption(name, 'installable', rest),
  'nix-eval-jobs': (name, rest) => flakeOption(name, 'installable', rest),
  nh: nhCommand,
  deploy: deployCommand,
  colmena: colmenaCommand,
};

/** Commands of nix that take installables: how many, or, of those that take paths of the store as well, the ones with a name. */
const installables: Readonly<Record<string, 'one' | 'all' | 'named'>> = {
  build: 'all',
  bundle: 'one',
  copy: 'named',
  develop: 'one',
  edit: 'one',
  eval: 'one',
  'flake archive': 'one',
  'flake check': 'one',
  'flake clone': 'one',
  'flake info': 'one',
  'flake lock': 'one',
  'flake metadata': 'one',
  'flake prefetch': 'one',
  'flake show': 'one',
  log: 'named',
  'path-info': 'named',
  'print-dev-env': 'one',
  'profile add': 'all',
  'profile install': 'all',
  repl: 'all',
  run: 'one',
  search: 'one',
  shell: 'all',
  'why-depends': 'named',
};

/** Options of nix that take arguments of their own, with how many. */
const optionArguments: Readonly<Record<string, number>> = {
  '--apply': 1,
  '--arg': 2,
  '--argstr': 2,
  '--builders': 1,
  '--cores': 1,
  '--eval-store': 1,
  '--experimental-features': 1,
  '--extra-experimental-features': 1,
  '--from': 1,
  '--include': 1,
  '--inputs-from': 1,
  '--keep': 1,
  '--log-format': 1,
  '--max-jobs': 1,
  '--option': 2,
  '--out-link': 1,
  '--output-lock-file': 1,
  '--override-flake': 2,
  '--override-input': 2,
  '--phase': 1,
  '--profile': 1,
  '--reference-lock-file': 1,
  '--store': 1,
  '--system': 1,
  '--to': 1,
  '--unset': 1,
  '--update-input': 1,
  '--write-to': 1,
  '-I': 1,
  '-j': 1,
  '-k': 1,
  '-o': 1,
  '-u': 1,
};

function nixCommand(tool: string, rest: Command): CommandFindings | undefined {
  const { words, inputs, isExpression } = argumentsOf(rest);
  const [first, second, ...others] = words;
  const pair = `${first?.text} ${second?.text}`;
  if (pair === 'flake update') return updateCommand(`${tool} ${pair}`, others, inputs);
  const isPair = Object.hasOwn(installables, pair);
  const name = isPair ? pair : (first?.text ?? '');
  const count = Object.hasOwn(installables, name) ? installables[name] : undefined;
  if (count === undefined) return undefined;
  if (isExpression) return { ...nothing, inputs };
  const given = (isPair ? others : words.slice(1)).slice(0, count === 'one' ? 1 : undefined);
  const references = given
    .filter((word) => isReference(word) && (count !== 'named' || word.text.includes('#')))
    .map((word) => referenceAt(word, { tool: `${tool} ${name}`, kind: 'installable' }));
  return { references, inputs };
}

/** Words are names of inputs, or in older versions of Nix the flake. */
function updateCommand(
  tool: string,
  words: Command,
  inputs: readonly CommandInput[],
): CommandFindings {
  const references = words
    .filter((word) => isReference(word) && /[.:]/.test(word.text[0] ?? ''))
    .map((word) => referenceAt(word, { tool, kind: 'installable' }));
  const named = words.filter(({ text, isComputed }) => !isComputed && /^[\w-]+$/.test(text));
  return { references, inputs: [...inputs, ...named.map((word) => ({ word }))] };
}

interface Arguments {
  /** What is no option and no argument of one, up to the command that is run in the end. */
  readonly words: readonly Word[];
  readonly inputs: readonly CommandInput[];
  /** Whether the words are attributes of an expression or a file. */
  readonly isExpression: boolean;
}

function argumentsOf(rest: Command): Arguments {
  const words: Word[] = [];
  const inputs: CommandInput[] = [];
  let isExpression = false;
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index];
    if (!word || word.text === '--' || word.text === '--command' || word.text === '-c') break;
    const next = rest[index + 1];
    if (/^(--override-input|--update-input)$/.test(word.text) && next) inputs.push({ word: next });
    if (/^(--expr|--file|-f|-E)$/.test(word.text)) isExpression = true;
    if (!word.text.startsWith('-')) words.push(word);
    else if (Object.hasOwn(optionArguments, word.text)) index += optionArguments[word.text] ?? 0;
  }
  return { words, inputs, isExpression };
}

/** Whether a word names a flake: with an attribute, as a path, or by an address. */
function isReference({ text }: Word): boolean {
  if (text.includes('#')) return true;
  return (
    !/^(\/nix\/store|\/run)\//.test(text) &&
    /^(\.{1,2}(\/|$)|\/|~|\$|\{\{|(path|git|github|gitlab|flake|sourcehut)[:+])/.test(text)
  );
}

function referenceAt(
  word: Word,
  { tool, kind }: Pick<CommandReference, 'tool' | 'kind'>,
): CommandReference {
  const hash = word.text.indexOf('#');
  const address = hash < 0 ? word.text : word.text.slice(0, hash);
  const attribute = hash < 0 ? undefined : word.text.slice(hash + 1);
  return { tool, kind, word, address, attribute: attribute === '' ? undefined : attribute };
}

/** `--flake REFERENCE`. */
function flakeOption(tool: string, kind: CommandReference['kind'], rest: Command): CommandFindings {
  const inputs = argumentsOf(rest).inputs;
  const word = optionValue(rest, ['--flake', '-F']);
  return { references: word ? [referenceAt(word, { tool, kind })] : [], inputs };
}

/** The argument of an option, also where both are one word. */
function optionValue(rest: Command, names: readonly string[]): Word | undefined {
  for (const [index, word] of rest.entries()) {
    if (names.includes(word.text)) return rest[index + 1];
    const name = names.find((each) => each.startsWith('--') && word.text.startsWith(`${each}=`));
    if (name !== undefined) return partOf(word, name.length + 1);
  }
  return undefined;
}

/** The end of a word. Quotation marks in it would move its place, so that it then keeps the whole word's. */
function partOf(word: Word, from: number): Word {
  const isPlain = word.end - word.start === word.text.length;
  return { ...word, text: word.text.slice(from), start: word.start + (isPlain ? from : 0) };
}

const nhKinds: ReadonlyMap<string, CommandReference['kind']> = new Map([
  ['os', 'nixos'],
  ['darwin', 'darwin'],
  ['home', 'home'],
]);

/** `nh os switch FLAKE -H NAME`; without a flake it is that of an environment variable. */
function nhCommand(_name: string, rest: Command): CommandFindings | undefined {
  const [what] = rest;
  const kind = what && nhKinds.get(what.text);
  if (!kind) return undefined;
  const tool = `nh ${what.text}`;
  const end = rest.findIndex(({ text }) => text === '--');
  const own = end < 0 ? rest : rest.slice(0, end);
  const flake = own.slice(1).find((word) => isReference(word));
  const names = kind === 'home' ? ['-c', '--configuration'] : ['-H', '--hostname'];
  const machine = optionValue(own, names);
  const references = [
    ...(flake ? [referenceAt(flake, { tool, kind })] : []),
    ...(machine
      ? [{ tool, kind, word: machine, address: flake?.text.split('#')[0], attribute: machine.text }]
      : []),
  ];
  return { ...nothing, references };
}

/** `deploy .#NODE.PROFILE`. */
function deployCommand(tool: string, rest: Command): CommandFindings {
  const references = rest
    .filter((word) => !word.text.startsWith('-') && word.text.includes('#') && isReference(word))
    .map((word) => referenceAt(word, { tool, kind: 'deploy' }));
  return { ...nothing, references };
}

/** `colmena apply --on NODE,@TAG`: tags choose nodes by what they say, and name none. */
function colmenaCommand(tool: string, rest: Command): CommandFindings | undefined {
  const [action] = rest;
  const isKnown = /^(apply|apply-local|build|exec|eval|upload-keys|push)$/.test(action?.text ?? '');
  const nodes = isKnown ? optionValue(rest, ['--on']) : undefined;
  if (!nodes) return undefined;
  let from = 0;
  const references: CommandReference[] = [];
  for (const name of nodes.text.split(',')) {
    const word = { ...partOf(nodes, from), text: name };
    const isPlain = nodes.end - nodes.start === nodes.text.length;
    const end = isPlain ? word.start + name.length : nodes.end;
    if (name !== '' && !name.startsWith('@')) {
      references.push({
        tool: `${tool} ${action?.text}`,
        kind: 'colmena',
        word: { ...word, end },
        address: '.',
        attribute: name,
      });
    }
    from += name.length + 1;
  }
  return { ...nothing, references };
}
