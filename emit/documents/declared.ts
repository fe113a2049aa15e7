import type { OptionNode } from '#analyzer/nixos/option-node.ts';
import {
  type DeclaredOption,
  declaredOptions,
  type ValueText,
} from '#analyzer/options/declared.ts';
import { attributeName } from '#analyzer/options/name.ts';
import type { EmitContext } from '../emitter.ts';
import { nixExpression } from '../print/nix.ts';
import { plainOf } from '../values.ts';

/** An option with texts for a page. */
export interface DocumentedOption {
  readonly path: readonly string[];
  /** The path as people write it. */
  readonly name: string;
  readonly type: string | undefined;
  readonly default: OptionText | undefined;
  readonly example: OptionText | undefined;
  readonly description: string | undefined;
  readonly at: DeclaredOption['at'];
}

/** A value as people read it, on one line. */
export interface OptionText {
  readonly kind: 'code' | 'markdown';
  readonly text: string;
}

type Fleet = Pick<EmitContext<unknown>, 'facts' | 'machine' | 'wants' | 'compare'>;

/** The options that the repository declares, for machines and for homes on them, by their names. */
export function documentedOptions(fleet: Fleet): readonly DocumentedOption[] {
  const options = new Map<string, DocumentedOption>();
  for (const root of rootsOf(fleet)) {
    for (const declared of declaredOptions(root)) {
      const name = declared.path.map(partName).join('.');
      if (!options.has(name)) options.set(name, documented(fleet, declared, name));
    }
  }
  return [...options.values()].toSorted((a, b) => fleet.compare(a.name, b.name));
}

/** Machines before the homes on them, and these before homes of their own. */
function rootsOf({ facts, machine, wants, compare }: Fleet): readonly OptionNode[] {
  const rows = facts
    .table('host')
    .rows.filter(({ name }) => wants(name))
    .toSorted((a, b) => compare(a.name, b.name));
  const inOrder = [
    ...rows.filter((row) => row.class !== 'home'),
    ...rows.filter((row) => row.class === 'home'),
  ];
  const hosts = inOrder.flatMap(({ name }) => machine(name) ?? []);
  const homes = hosts.flatMap((host) => host.homes.map((home) => home.evaluation.root()));
  return [...hosts.map((host) => host.evaluation.root()), ...homes];
}

/** What stands for any name is not quoted. */
function partName(name: string): string {
  return name === '<name>' || name === '*' ? name : attributeName(name);
}

function documented(fleet: Fleet, declared: DeclaredOption, name: string): DocumentedOption {
  return {
    path: declared.path,
    name,
    type: declared.type,
    default: declared.default && textOf(fleet, declared.default),
    example: declared.example && textOf(fleet, declared.example),
    description: declared.description,
    at: declared.at,
  };
}

/** The text that somebody wrote to be read, else the expression, else the value of what is only a name. */
function textOf({ facts }: Fleet, told: ValueText): OptionText | undefined {
  if (told.kind !== 'value') return { kind: told.kind, text: oneLine(told.text) };
  const { value, missing } = plainOf(told.value);
  const known = value === undefined || missing.length > 0 ? undefined : value;
  const place = told.at && facts.locate(told.at);
  const source = place && facts.text(place.file)?.slice(place.span.start, place.span.end);
  const isName = source !== undefined && /^[A-Za-z_][\w'-]*$/.test(source);
  if (source !== undefined && (!isName || known === undefined))
    return { kind: 'code', text: oneLine(source) };
  return known === undefined ? undefined : { kind: 'code', text: oneLine(nixExpression(known)) };
}

function oneLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#')).join(' ');
}
