import type { Span } from '#parser/span.ts';
import type { TableBuilder } from '../extract/table.ts';
import type { Cell } from '../facts/cell.ts';
import type { GrantRow } from '../facts/grants.ts';
import type { Site } from '../site.ts';
import {
  type Atom,
  both,
  type Conjunction,
  hole,
  isOpenText,
  type MatchKind,
  type Subject,
} from './condition.ts';
import { type PolkitGrant, readPolkitRules } from './rules.ts';

/** A text of rules on a machine, or in a file that no machine is known to have. */
export interface PolkitText {
  readonly host: string | undefined;
  readonly text: string;
  readonly place: (range: Span) => Site;
  /** Why parts of the text, written as `hole`, are not known. */
  readonly reason: string | undefined;
}

/** Adds what a text of rules grants; what is not understood there is a gap. */
export function addPolkitText(table: TableBuilder<'grant'>, rules: PolkitText): void {
  const { host, text, place } = rules;
  const { grants, problems } = readPolkitRules(text);
  for (const [index, grant] of grants.entries())
    addGrant(table, rules, { ...grant, unless: strongerThan(grant, grants.slice(0, index)) });
  for (const { what, span } of problems)
    table.gap(known(host), `${what} in rules of polkit is not understood`, place(span));
}

interface Grant extends PolkitGrant {
  /** What comes before it and answers otherwise, as far as both may hold. */
  readonly unless: readonly Conjunction[];
}

function strongerThan(grant: PolkitGrant, before: readonly PolkitGrant[]): readonly Conjunction[] {
  return before.flatMap(({ when, result }) => {
    const overlap = result === grant.result ? [] : both([grant.when], [when]);
    return overlap?.length === 0 ? [] : [when];
  });
}

function known(host: string | undefined): Pick<GrantRow, 'mechanism'> & { readonly host?: string } {
  return { mechanism: 'polkit', ...(host === undefined ? {} : { host }) };
}

const results: ReadonlySet<string> = new Set<GrantRow['result']>([
  'yes',
  'no',
  'auth_self',
  'auth_self_keep',
  'auth_admin',
  'auth_admin_keep',
]);

function isResult(text: string): text is GrantRow['result'] {
  return results.has(text);
}

function addGrant(table: TableBuilder<'grant'>, rules: PolkitText, grant: Grant): void {
  const { host, place } = rules;
  const { result, span } = grant;
  if (!isResult(result)) {
    table.gap(known(host), `\`${result}\` is no answer of polkit`, place(span));
    return;
  }
  const parts = partsOf(rules, grant);
  const { unit, action, user } = parts.spans;
  // What an interpolation gives has no place of its own.
  const spots = [unit, action, user, span].flatMap((where) => (where ? [place(where)] : []));
  const places = Object.entries(parts.spans).map(
    ([column, where]) => [column, place(where)] as const,
  );
  table.add({
    at: spots.find(({ content }) => content !== undefined) ?? place(span),
    places: { ...Object.fromEntries(places), result: place(span) },
    host,
    mechanism: 'polkit',
    ...parts.cells,
    result,
    conditions: parts.conditions,
  });
}

type Cells = Pick<
  GrantRow,
  'user' | 'group' | 'action' | 'action-match' | 'unit' | 'unit-match' | 'verb' | 'command'
>;

interface Parts {
  readonly cells: Cells;
  readonly spans: { readonly [column: string]: Span };
  readonly conditions: readonly string[];
}

type Match = Extract<Atom, { kind: 'match' }>;

const subjects: readonly Subject[] = ['user', 'group', 'action', 'unit', 'verb', 'command'];
/** Of these a row can say how the text is meant. */
const withMatch: ReadonlySet<Subject> = new Set(['action', 'unit']);

function partsOf(rules: PolkitText, { when, unless }: Grant): Parts {
  const chosen = new Map<Subject, Match>();
  for (const atom of when)
    if (isColumn(atom) && !chosen.has(atom.subject)) chosen.set(atom.subject, atom);
  const rest = when.filter((atom) => !isChosen(chosen, atom));
  const open = rest.find((atom) => !isHarmless(atom));
  const cellOf = (subject: Subject): Cell<string> => {
    const atom = chosen.get(subject);
    if (atom)
      return isOpenText(atom.text) ? { undecided: rules.reason ?? 'is not known' } : atom.text;
    return open && { undecided: `depends on \`${shown(open)}\`` };
  };
  return {
    cells: {
      user: cellOf('user'),
      group: cellOf('group'),
      action: cellOf('action'),
      'action-match': matchOf(chosen.get('action')),
      unit: cellOf('unit'),
      'unit-match': matchOf(chosen.get('unit')),
      verb: cellOf('verb'),
      command: cellOf('command'),
    },
    spans: Object.fromEntries(
      subjects.flatMap((subject) => {
        const atom = chosen.get(subject);
        return atom ? [[subject, atom.span]] : [];
      }),
    ),
    conditions: [
      ...rest.map(shown),
      ...unless.map((all) => `not (${all.map(shown).join(' and ')})`),
    ],
  };
}

/** Whether a question is what a column says. */
function isColumn(atom: Atom): atom is Match {
  if (atom.kind !== 'match' || atom.negated) return false;
  return atom.match === 'exact' || withMatch.has(atom.subject);
}

function isChosen(chosen: ReadonlyMap<Subject, Match>, atom: Atom): boolean {
  return atom.kind === 'match' && chosen.get(atom.subject) === atom;
}

function matchOf(atom: Match | undefined): MatchKind | undefined {
  return atom?.match;
}

/** Whether a question only narrows the grant down, and says nothing that a column says. */
function isHarmless(atom: Atom): boolean {
  return (
    atom.kind === 'match' ||
    /^!?\(*subject\.(local|active|seat|session|system_unit|no_new_privileges)\b/.test(atom.text)
  );
}

function shown(atom: Atom): string {
  const text =
    atom.kind === 'other' ? atom.text : `${atom.subject} ${words[atom.match]} ${atom.text}`;
  return (atom.negated ? `not (${text})` : text).replaceAll(hole, '${…}').replace(/\s+/g, ' ');
}

const words: { readonly [Kind in MatchKind]: string } = {
  exact: 'is',
  prefix: 'begins with',
  suffix: 'ends with',
  part: 'has',
  pattern: 'matches',
};
