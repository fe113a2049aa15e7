import type { DataFormat } from '../data/read.ts';
import { readShell, type ShellCommand, type ShellWord } from './commands.ts';

/** A script that does nothing but write the data of one file as JSON to `$out`. */
export interface Conversion {
  /** The file as the script names it: an absolute path, or `$name`. */
  readonly input: string;
  readonly format: DataFormat;
  /** The keys down to the part of the data that is written. */
  readonly keys: readonly string[];
}

/**
 * What a build script converts, when it is certain that it converts exactly one
 * file with a well-known program and does nothing else.
 */
export function conversionOf(script: string): Conversion | undefined {
  const commands = readShell(script).pipeline;
  if (!commands || commands.length > 2) return undefined;
  const last = commands.at(-1);
  const call = last && callOf(last);
  if (!call) return undefined;
  const piped = commands.length === 2 ? catInput(commands[0]) : undefined;
  if (commands.length === 2 && piped === undefined) return undefined;
  const reader = readers.get(call.program);
  return reader?.({ ...call, input: piped ?? call.input });
}

interface Call {
  readonly program: string;
  readonly args: readonly string[];
  /** What the program is given on its standard input. */
  readonly input: string | undefined;
  /** Whether its standard output goes to `$out`. */
  readonly isWritten: boolean;
}

function callOf({ words, redirects }: ShellCommand): Call | undefined {
  const texts = words.map(plainText);
  const [program, ...args] = texts.filter((text) => text !== undefined);
  if (program === undefined || args.length + 1 !== texts.length) return undefined;
  let input: string | undefined;
  let isWritten = false;
  for (const { operator, target } of redirects) {
    const text = plainText(target);
    if (operator === '<' && input === undefined) input = text;
    else if (operator === '>' && text === '$out') isWritten = true;
    else return undefined;
  }
  return { program: program.slice(program.lastIndexOf('/') + 1), args, input, isWritten };
}

/** A word without expansions, or one that is a single variable. */
function plainText({ literal, text }: ShellWord): string | undefined {
  if (literal !== undefined) return literal;
  const name = /^("?)\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))\1$/.exec(text);
  return name ? `$${name[2] ?? name[3]}` : undefined;
}

/** The one file that `cat` is given. */
function catInput(command: ShellCommand | undefined): string | undefined {
  const call = command && callOf(command);
  const [file, ...more] = call?.args ?? [];
  if (call?.program !== 'cat' || more.length > 0 || call.isWritten) return undefined;
  return file?.startsWith('-') ? undefined : (file ?? call.input);
}

type Reader = (call: Call) => Conversion | undefined;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['yq', (call) => filtered(call, { format: 'yaml', flags: yqFlags })],
  ['jq', (call) => filtered(call, { format: 'json', flags: /^-[cMS]+$/ })],
  ['gojq', yamlInput],
  ['yj', yj],
  ['yaml2json', (call) => filtered(call, { format: 'yaml', flags: noFlags })],
  ['toml2json', (call) => filtered(call, { format: 'toml', flags: noFlags })],
  ['remarshal', remarshal],
]);

const noFlags = /^$/;

/** Flags of both programs of this name that change nothing but the layout, or ask for the JSON that must come out. */
const yqFlags =
  /^(-o=?j(son)?|--output-format=j(son)?|-j|--tojson|-[cMSNP]+|-I=?[0-9]+|--indent=[0-9]+|--no-colors|--compact-output)$/;

/** Programs that are given a filter and a file, or a file alone. */
function filtered(
  { args, input, isWritten }: Call,
  { format, flags }: { readonly format: DataFormat; readonly flags: RegExp },
): Conversion | undefined {
  const rest = withoutOutput(args).filter((arg) => !flags.test(arg));
  const [first, ...others] = rest[0] === 'eval' || rest[0] === 'e' ? rest.slice(1) : rest;
  const keys = first === undefined ? undefined : keysOf(first);
  const files = keys || first === undefined ? others : [first, ...others];
  const out = files.length === 2 && files[1] === '$out' && !isWritten ? files.pop() : undefined;
  const file = files.length === 0 ? input : files[0];
  if (file === undefined || file.startsWith('-') || files.length > 1) return undefined;
  if (files.length === 1 && input !== undefined) return undefined;
  return isWritten || out ? { input: file, format, keys: keys ?? [] } : undefined;
}

/** `-o json` in two words, which only one of the programs has. */
function withoutOutput(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const isFlag = /^(-o|--output-format)$/.test(arg) && /^j(son)?$/.test(args[index + 1] ?? '');
    const isValue = /^(-o|--output-format)$/.test(args[index - 1] ?? '') && /^j(son)?$/.test(arg);
    return isFlag || isValue ? [] : [arg];
  });
}

/** The keys of a filter such as `.a.b`; none for `.`. */
function keysOf(filter: string): readonly string[] | undefined {
  if (filter === '.') return [];
  return /^(\.[A-Za-z_]\w*)+$/.test(filter) ? filter.slice(1).split('.') : undefined;
}

function yamlInput(call: Call): Conversion | undefined {
  const args = call.args.filter((arg) => arg !== '--yaml-input');
  if (args.length === call.args.length) return undefined;
  return filtered({ ...call, args }, { format: 'yaml', flags: /^-[cM]+$/ });
}

/** Reads its standard input; without a flag it makes JSON of YAML. */
function yj({ args, input, isWritten }: Call): Conversion | undefined {
  const [flag = '-yj', ...more] = args;
  const format = flag === '-yj' ? 'yaml' : flag === '-tj' ? 'toml' : undefined;
  if (format === undefined || more.length > 0 || input === undefined || !isWritten)
    return undefined;
  return { input, format, keys: [] };
}

const formatNames: ReadonlyMap<string, DataFormat> = new Map([
  ['yaml', 'yaml'],
  ['toml', 'toml'],
  ['json', 'json'],
]);

function remarshal({ args, input, isWritten }: Call): Conversion | undefined {
  const named = new Map<string, string>();
  const files: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [flag = '', value] = (args[index] ?? '').split('=', 2);
    if (!flag.startsWith('-')) files.push(flag);
    else named.set(flag.replace(/^-+/, ''), value ?? args[++index] ?? '');
  }
  const format = formatNames.get(
    named.get('if') ?? named.get('input-format') ?? named.get('f') ?? '',
  );
  const to = named.get('of') ?? named.get('output-format') ?? named.get('t');
  const file = named.get('i') ?? named.get('input') ?? files.shift() ?? input;
  const out = named.get('o') ?? named.get('output') ?? files.shift();
  const isOut = out === '$out' || (out === undefined && isWritten);
  if (!format || to !== 'json' || file === undefined || !isOut || files.length > 0)
    return undefined;
  const known = /^(if|input-format|f|of|output-format|t|i|input|o|output)$/;
  return [...named.keys()].every((name) => known.test(name))
    ? { input: file, format, keys: [] }
    : undefined;
}
