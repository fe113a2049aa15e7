import { optionName } from '#analyzer/options/name.ts';
import { type EmitContext, type Emitted, emitter, type Problem } from '../emitter.ts';
import { grouped } from '../flags/grouped.ts';
import { prettyJson } from '../print/json.ts';
import { code, compactTable } from '../print/markdown.ts';
import { type NixData, nixBindings } from '../print/nix.ts';
import { type NixSecretUse, nixSecretUses } from './nix-secret-uses.ts';
import { secretNixFiles } from './secret-nix-files.ts';
import { apart, keysOutside, writtenIn } from './template-values.ts';

interface Options {
  readonly files: readonly string[];
  readonly beside: string;
}

export const secretsTemplate = emitter({
  name: 'secrets-template',
  summary: 'The keys that code takes from Nix files of secrets, without any value.',
  inputs: ['secret-file', 'nix-file'],
  formats: ['nix', 'markdown', 'json'],
  output: 'secrets/{file}.template',
  effect: 'documentation',
  options: {
    files: {
      summary: 'The files of secrets; unless set, the Nix files that git keeps encrypted.',
      default: [],
    },
    beside: {
      summary: 'A template whose own keys are left out, for a fence inside of it.',
      default: '',
    },
  },
  emit: (context) => {
    const { facts, options, format } = context;
    const files = options.files.length > 0 ? options.files : secretNixFiles(facts);
    const uses = grouped(nixSecretUses(facts, new Set(files)), ({ file }) => file);
    const told = files.map((file) => ({ file, keys: keysOf(context, uses.get(file) ?? []) }));
    if (format === 'nix') return templates(context, told);
    const text = format === 'json' ? dataOf(told) : tablesOf(told);
    return { parts: [{ names: {}, text }], problems: [] };
  },
});

interface ToldFile {
  readonly file: string;
  readonly keys: readonly ToldKey[];
}

function joined({ path }: ToldKey): string {
  return path.join(apart);
}

interface ToldKey {
  readonly path: readonly string[];
  readonly readers: readonly string[];
}

function keysOf(
  { compare }: EmitContext<Options>,
  uses: readonly NixSecretUse[],
): readonly ToldKey[] {
  const keys = [...grouped(uses, ({ key }) => key.join(apart)).values()];
  return keys
    .map((group) => ({
      path: group[0]?.key ?? [],
      readers: [...new Set(group.map(({ at }): string => at.file))].sort(compare),
    }))
    .toSorted((a, b) => compare(joined(a), joined(b)));
}

/** One template for each file. What people wrote into it is kept, also where no code takes it. */
function templates(context: EmitContext<Options>, told: readonly ToldFile[]): Emitted {
  const problems: Problem[] = [];
  const parts = told.map(({ file, keys }) => {
    const names = { file: file.slice(file.lastIndexOf('/') + 1) };
    const written = writtenIn(context.existing(names) ?? '');
    const paths = new Set(keys.map(joined));
    const stale = [...written.keys()].filter((name) => !isTaken(name, paths));
    if (stale.length > 0) problems.push({ message: untaken(stale, file) });
    const own = ownKeys(context);
    const all = [...new Set([...paths, ...written.keys()])].filter((name) => !isTaken(name, own));
    const data = nested(all.toSorted(context.compare), (name) => written.get(name) ?? '');
    const isPart = context.options.beside !== '';
    return { names, text: isPart ? nixBindings(data) : `{\n${nixBindings(data, '  ')}}\n` };
  });
  return { parts, problems };
}

/** What people wrote around the fence. */
function ownKeys({ facts, options }: EmitContext<Options>): ReadonlySet<string> {
  return options.beside === '' ? new Set() : keysOutside(facts.text(options.beside) ?? '');
}

/** Code may take a key, a part of it, or the set around it. */
function isTaken(name: string, paths: ReadonlySet<string>): boolean {
  return [...paths].some((path) => {
    return path === name || path.startsWith(name + apart) || name.startsWith(path + apart);
  });
}

function untaken(names: readonly string[], file: string): string {
  const [what, kept] = names.length === 1 ? ['the key', 'it stays'] : ['the keys', 'they stay'];
  const listed = names.map((name) => `\`${optionName(name.split(apart))}\``).join(', ');
  return `no Nix code takes ${what} ${listed} of \`${file}\`; ${kept} in its template`;
}

type NixSet = { readonly [name: string]: NixData };

/** Paths as sets in sets; a name that others lie below is a set, whatever else is said of it. */
function nested(names: readonly string[], inside: (name: string) => NixData, above = ''): NixSet {
  const own = names
    .filter((name) => name.startsWith(above))
    .map((name) => name.slice(above.length));
  const first = [...new Set(own.map((name) => name.split(apart)[0] ?? ''))];
  return Object.fromEntries(
    first.map((name) => {
      const isSet = own.some((each) => each.startsWith(name + apart));
      const path = `${above}${name}`;
      return [name, isSet ? nested(names, inside, path + apart) : inside(path)];
    }),
  );
}

function dataOf(told: readonly ToldFile[]): string {
  return prettyJson(
    Object.fromEntries(
      told.map(({ file, keys }) => [
        file,
        Object.fromEntries(keys.map(({ path, readers }) => [optionName(path), readers])),
      ]),
    ),
  );
}

function tablesOf(told: readonly ToldFile[]): string {
  return told
    .map(({ file, keys }) => {
      const rows = keys.map(({ path, readers }) => [
        code(optionName(path)),
        readers.map(code).join(', '),
      ]);
      return `## ${code(file)}\n\n${compactTable(['Key', 'Taken by'], rows)}`;
    })
    .join('\n');
}
