import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type Glance, hasBit, traitBit } from '#parser/glance.ts';
import { Kind, kindNames } from '#parser/kinds.ts';
import type { Language, Node } from '#parser/tree.ts';
import { type Need, type NeedsOfRules, needsOfRules, rulesMet } from './needs.ts';
import type { Profile } from './profiles.ts';
import type { FileContext, FileRule, OptionValues, Rule } from './rule.ts';
import type { Level } from './settings.ts';

/** One rule, ready to see nodes of one kind. */
export interface Listener {
  readonly rule: FileRule;
  /** The place of the rule among those of its dispatch table. */
  readonly slot: number;
  readonly level: Exclude<Level, 'off'>;
  readonly options: OptionValues;
  readonly visit: (node: Node, context: FileContext) => void;
}

/** Who listens to which kind of node. */
export interface Dispatch {
  /** Indices are kinds. Most slots are empty. */
  readonly listeners: readonly (readonly Listener[] | undefined)[];
  readonly rules: readonly Addressee[];
  /** What they need, in the same order. */
  readonly needs: NeedsOfRules;
  /** All of the rules. */
  readonly everyone: Audience;
}

/** Those who are shown one file. */
export interface Audience {
  /** Not zero for kinds that one of them listens to. */
  readonly isHeard: Uint8Array;
  /** Not zero for the slots of their rules. */
  readonly isThere: Uint8Array;
  /** Whether all of them listen to the root alone, so that the rest need not be walked. */
  readonly rootOnly: boolean;
}

interface Addressee {
  readonly slot: number;
  /** The kinds that it listens to. */
  readonly kinds: readonly number[];
}

const rootKinds: readonly number[] = [Kind.source_code, Kind.config_file];

/** The listeners among the rules of one language; `undefined` when nobody listens. */
export function dispatchOf(
  rules: readonly Rule[],
  profile: Profile,
  language: Language,
): Dispatch | undefined {
  const table: (Listener[] | undefined)[] = kindNames.map(() => undefined);
  const guarded: (Addressee & { readonly needs: readonly Need[] })[] = [];
  for (const [slot, rule] of rules.entries()) {
    const setting = profile.get(rule);
    if (rule.scope !== 'file' || rule.language !== language) continue;
    if (setting === undefined || setting.level === 'off') continue;
    const { level, options } = setting;
    const kinds = Object.keys(rule.visit).map(kindOf);
    guarded.push({ slot, kinds, needs: needsOf(rule, options) });
    for (const [name, visit] of Object.entries(rule.visit)) {
      const kind = kindOf(name);
      table[kind] = [...(table[kind] ?? []), { rule, slot, level, options, visit }];
    }
  }
  if (guarded.length === 0) return undefined;
  return {
    listeners: table,
    rules: guarded,
    needs: needsOfRules(guarded),
    everyone: audienceOf(guarded),
  };
}

function needsOf({ needs = [] }: FileRule, options: OptionValues): readonly Need[] {
  return typeof needs === 'function' ? needs(options) : needs;
}

/**
 * Those of the rules that may have something to say of a file; `undefined` when
 * there are none, and then nobody has asked for the tree.
 */
export function audienceFor(dispatch: Dispatch, analysis: FileAnalysis): Audience | undefined {
  if (analysis.language !== 'nix') return dispatch.everyone;
  let audience: Audience | undefined;
  analysis.glance((shown) => {
    audience = audienceOfGlance(dispatch, shown);
    return audience !== undefined;
  });
  return audience;
}

const doubtfulBit = traitBit('doubtful');

function audienceOfGlance(
  { rules, needs, everyone }: Dispatch,
  shown: Glance,
): Audience | undefined {
  if (hasBit(shown, doubtfulBit)) return everyone;
  const met = rulesMet(needs, shown);
  return met.length === 0 ? undefined : audienceOf(met.flatMap((rule) => rules[rule] ?? []));
}

function audienceOf(rules: readonly Addressee[]): Audience {
  const isHeard = new Uint8Array(kindNames.length);
  const isThere = new Uint8Array(Math.max(...rules.map(({ slot }) => slot)) + 1);
  for (const { slot, kinds } of rules) {
    isThere[slot] = 1;
    for (const kind of kinds) isHeard[kind] = 1;
  }
  const rootOnly = rules.every(({ kinds }) => kinds.every((kind) => rootKinds.includes(kind)));
  return { isHeard, isThere, rootOnly };
}

function kindOf(name: string): number {
  const kind = Object.entries(Kind).find(([known]) => known === name)?.[1];
  if (kind === undefined) throw new Error(`unreachable: no kind \`${name}\``);
  return kind;
}
