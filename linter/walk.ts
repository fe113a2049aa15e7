import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { Kind, kindNames } from '#parser/kinds.ts';
import { type Language, Node, type NodeId } from '#parser/tree.ts';
import { attempt, crashReport } from './crash.ts';
import { plainFinding, plainSpan } from './plain-finding.ts';
import type { Profile } from './profiles.ts';
import type { FileContext, FileRule, OptionValues, Rule } from './rule.ts';
import type { Level } from './settings.ts';

/** One rule, ready to see nodes of one kind. */
interface Listener {
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
  /** Not zero for kinds with listeners. */
  readonly isHeard: Uint8Array;
  /** Whether all of them listen to the root alone, so that the rest need not be walked. */
  readonly rootOnly: boolean;
}

const rootKinds: readonly number[] = [Kind.source_code, Kind.config_file];

/** The listeners among the rules of one language; `undefined` when nobody listens. */
export function dispatchOf(
  rules: readonly Rule[],
  profile: Profile,
  language: Language,
): Dispatch | undefined {
  const table: (Listener[] | undefined)[] = kindNames.map(() => undefined);
  for (const [slot, rule] of rules.entries()) {
    const setting = profile.get(rule);
    if (rule.scope !== 'file' || rule.language !== language) continue;
    if (setting === undefined || setting.level === 'off') continue;
    const { level, options } = setting;
    for (const [name, visit] of Object.entries(rule.visit)) {
      const kind = kindOf(name);
      table[kind] = [...(table[kind] ?? []), { rule, slot, level, options, visit }];
    }
  }
  const heard = table.flatMap((listeners, kind) => (listeners === undefined ? [] : [kind]));
  if (heard.length === 0) return undefined;
  const isHeard = new Uint8Array(table.length);
  for (const kind of heard) isHeard[kind] = 1;
  return { listeners: table, isHeard, rootOnly: heard.every((kind) => rootKinds.includes(kind)) };
}

/**
 * Shows every node of a file to those who listen to its kind, in the order of
 * the text. A rule that throws sees no more of this file; the others go on.
 */
export function walk(file: FilePath, analysis: FileAnalysis, dispatch: Dispatch): Diagnostic[] {
  const found: Diagnostic[] = [];
  const isBroken = analysis.tree.errors.length > 0;
  const contexts: (FileContext | typeof silenced | undefined)[] = [];
  const begin = (listener: Listener): FileContext | typeof silenced =>
    isBroken && listener.rule.leavesBroken
      ? silenced
      : contextFor(listener, { file, analysis, found });
  const call = (listener: Listener, node: Node): void => {
    const { rule, slot } = listener;
    const context = contexts[slot] ?? begin(listener);
    contexts[slot] = context;
    if (context === silenced) return;
    const crash = attempt(listener.visit, node, context);
    if (crash === undefined) return;
    contexts[slot] = silenced;
    found.push(crashReport(file, rule.meta.name, crash));
  };
  eachNode(analysis, dispatch, call);
  return found;
}

/** In place of the context of a rule that sees no more of a file. */
const silenced = 'silenced';

/** The hot loop: rows nobody listens to cost two array reads. */
function eachNode(
  { tree }: FileAnalysis,
  { listeners, isHeard, rootOnly }: Dispatch,
  call: (listener: Listener, node: Node) => void,
): void {
  const { kind } = tree;
  const size = rootOnly ? Math.min(1, tree.size) : tree.size;
  for (let row = 0; row < size; row++) {
    const here = kind[row] ?? 0;
    if (isHeard[here] === 0) continue;
    const node = new Node(tree, row as NodeId);
    for (const listener of listeners[here] ?? []) call(listener, node);
  }
}

interface Destination {
  readonly file: FilePath;
  readonly analysis: FileAnalysis;
  readonly found: Diagnostic[];
}

function contextFor({ rule, level, options }: Listener, to: Destination): FileContext {
  const { file, analysis, found } = to;
  return {
    file,
    analysis,
    options,
    report: (where, finding) => {
      const span = plainSpan(where);
      found.push({ rule: rule.meta.name, severity: level, file, span, ...plainFinding(finding) });
    },
  };
}

function kindOf(name: string): number {
  const kind = Object.entries(Kind).find(([known]) => known === name)?.[1];
  if (kind === undefined) throw new Error(`unreachable: no kind \`${name}\``);
  return kind;
}
