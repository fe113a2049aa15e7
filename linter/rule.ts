import type { FilePath, Fix, Location, Note, Severity } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import type { OptionTables } from '#analyzer/machine-work.ts';
import type { Site } from '#analyzer/site.ts';
import type { NodeKind } from '#parser/kinds.ts';
import type { Span } from '#parser/span.ts';
import type { Language, Node } from '#parser/tree.ts';
import type { Need } from './needs.ts';

export type Preset = 'recommended' | 'proxied-fleet' | 'statix' | 'deadnix';

/** One option of a rule. The type of the default is the type of the option. */
export interface RuleOption {
  readonly summary: string;
  readonly default: boolean | number | string | readonly string[];
  /** The only values that a text, or each text of a list, may have. */
  readonly choices?: readonly string[];
  /** What the text is the name of; one that nothing has is reported in the configuration. */
  readonly names?: 'machine';
}

export type RuleOptions = { readonly [name: string]: RuleOption };
export type OptionValues = { readonly [name: string]: RuleOption['default'] };

/** A linter of Nix whose checks this one stands for. */
export type Peer =
  | 'deadnix'
  | 'flake-checker'
  | 'flake-linter'
  | 'nil'
  | 'nix-linter'
  | 'nixf'
  | 'nixpkgs-hammering'
  | 'nixpkgs-lint'
  | 'nixpkgs-vet'
  | 'statix';

/** A check of another linter that a rule stands for. */
export interface PeerCode {
  readonly peer: Peer;
  /** What that linter calls it: a code, or the text that its messages begin with. */
  readonly code: string;
  /** What the rule does differently on purpose, and why. */
  readonly differs?: string;
}

export interface RuleMeta {
  /** Group and name in kebab case, equal to the path of the file below `rules/`: `order/imports`. */
  readonly name: string;
  /** One sentence of at most 80 characters, shown in lists and editor tooltips. */
  readonly summary: string;
  readonly severity: Severity;
  readonly fix: 'safe' | 'unsafe' | 'none';
  /** The release that introduced the rule; for a convention of a repository the file that has it. */
  readonly since: string;
  /** Presets that turn the rule on. Empty: only by configuration or `--select`. */
  readonly presets: readonly Preset[];
  readonly options?: RuleOptions;
  readonly peers?: readonly PeerCode[];
  /** Set for conventions: those of a `flakewise.toml`, which are on where they are written down, and those in TOML below `rules/`. */
  readonly origin?: 'configuration' | 'convention';
}

/**
 * Source text with markers, in one or several files; the syntax is in `example.ts`.
 * `fixed` is the same source after its fixes; `options` are the rule's.
 */
export type Example =
  | string
  | { readonly code: string; readonly fixed?: string; readonly options?: OptionValues };

export interface RuleDocs {
  /** Markdown: what goes wrong, when to leave the code as it is, and what to do. */
  readonly why: string;
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
}

export interface Finding {
  readonly message: string;
  readonly related?: readonly Note[];
  readonly fixes?: readonly Fix[];
}

export interface FileContext {
  readonly file: FilePath;
  readonly analysis: FileAnalysis;
  readonly options: OptionValues;
  report(where: Node | Span, finding: Finding): void;
}

export interface FleetContext {
  readonly facts: Facts;
  readonly options: OptionValues;
  report(where: Site | Location, finding: Finding): void;
  /** Whether several machines share the file: two hosts reach it, or the configuration's `shared` says so. */
  isShared(file: string): boolean;
  /** Counts one row that the rule could judge, whatever the verdict. Shown by `--coverage`. */
  decided(): void;
  /** Counts one row that the rule could not judge, and why. */
  undecided(reason: string): void;
}

/** Sees one file. May be run again on every keystroke. */
export interface FileRule {
  readonly scope: 'file';
  readonly language: Language;
  readonly meta: RuleMeta;
  readonly docs: RuleDocs;
  /** Whether it is shown nothing of files that are broken. */
  readonly leavesBroken?: boolean;
  /**
   * What has to be in a file in Nix, all of it, for the rule to have anything to say;
   * files that are broken or nested too deeply it is always shown.
   */
  readonly needs?: readonly Need[] | ((options: OptionValues) => readonly Need[]);
  readonly visit: { readonly [Kind in NodeKind]?: (node: Node, context: FileContext) => void };
}

/** Sees the facts of the whole fleet, and no syntax. */
export interface FleetRule {
  readonly scope: 'fleet';
  readonly meta: RuleMeta;
  readonly docs: RuleDocs;
  /** The tables of options that it asks for; those of homes cost less before anybody asks for others. */
  readonly readsOptions?: Exclude<OptionTables, 'none'>;
  /** Whether it speaks of files that nobody writes by hand. */
  readonly aboutGenerated?: boolean;
  readonly check: (context: FleetContext) => void;
}

export type Rule = FileRule | FleetRule;

export function fileRule(rule: Omit<FileRule, 'scope'>): FileRule {
  return { scope: 'file', ...rule };
}

/** A rule about the language, which sees only files that Nix can read. */
export function nixRule(rule: Omit<FileRule, 'scope' | 'language'>): FileRule {
  return { scope: 'file', language: 'nix', leavesBroken: true, ...rule };
}

export function fleetRule(rule: Omit<FleetRule, 'scope'>): FleetRule {
  return { scope: 'fleet', ...rule };
}
