import { describe, type Thunk, type Unknown, type Value } from '../evaluate/value.ts';
import type { Cell, Undecided } from '../facts/cell.ts';
import type { Evaluation } from '../nixos/evaluation.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { boolCell, integerCell, siteOf, stringCell } from './table.ts';
import { firstHole, isWhole, textCellOf, textOf, textsIn } from './texts.ts';

type Texts = Cell<readonly string[]>;

/**
 * The settings of one thing that the repository defines, such as a unit.
 *
 * Rows have many columns and sets few attributes, so nodes are made only for
 * what somebody sets or declares. Modules of other flakes do not know the
 * things that are defined here, so that they leave no setting undecided.
 */
export class Settings {
  readonly node: OptionNode;
  readonly #names: ReadonlySet<string>;
  readonly #foreign: ReadonlySet<Unknown>;
  /** What hides part of the set that this one is in. */
  readonly #around: Undecided | undefined;
  readonly #below = new Map<string, Settings>();
  #isListed: boolean | undefined;
  #hiding: Undecided | 'nothing' | undefined;

  constructor(node: OptionNode, foreign: ReadonlySet<Unknown>, around?: Undecided) {
    this.node = node;
    this.#foreign = foreign;
    this.#around = around;
    this.#names = new Set([...node.names(), ...node.declaredNames()]);
  }

  /** The node of a setting that has a value, or may have one. */
  given(name: string): OptionNode | undefined {
    if (!this.#names.has(name) && (this.#areAllListed || !this.node.mentions(name)))
      return undefined;
    const child = this.node.child(name);
    return child.isDeclared || child.isPresent() ? child : undefined;
  }

  get #areAllListed(): boolean {
    this.#isListed ??= this.node.isListed;
    return this.#isListed;
  }

  names(): readonly string[] {
    return [...this.#names].filter((name) => this.given(name) !== undefined);
  }

  /** The settings of a set that is one of the settings. */
  below(...path: readonly string[]): Settings {
    const [name, ...rest] = path;
    if (name === undefined) return this;
    const known = this.#below.get(name) ?? this.#settingsOf(name);
    this.#below.set(name, known);
    return known.below(...rest);
  }

  #settingsOf(name: string): Settings {
    return new Settings(this.node.child(name), this.#foreign, this.#hidden());
  }

  string(name: string): Cell<string> {
    return this.#cell(name, stringCell);
  }

  integer(name: string): Cell<number> {
    return this.#cell(name, integerCell);
  }

  truth(name: string): Cell<boolean> {
    return this.#cell(name, boolCell);
  }

  /** A scalar of any type, as text. */
  text(name: string): Cell<string> {
    return this.#cell(name, ({ value }) => textCellOf(value));
  }

  /** A scalar as text, with holes for what is not known. */
  partial(name: string): Cell<string> {
    return this.#cell(name, ({ value }) => (value.kind === 'null' ? undefined : textOf(value)));
  }

  #cell<T>(name: string, read: (node: OptionNode) => Cell<T>): Cell<T> {
    const node = this.given(name);
    return node ? read(node) : this.#hidden();
  }

  /** Names in lists, or in texts with blanks between them. */
  words(...names: readonly string[]): Texts {
    const texts = this.items(...names);
    if (texts === undefined || 'undecided' in texts) return texts;
    return texts.flatMap((text) => text.split(/\s+/)).filter((word) => word !== '');
  }

  /** The items of lists, and single texts, which must all be known. */
  items(...names: readonly string[]): Texts {
    const values = this.#valuesOf(names);
    const hole = values.every(isWhole) ? undefined : (firstHole(values) ?? 'has unusual items');
    if (hole !== undefined) return { undecided: hole };
    return this.#openness(names) ?? values.flatMap(textsIn);
  }

  /** The items of lists, and single texts, with holes for what is not known. */
  partials(...names: readonly string[]): Texts {
    return this.#openness(names) ?? this.#valuesOf(names).flatMap(textsIn);
  }

  /** The texts in the set below a name, by their names; `null` stands for none. */
  entries(name: string): Cell<readonly (readonly [string, string])[]> {
    const below = this.below(name);
    const hidden = below.#hidden();
    if (hidden) return hidden;
    return below.names().flatMap((key) => {
      const value = below.given(key)?.value;
      return value === undefined || value.kind === 'null'
        ? []
        : [[key, textOf(value) ?? listOf(value) ?? '${…}'] as const];
    });
  }

