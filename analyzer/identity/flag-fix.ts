import type { Edit, FilePath, Fix } from '../diagnostic.ts';
import { step } from '../edit/beside.ts';
import { reindented } from '../edit/reindent.ts';
import { type Facts, gapFor } from '../facts/facts.ts';
import type { IdentityCheckRow } from '../facts/identity.ts';
import type { Site } from '../site.ts';
import type { ExprId } from '../syntax/module.ts';
import type { Scopes } from '../syntax/scope.ts';
import { conditionAt } from './conditions.ts';
import { askedFor, type Machines, type NamedMachine } from './machines.ts';
import { appendLine, insertBindings, type ModuleText, moduleText } from './module-text.ts';
import { readingOf } from './names.ts';

/**
 * Turns a check of the host name into an option that the module declares and
 * the asked-for machines set in their own files.
 *
 * Offered only when every edit is certain: all machines and their names are
 * known, the module is one set written out whose `config` and `lib` are its
 * arguments, and each machine that must set the option has a file of its own.
 */
export function flagFix(row: IdentityCheckRow, machines: Machines, facts: Facts): Fix | undefined {
  const asked = askedFor(row, machines.here);
  if (!machines.complete || asked.length === 0 || row.operator === 'match') return undefined;
  if (gapFor(facts.table('module'), { file: row.file })) return undefined;
  const shared = parsedModule(row.at.file, facts);
  const check = shared && certainCheck(shared, row.at);
  const flag = freeName(row.file, facts);
  if (!shared || !check || flag === undefined) return undefined;
  const edits = [
    ...declaration(shared, { flag, byDefault: check.negated }),
    replacement(shared, { at: row.at, flag }),
    ...asked.map((machine) => setting(machine, { facts, value: `${flag} = ${!check.negated};` })),
  ];
  const certain = edits.filter((edit) => edit !== undefined);
  if (certain.length < edits.length) return undefined;
  return {
    title: `declare \`${flag}\` and set it for ${asked.map(({ host }) => `\`${host.name}\``).join(', ')}`,
    safety: 'unsafe',
    edits: certain,
  };
}

function parsedModule(file: FilePath, facts: Facts): ModuleText | undefined {
  const text = facts.text(file);
  return text === undefined ? undefined : moduleText(file, text);
}

/** Whether the check reads the module's own `config`, which then has the option too, and `lib` is there to declare it. */
function certainCheck(shared: ModuleText, at: Site): { negated: boolean } | undefined {
  const { module } = shared;
  const reading = readingOf(module);
  const { scopes } = reading;
  const condition = conditionAt(reading, at.expr as ExprId);
  if (!condition?.identity.option) return undefined;
  if (!isOnlyArgument(shared, scopes, 'config') || !isOnlyArgument(shared, scopes, 'lib'))
    return undefined;
  return { negated: condition.negated };
}

function isOnlyArgument({ module }: ModuleText, scopes: Scopes, name: string): boolean {
  const binders = scopes.binders.filter((binder) => binder.name === name);
  const [only] = binders;
  return binders.length === 1 && only?.kind === 'formal' && only.owner === module.root;
}

/** A name after the file that no module of the fleet has in its text. */
function freeName(file: string, facts: Facts): string | undefined {
  const [name = '', folder = ''] = file
    .replace(/\.nix$/, '')
    .split('/')
    .reverse();
  const words = (name === 'default' ? folder : name).split(/[^A-Za-z0-9]+/).filter(Boolean);
  const [first = '', ...others] = words;
  const flag = `${first}${others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Enable`;
  if (!/^[a-z][A-Za-z0-9]*$/.test(flag)) return undefined;
  const isTaken = facts
    .table('module')
    .rows.some((row) => facts.text(row.file)?.includes(flag) ?? true);
  return isTaken ? undefined : flag;
}

/** Attributes of a module that stay beside `config`. */
const structural = new Set(['imports', 'disabledModules', '_file', '_class', 'key']);

function declaration(
  shared: ModuleText,
  { flag, byDefault }: { flag: string; byDefault: boolean },
): (Edit | undefined)[] {
  const declared = `options.${flag} = lib.mkOption {\n  type = lib.types.bool;\n  default = ${byDefault};\n};`;
  if (shared.closed.has('options')) return [undefined];
  if (shared.isExplicit) return [insertBindings(shared, [declared])];
  const definitions = shared.items.findIndex(({ name }) => !structural.has(name));
  const isMixed = shared.items.slice(definitions).some(({ name }) => structural.has(name));
  if (definitions < 0 || isMixed) return [undefined];
  return [
    insertBindings(shared, [declared, 'config = {'], definitions - 1),
    ...movedIn(shared, definitions),
    appendLine(shared, '};'),
  ];
}

/** The lines of the items from this number on, one step further in; as they are where that would change a text. */
function movedIn({ file, tree, set, items }: ModuleText, first: number): readonly Edit[] {
  const start = items[first - 1]?.end ?? (tree.start[set] ?? 0) + 1;
  const end = tree.text.lastIndexOf('\n', (tree.end[set] ?? 0) - 1);
  const moved = reindented(tree, { start, end }, step) ?? [];
  return moved.map((edit) => ({ file, ...edit }));
}

/** The check becomes the option, and parentheses around it alone go with it. */
function replacement(
  { file, tree, sourceMap }: ModuleText,
  { at, flag }: { at: Site; flag: string },
): Edit {
  const node = sourceMap.nodes[at.expr] ?? 0;
  const start = tree.start[node] ?? 0;
  const end = tree.end[node] ?? 0;
  const apart =
    /[\s([!]\($/.test(tree.text.slice(0, start)) && /^\)[\s)\];]/.test(tree.text.slice(end));
  const span = apart ? { start: start - 1, end: end + 1 } : { start, end };
  return { file, span, text: `config.${flag}` };
}

/** Sets the option in the machine's entry, when that is a module of this machine alone. */
function setting(
  { host }: NamedMachine,
  { facts, value }: { facts: Facts; value: string },
): Edit | undefined {
  const row = facts.table('module').rows.find((each) => each.file === host.entry);
  if (row === undefined || row.hosts.length !== 1 || row.hosts[0] !== host.name) return undefined;
  const entry = host.class === 'home' ? undefined : parsedModule(row.at.file, facts);
  if (entry === undefined || /hardware|generated/.test(row.file)) return undefined;
  if (!entry.isExplicit) return insertBindings(entry, [value]);
  return entry.closed.has('config') ? undefined : insertBindings(entry, [`config.${value}`]);
}
