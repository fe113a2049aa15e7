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
    const key = JSON.stringify([file, expr, content?.start, wordsOf(template, scope, '')]);
    const reported = { ...report, at, template, scope };
    const others = this.#byPlace.get(key);
    if (others) others.push(reported);
    else this.#byPlace.set(key, [reported]);
  }

  /** Hands everything on, in the order in which it came. */
  close(): void {
    for (const [first, ...others] of this.#byPlace.values()) {
      const all = [first, ...others];
      const hosts = all.flatMap(({ scope }) => {
        const host = columnOf(scope.row, 'host');
        return typeof host === 'string' ? [host] : [];
      });
      const message = wordsOf(first.template, first.scope, enumerated([...new Set(hosts)]));
      const related = all.flatMap((each) => each.related ?? []);
      const fixes = first.fixes ?? [];
      this.#context.report(first.at, { message, related: withoutTwins(related), fixes });
    }
  }
}

/** A text in which the machine is called something else. */
function wordsOf(template: Template, scope: Scope, host: string): string {
  return template
    .map((part) => {
      if (typeof part === 'string') return part;
      const isHost = part.path.join('.') === 'host' && part.filters.length === 0;
      const text = isHost ? host : textOf([part], scope);
      return isUndecided(text) ? '' : text;
    })
    .join('');
}

function withoutTwins(notes: readonly Note[]): readonly Note[] {
  const byText = new Map(notes.map((note) => [JSON.stringify(note), note]));
  return [...byText.values()];
}

/** Where the column is written that the convention names, else where the row comes from. */
export function placeOf({ at }: Convention, { row }: Scope): Site {
  return (at === undefined ? undefined : row.places?.[at]) ?? row.at;
}
