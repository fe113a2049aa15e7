import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { oncePer } from '#analyzer/once-per.ts';
import type { Span } from '#parser/span.ts';
import { accountMentions } from './account-mentions.ts';
import { cloudMentions, recipientMentions } from './cloud-mentions.ts';
import { flakeMentions } from './flake-mentions.ts';
import { lockMentions } from './lock-mentions.ts';
import { secretMentions } from './secret-mentions.ts';
import { spanOf } from './site-span.ts';
import { type FactMention, type MentionSource, type Role, type Thing, thingKey } from './thing.ts';

const sources: readonly MentionSource[] = [
  secretMentions,
  accountMentions,
  flakeMentions,
  cloudMentions,
  recipientMentions,
];

/** A place that speaks of a thing, in the text of today. */
export interface PlacedMention {
  readonly thing: Thing;
  readonly role: Role;
  readonly file: FilePath;
  readonly span: Span;
  readonly hosts: readonly string[] | undefined;
}

/** Every place of a workspace that facts know to speak of a thing. */
class FactIndex {
  readonly #facts: Facts;
  readonly #byFile = new Map<FilePath, FactMention[]>();
  readonly #byThing = new Map<string, FactMention[]>();
  readonly #placed = new Map<FilePath, readonly PlacedMention[]>();

  constructor(facts: Facts) {
    this.#facts = facts;
    for (const mentions of sources) for (const mention of mentions(facts)) this.#add(mention);
    for (const mention of lockMentions(facts)) this.#add(mention);
  }

  /** The places of a file that speak of something, with those of one place for several machines as one. */
  inFile(file: FilePath): readonly PlacedMention[] {
    const placed =
      this.#placed.get(file) ?? this.#place(this.#byFile.get(file) ?? []).toSorted(inText);
    this.#placed.set(file, placed);
    return placed;
  }

  /** The places that speak of a thing, declarations first. */
  of(thing: Thing): readonly PlacedMention[] {
    const placed = this.#place(this.#byThing.get(thingKey(thing)) ?? []);
    return placed.toSorted((a, b) => order[a.role] - order[b.role]);
  }

  /** Every thing of which something is known, once. */
  things(): readonly Thing[] {
    return [...this.#byThing.values()].flatMap(([first]) => first?.thing ?? []);
  }

  #add(mention: FactMention): void {
    const { thing, at } = mention;
    push(this.#byFile, at.file, mention);
    push(this.#byThing, thingKey(thing), mention);
  }

  #place(mentions: readonly FactMention[]): PlacedMention[] {
    const found = new Map<string, PlacedMention>();
    for (const mention of mentions) {
      const { thing, role, hosts } = mention;
      const { file, span } = spanOf(this.#facts, mention);
      const key = `${thingKey(thing)} ${role} ${file} ${span.start} ${span.end}`;
      const known = found.get(key);
      found.set(key, {
        thing,
        role,
        file,
        span,
        hosts: known ? joined(known.hosts, hosts) : hosts,
      });
    }
    return [...found.values()];
  }
}

/** The index of the facts of a snapshot, made once for it. */
export const factIndexOf = oncePer((facts: Facts) => new FactIndex(facts));

const order: Readonly<Record<Role, number>> = { declaration: 0, definition: 1, use: 2 };

function joined(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  return a && b && [...new Set([...a, ...b])];
}

function inText(a: PlacedMention, b: PlacedMention): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}

function push<Key, Item>(groups: Map<Key, Item[]>, key: Key, item: Item): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}