  /** Where columns are written: the first of their settings that is given. */
  places(columns: { readonly [column: string]: readonly string[] }): {
    readonly [column: string]: Site;
  } {
    const places: { [column: string]: Site } = {};
    for (const [column, names] of Object.entries(columns)) {
      const given = this.#firstOf(names);
      const at = given && siteOf(given);
      if (at) places[column] = at;
    }
    return places;
  }

  #firstOf(names: readonly string[]): OptionNode | undefined {
    for (const name of names) {
      const given = this.given(name);
      if (given) return given;
    }
    return undefined;
  }

  #valuesOf(names: readonly string[]): readonly Value[] {
    return names.flatMap((name): readonly Value[] => {
      const value = this.given(name)?.value;
      if (value === undefined || value.kind === 'null') return [];
      return value.kind === 'list' ? value.items.map((item) => item.force()) : [value];
    });
  }

  #openness(names: readonly string[]): Undecided | undefined {
    for (const name of names) {
      const node = this.given(name);
      const value = node?.value;
      const open = value?.kind === 'list' && this.#isOwn(value.open) ? value.open : undefined;
      const gap = open ?? (node && this.#gapOf(node));
      if (gap) return { undecided: describe(gap.reason) };
      if (value?.kind === 'failure') return { undecided: `fails: ${value.message}` };
    }
    return this.#hidden();
  }

  /** Why a setting that is not given may be set all the same. */
  #hidden(): Undecided | undefined {
    this.#hiding ??= this.#hiddenBy() ?? 'nothing';
    return this.#hiding === 'nothing' ? undefined : this.#hiding;
  }

  #hiddenBy(): Undecided | undefined {
    const gap = this.#gapOf(this.node);
    return gap ? { undecided: describe(gap.reason) } : this.#around;
  }

  /** What hides part of a node: some of its own definitions, or something around it that is no foreign module. */
  #gapOf(node: OptionNode): Unknown | undefined {
    for (const definition of node.definitions) {
      const content = definition.content.force();
      if (content.kind === 'unknown') return content;
      if (content.kind === 'attrs' || content.kind === 'list')
        if (content.open) return content.open;
    }
    return node.gaps.find((gap) => this.#isOwn(gap));
  }

  #isOwn(gap: Unknown | undefined): gap is Unknown {
    return gap !== undefined && !this.#foreign.has(gap);
  }
}

/** The items of a list, as systemd writes them behind each other. */
function listOf(value: Value): string | undefined {
  return value.kind === 'list' && value.open === undefined
    ? value.items.map((item) => textOf(item.force()) ?? '${…}').join(' ')
    : undefined;
}

/** What modules of other flakes may define, as the gaps of an evaluation say it. */
export function foreignGaps(evaluation: Evaluation): ReadonlySet<Unknown> {
  return new Set(
    evaluation
      .collected()
      .gaps.flatMap(({ why }) => (why.kind === 'unknown' && isForeignModule(why) ? [why] : [])),
  );
}

function isForeignModule({ reason, from }: Unknown): boolean {
  if (reason.kind !== 'input' || from?.every((thunk) => isForeign(thunk, 0)) === false)
    return false;
  if (reason.file !== undefined) return true;
  return reason.path.some((name) => name === 'outPath' || /modules?$/i.test(name));
}

/** More attributes than a call of a module of another flake has. */
const mostArguments = 20;

/** Whether a value holds nothing of the repository, so that what is made of it does not either. */
function isForeign(thunk: Thunk, depth: number): boolean {
  const value = thunk.force();
  switch (value.kind) {
    case 'null':
    case 'bool':
    case 'int':
      return true;
    case 'unknown':
      return ['input', 'package'].includes(value.reason.kind) && value.from === undefined;
    case 'attrs': {
      if (value.open) return value.open.reason.kind === 'package';
      const names = value.names();
      if (depth > 1 || names.length > mostArguments) return false;
      return names.every((name) => {
        const attribute = value.get(name);
        return attribute !== undefined && isForeign(attribute.value, depth + 1);
      });
    }
    default:
      return false;
  }
}
