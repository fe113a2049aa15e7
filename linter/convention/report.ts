import type { Fix, Note } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import { enumerated } from '#analyzer/secrets/places.ts';
import type { Site } from '#analyzer/site.ts';
import type { FleetContext } from '#linter/rule.ts';
import type { Convention } from './convention.ts';
import { columnOf, type Scope, textOf } from './scope.ts';
import { parseTemplate, type Template } from './template.ts';

/** What is said of a row. */
export interface Report {
  /** The words where the convention has none. */
  readonly otherwise: string;
  readonly related?: readonly Note[];
  readonly fixes?: readonly Fix[];
}

/** A row with what is said of it. */
interface Reported extends Report {
  readonly at: Site;
  readonly template: Template;
  readonly scope: Scope;
}

/**
 * What a convention finds. What holds alike for several machines because of one
 * place is one finding, which names them all.
 */
export class Reports {
  readonly #context: FleetContext;
  readonly #byPlace = new Map<string, [Reported, ...Reported[]]>();

  constructor(context: FleetContext) {
    this.#context = context;
  }

  /** Reports a row in the words of the convention, or in others. */
  add(convention: Convention, scope: Scope, report: Report): void {
    const at = placeOf(convention, scope);
    const own = parseTemplate(convention.message ?? '');
    const said = textOf(own, scope);
    const template =
      convention.message === undefined || isUndecided(said) ? [report.otherwise] : own;
    const { file, expr, content } = at;
    const key = JSON.stringify([file, expr, content?.start, wordsOf(template, scope, '').join('')]);
    const reported = { ...report, at, template, scope };
    const others = this.#byPlace.get(key);
    if (others) others.push(reported);
    else this.#byPlace.set(key, [reported]);
  }

  /** Hands everything on, in the order in which it came. */
  close(): void {
    const atPlaces = new Map<string, Finding[]>();
    for (const all of this.#byPlace.values()) {
      const { at } = all[0];
      const place = JSON.stringify([at.file, at.expr, at.content?.start]);
      atPlaces.set(place, [...(atPlaces.get(place) ?? []), findingOf(all)]);
    }
    for (const { at, message, related, fixes } of [...atPlaces.values()].flatMap(together))
      this.#context.report(at, { message, related: withoutTwins(related), fixes });
  }
}

/** What is found at a place, for all machines that have it from there. */
interface Finding {
  readonly at: Site;
  /** The text of each part of the template. */
  readonly words: readonly string[];
  readonly template: Template;
  readonly message: string;
  readonly related: readonly Note[];
  readonly fixes: readonly Fix[];
}

function findingOf(all: readonly [Reported, ...Reported[]]): Finding {
  const [{ at, template, scope, fixes = [] }] = all;
  const hosts = all.flatMap(({ scope: { row } }) => {
    const host = columnOf(row, 'host');
    return typeof host === 'string' ? [host] : [];
  });
  const words = wordsOf(template, scope, enumerated([...new Set(hosts)]));
  const related = all.flatMap((each) => each.related ?? []);
  return { at, template, words, message: words.join(''), related, fixes };
}

/** Findings of one place; those that differ in a single name become one. */
function together(findings: readonly Finding[]): readonly Finding[] {
  const said: Finding[] = [];
  let left = findings;
  for (let [first] = left; first; [first] = left) {
    const finding = first;
    const isTwin = (other: Finding) => differingName(finding, other) !== undefined;
    said.push(joined(finding, left.filter(isTwin)));
    left = left.filter((other) => other !== finding && !isTwin(other));
  }
  return said;
}

/** What two findings of one place name differently, where that is a single thing and nothing else differs. */
function differingName(one: Finding, other: Finding): string | undefined {
  const isAlike =
    one.template === other.template && JSON.stringify(one.fixes) === JSON.stringify(other.fixes);
  if (!isAlike) return undefined;
  const differing = other.words.flatMap((word, index) => (word === one.words[index] ? [] : [word]));
  const [name, ...others] = new Set(differing);
  return others.length > 0 ? undefined : name;
}

/** One finding for what a single place says of many, such as of all names in a list. */
function joined(first: Finding, twins: readonly Finding[]): Finding {
  if (twins.length === 0) return first;
  const names = twins.map((twin) => `\`${differingName(first, twin) ?? ''}\``);
  return {
    ...first,
    message: `${first.message}; likewise ${enumerated(names)}`,
    related: [first, ...twins].flatMap(({ related }) => related),
  };
}

/** The parts of a text in which the machine is called something else. */
function wordsOf(template: Template, scope: Scope, host: string): readonly string[] {
  return template.map((part) => {
    if (typeof part === 'string') return part;
    const isHost = part.path.join('.') === 'host' && part.filters.length === 0;
    const text = isHost ? host : textOf([part], scope);
    return isUndecided(text) ? '' : text;
  });
}

function withoutTwins(notes: readonly Note[]): readonly Note[] {
  const byText = new Map(notes.map((note) => [JSON.stringify(note), note]));
  return [...byText.values()];
}

/** Where the column is written that the convention names, else where the row comes from. */
export function placeOf({ at }: Convention, { row }: Scope): Site {
  return (at === undefined ? undefined : row.places?.[at]) ?? row.at;
}
