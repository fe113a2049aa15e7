import { apply } from '../evaluate/apply.ts';
import { deepestEvaluation, nested } from '../evaluate/session.ts';
import { type Attributes, Thunk, type Unknown, type Value } from '../evaluate/value.ts';
import { type OptionType, typeOf } from '../option-types/option-type.ts';
import { passedToUnknown, withPassed } from './alias.ts';
import { withAliased } from './aliased-names.ts';
import {
  childDefinitions,
  contentSet,
  elementDefinition,
  unforced,
  unknownContent,
} from './child-definitions.ts';
import { type Declaration, declarationOf, setsAmong } from './declaration.ts';
import { type Definition, definitionsIn, definitionsInAll, holds } from './definitions.ts';
import { anyForm, freeElement, isByName } from './freeform.ts';
import { asOwn, mayKnowOurOptions } from './known-modules.ts';
import { mergeDefinitions, readValue } from './merge.ts';
import { NameIndex } from './name-index.ts';
import { notLookedInto, Part, type PartOf, partOfValue, type RawNode } from './option-part.ts';
import type { OptionTree } from './option-tree.ts';
import { configView } from './option-view.ts';
import { isOurs } from './own-options.ts';
import { type Settled, settle, settledDefinitions } from './settle.ts';
import { mayBeModules, type Structure, structureOf } from './structure.ts';

const none: readonly never[] = [];

/**
 * One path of options: everything that is defined and declared at or below it.
 *
 * Nodes are made when asked for. An option that the repository declares merges
 * by its type; of the rest it is not known which are options and which only
 * lead to options, and sets are taken to lead on.
 */
export class OptionNode {
  readonly tree: OptionTree;
  readonly path: readonly string[];
  /** What declares the option; absent where only upstream may. */
  readonly declaration: Declaration | undefined;
  readonly #declarations: readonly Attributes[];
  readonly #raw: RawNode;
  #children: Map<string, OptionNode> | undefined;
  #definitions: readonly Definition[] | undefined;
  #gaps: readonly Unknown[] | undefined;
  #leading: NameIndex<Definition> | undefined;
  #declared: NameIndex<Attributes> | undefined;
  #structure: Structure | undefined;
  #thunk: Thunk | undefined;
  #settled: Settled | undefined;
  #type: OptionType | 'none' | undefined;

  constructor(tree: OptionTree, path: readonly string[], raw: RawNode) {
    this.tree = tree;
    this.path = path;
    this.#raw = raw;
    const isDeclared = raw.declarations.length > 0;
    this.#declarations = isDeclared ? setsAmong(raw.declarations) : none;
    this.declaration = isDeclared ? declarationOf(this.#declarations) : undefined;
  }

  /** The type by which definitions merge; absent where only upstream knows it. */
  get type(): OptionType | undefined {
    this.#type ??= this.#ownType() ?? 'none';
    return this.#type === 'none' ? undefined : this.#type;
  }

  #ownType(): OptionType | undefined {
    if (this.declaration) return this.declaration.type;
    const { declarations, type } = this.#raw;
    const unread = declarations.find((thunk) => thunk.force().kind === 'unknown')?.force();
    if (unread) return typeOf(unread);
    return this.isDeclared ? undefined : type;
  }

