import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import { type OracleValue, scalarOf, textsOf } from './fact-oracle.ts';

interface Counts {
  agree: number;
  wrong: number;
  unknown: number;
}

/** A comparison of what one table says of one machine. */
export interface Question {
  readonly host: string;
  readonly table: TableName;
  readonly what: string;
}

/** Counts what agrees, what differs and what is unknown here, by table. */
export class Score {
  readonly #facts: Facts;
  readonly #tables = new Map<TableName, Counts>();
  readonly #reasons = new Map<string, number>();
  readonly #wrongs: string[] = [];
  readonly #misses: string[] = [];

  constructor(facts: Facts) {
    this.#facts = facts;
  }

  /** Names that are there, or not. `theirs` is unset where the oracle has no answer. */
  sets(question: Question, ours: readonly string[], theirs: readonly string[] | undefined): void {
    if (theirs === undefined) return;
    const { host, table, what } = question;
    const [own, other] = [new Set(ours), new Set(theirs)];
    for (const name of own)
      if (other.has(name)) this.#counts(table).agree++;
      else this.#wrong(table, `${host}: ${what} ${name} is here and not there`);
    for (const name of other) {
      if (own.has(name)) continue;
      const gap = this.#gapOf(table, host);
      if (gap === undefined) this.#wrong(table, `${host}: ${what} ${name} is there and not here`);
      else this.#missed(table, gap, `${host}: ${what} ${name}`);
    }
  }

  /** One value. A value that the oracle does not give, or is not sure of, is not compared. */
  cell(
    { host, table, what }: Question,
    ours: Cell<string | number | boolean>,
    theirs: OracleValue,
  ): void {
    const value = scalarOf(theirs);
    if (value === undefined) return;
    if (isUndecided(ours)) this.#missed(table, ours.undecided, `${host}: ${what}`);
    else if (ours === value) this.#counts(table).agree++;
    else this.#wrong(table, `${host}: ${what}: ${ours ?? 'unset'} here, ${value} there`);
  }

  /** One list, whose order does not matter. */
  list({ host, table, what }: Question, ours: Cell<readonly string[]>, theirs: OracleValue): void {
    const texts = textsOf(typeof theirs === 'string' ? [theirs] : theirs);
    if (texts === undefined) return;
    if (isUndecided(ours)) {
      this.#missed(table, ours.undecided, `${host}: ${what}`);
      return;
    }
    if (ours?.some((text) => text.includes('${'))) {
      this.#missed(table, 'a text with a hole', `${host}: ${what}`);
      return;
    }
    const [own, other] = [[...(ours ?? [])].sort().join(' '), [...texts].sort().join(' ')];
    if (own === other) this.#counts(table).agree++;
    else this.#wrong(table, `${host}: ${what}: [${own}] here, [${other}] there`);
  }

  /** Everything that is unknown here and known there. */
  printMisses(): void {
    for (const miss of this.#misses) process.stdout.write(`UNKNOWN ${miss}\n`);
  }

  print(): void {
    for (const wrong of this.#wrongs) process.stdout.write(`WRONG ${wrong}\n`);
    const sum: Counts = { agree: 0, wrong: 0, unknown: 0 };
    for (const [table, counts] of [...this.#tables].sort(([a], [b]) => (a < b ? -1 : 1))) {
      process.stdout.write(`${line(table, counts)}\n`);
      sum.agree += counts.agree;
      sum.wrong += counts.wrong;
      sum.unknown += counts.unknown;
    }
    process.stdout.write(`${line('all', sum)}\n`);
    const reasons = [...this.#reasons].sort((a, b) => b[1] - a[1]).slice(0, 12);
    for (const [reason, count] of reasons) process.stdout.write(`  ${count} ${reason}\n`);
  }

  #counts(table: TableName): Counts {
    const known = this.#tables.get(table) ?? { agree: 0, wrong: 0, unknown: 0 };
    this.#tables.set(table, known);
    return known;
  }

  #wrong(table: TableName, text: string): void {
    this.#counts(table).wrong++;
    this.#wrongs.push(`${table} ${text}`);
  }

  #missed(table: TableName, reason: string, text: string): void {
    this.#counts(table).unknown++;
    this.#misses.push(`${table} ${text}: ${reason}`);
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  #gapOf(table: TableName, host: string): string | undefined {
    const { gaps } = this.#facts.table(table);
    return gaps.find((gap) => !('host' in gap.known) || gap.known.host === host)?.reason;
  }
}

function line(name: string, { agree, wrong, unknown }: Counts): string {
  const share = Math.round((1000 * unknown) / Math.max(1, agree + wrong + unknown)) / 10;
  return `${name}: agree ${agree}, wrong ${wrong}, unknown here ${unknown} (${share} %)`;
}