  /** Properties taken off, conditions not looked at, in the order of merging. Looking into definitions counts as depth. */
  get definitions(): readonly Definition[] {
    if (this.#definitions) return this.#definitions;
    this.tree.session.depth += 4;
    const raw = withPassed(this, this.#raw.definitions());
    const definitions = raw.length === 0 ? none : definitionsInAll(raw);
    this.tree.session.depth -= 4;
    this.#definitions = definitions;
    return definitions;
  }

  /** What may define something here and cannot be read. */
  get gaps(): readonly Unknown[] {
    if (this.#gaps) return this.#gaps;
    const outer = this.#outerGaps();
    const own: Unknown[] = [...passedToUnknown(this)];
    for (const definition of this.definitions) {
      const gap = unknownContent(definition);
      if (gap) own.push(this.isRoot ? gap : asOwn(gap));
    }
    this.#gaps = own.length === 0 ? outer : [...outer, ...own];
    return this.#gaps;
  }

  /** Modules of other people's inputs know nothing of what this repository declares or names. */
  #outerGaps(): readonly Unknown[] {
    const gaps = this.#raw.gaps();
    if (gaps.length === 0) return gaps;
    return isOurs(this) ? gaps.filter(({ reason }) => mayKnowOurOptions(reason)) : gaps;
  }

  /** The definitions, and the default of the option as the weakest of them. */
  get candidates(): readonly Definition[] {
    const byDefault = this.declaration?.byDefault;
    return byDefault ? [...definitionsIn(byDefault), ...this.definitions] : this.definitions;
  }

  /** The definitions that count, after conditions and priorities. */
  get settled(): Settled {
    this.#settled ??= settle(this.candidates);
    return this.#settled;
  }

  /** What is below the option, by its type. */
  get structure(): Structure {
    this.#structure ??= structureOf(this);
    return this.#structure;
  }

  /** The merged value, or why there is none. */
  get value(): Value {
    return this.thunk.force();
  }

  /** The merged value for later; it stands where the first definition stands. */
  get thunk(): Thunk {
    if (this.#thunk) return this.#thunk;
    const site = this.definitions[0]?.content.site;
    this.#thunk = new Thunk(site, () => nested(this.tree.session, () => this.#evaluate()));
    return this.#thunk;
  }

  #evaluate(): Value {
    const transform = this.declaration?.apply;
    if (!transform) return readValue(this);
    const merged = new Thunk(transform.site, () => mergeDefinitions(this));
    return apply(transform.force(), merged, { session: this.tree.session, at: transform.site });
  }

  /** The node of an attribute, whether or not anything is defined there. Making it counts as a step. */
  child(name: string): OptionNode {
    const known = this.#children?.get(name);
    if (known) return known;
    const { session } = this.tree;
    // Of a child of what leads on without end, nothing is known.
    if (session.steps <= 0 || session.depth > deepestEvaluation)
      return new OptionNode(this.tree, [...this.path, name], notLookedInto);
    session.steps--;
    const node = this.#makeChild(name);
    this.#children ??= new Map();
    this.#children.set(name, node);
    return node;
  }

  #makeChild(name: string): OptionNode {
    const { structure } = this;
    if (structure.kind === 'modules') return structure.root.child(name);
    const path = [...this.path, name];
    if (structure.kind !== 'elements')
      return new OptionNode(this.tree, path, new Part(this, name, this.#partOf(name)));
    const definitions = () => childDefinitions(this.leads.under(name), name, elementDefinition);
    const type = structure.type(name);
    const gaps = () => this.gaps;
    const part = { definitions, declarations: none, gaps, type, place: 'value' as const };
    return new OptionNode(this.tree, path, part);
  }

  /** What an option that leads to others, or a value of any form, has under a name. */
  #partOf(name: string): PartOf {
    const { freeform } = this.#raw;
    const declarations = this.declaration ? none : this.#declaredUnder(name);
    if (this.type) {
      const type = this.type.kind === 'form' ? this.type : undefined;
      return { declarations, type, place: 'value' };
    }
    const free = name === '_module' ? undefined : freeform?.();
    if (!free) return { declarations };
    const definitions = () =>
      childDefinitions(this.leads.under(name), name, elementDefinition).length;
    return { declarations, type: freeElement(free, definitions), freeform: () => anyForm };
  }

  get #declaredIndex(): NameIndex<Attributes> {
    this.#declared ??= new NameIndex(this.#declarations, (value) => value);
    return this.#declared;
  }

  #declaredUnder(name: string): readonly Thunk[] {
    if (this.#declarations.length === 0) return none;
    const found: Thunk[] = [];
    for (const value of this.#declaredIndex.under(name)) {
      const declared = value.get(name)?.value;
      if (declared) found.push(declared);
    }
    return found.length === 0 ? none : found;
  }

  /** The definitions whose attributes count: a forced set hides the others. */
  get leads(): NameIndex<Definition> {
    this.#leading ??= new NameIndex(this.#leadingDefinitions(), contentSet);
    return this.#leading;
  }

  #leadingDefinitions(): readonly Definition[] {
    const { structure } = this;
    if (structure.kind === 'elements') return structure.definitions;
    return this.type
      ? settledDefinitions(this.candidates, this.settled)
      : unforced(this.definitions);
  }

  /** A node for a part of the value that has no name of its own, such as an element of a list. */
  anonymous(
    place: string,
    definitions: readonly Definition[],
    type: OptionType | undefined,
  ): OptionNode {
    return new OptionNode(this.tree, [...this.path, place], partOfValue(definitions, type));
  }

  /** The node at the end of a path below this one. */
  at(path: readonly string[]): OptionNode {
    let node: OptionNode = this;
    for (const name of path) node = node.child(name);
    return node;
  }

  /** Whether a module system begins here. */
  get isRoot(): boolean {
    return this.#raw.place === 'root';
  }

  /** Whether what is declared nowhere may have another form than that of a set. */
  get isFreeform(): boolean {
    const type = this.#raw.freeform?.();
    return type !== undefined && !isByName(type);
  }

  /** Whether the node is a part of an option's value, and no option itself. */
  get isPartOfValue(): boolean {
    return this.#raw.place === 'value';
  }

  get isDeclared(): boolean {
    return this.#declarations.length > 0;
  }

  /** Every name that some definition here has, whatever its conditions, sorted. */
  names(): readonly string[] {
    const { structure } = this;
    if (structure.kind === 'modules') return structure.root.names();
    return withAliased(this, this.leads.names());
  }

  /** The names that definitions give whose conditions hold, or may hold; sorted. Conditions of what they give are not looked at. */
  possibleNames(): readonly string[] {
    const { structure, leads } = this;
    if (structure.kind === 'modules') return structure.root.possibleNames();
    return withAliased(this, leads.where((definition) => holds(definition) !== false).names());
  }

  /** Whether something under the name is defined or declared, whatever the conditions. Cheaper than to ask the child. */
  mentions(name: string): boolean {
    const { structure } = this;
    if (structure.kind === 'modules') return structure.root.mentions(name);
    if (this.leads.has(name) || this.tree.aliases().length > 0) return true;
    return structure.kind !== 'elements' && !this.declaration && this.#declaredIndex.has(name);
  }

  /** Whether `names` and `declaredNames` give every name that is mentioned. */
  get isListed(): boolean {
    const { structure } = this;
    if (structure.kind === 'modules') return structure.root.isListed;
    if (this.tree.aliases().length > 0 || !this.leads.isComplete) return false;
    return structure.kind === 'elements' || this.#declaredIndex.isComplete;
  }

  /** Names declared below, for options that lead to options. */
  declaredNames(): readonly string[] {
    const structure = mayBeModules(this.type) ? this.structure : undefined;
    if (structure?.kind === 'modules') return structure.root.declaredNames();
    return this.declaration ? none : this.#declaredIndex.names();
  }

  /** The set that `config` shows at this path. */
  view(): Attributes {
    const { structure } = this;
    return structure.kind === 'modules' ? structure.root.view() : configView(this);
  }

  /** Whether some definition holds, or may hold. */
  isPresent(): boolean {
    return this.definitions.some((definition) => holds(definition) !== false);
  }
}
