import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/workspace.ts';
import { Kind, kindNames } from '#parser/kinds.ts';
import { type Language, Node, type NodeId } from '#parser/tree.ts';
import { attempt, crashReport } from './crash.ts';
import type { Profile } from './profiles.ts';
import type { FileContext, FileRule, OptionValues, Rule } from './rule.ts';
import type { Level } from './settings.ts';

/** One rule, ready to see nodes of one kind. */
interface Listener {
  readonly rule: FileRule;
  readonly level: Exclude<Level, 'off'>;
  readonly options: OptionValues;
  readonly visit: (node: Node, context: FileContext) => void;
}

/** Who listens to which kind of node; indices are kinds. Most slots are empty. */
export type Dispatch = readonly (readonly Listener[] | undefined)[];

/** The listeners among the rules of one language; `undefined` when nobody listens. */
export function dispatchOf(
  rules: readonly Rule[],
  profile: Profile,
  language: Language,
): Dispatch | undefined {
  const table: (Listener[] | undefined)[] = kindNames.map(() => undefined);
  for (const rule of rules) {
    const setting = profile.get(rule);
    if (rule.scope !== 'file' || rule.language !== language) continue;
    if (setting === undefined || setting.level === 'off') continue;
    const { level, options } = setting;
    for (const [name, visit] of Object.entries(rule.visit)) {
      const kind = kindOf(name);
      table[kind] = [...(table[kind] ?? []), { rule, level, options, visit }];
    }
  }
  return table.some((listeners) => listeners !== undefined) ? table : undefined;
}

/**
 * Shows every node of a file to those who listen to its kind, in the order of
 * the text. A rule that throws sees no more of this file; the others go on.
 */
export function walk(file: FilePath, analysis: FileAnalysis, dispatch: Dispatch): Diagnostic[] {
  const found: Diagnostic[] = [];
  const contexts = new Map<FileRule, FileContext>();
  const crashed = new Set<FileRule>();
  const call = (listener: Listener, node: Node): void => {
    const { rule } = listener;
    if (crashed.has(rule)) return;
    const context = contexts.get(rule) ?? contextFor(listener, { file, analysis, found });
    contexts.set(rule, context);
    const crash = attempt(() => listener.visit(node, context));
    if (crash === undefined) return;
    crashed.add(rule);
    found.push(crashReport(file, rule.meta.name, crash));
  };
  eachNode(analysis, dispatch, call);
  return found;
}

/** The hot loop: rows nobody listens to cost two array reads. */
function eachNode(
  { tree }: FileAnalysis,
  dispatch: Dispatch,
  call: (listener: Listener, node: Node) => void,
): void {
  const { kind, size } = tree;
  for (let row = 0; row < size; row++) {
    const listeners = dispatch[kind[row] ?? 0];
    if (listeners === undefined) continue;
    const node = new Node(tree, row as NodeId);
    for (const listener of listeners) call(listener, node);
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
    report: ({ start, end }, { message, related = [], fixes = [] }) => {
      const span = { start, end };
      found.push({ rule: rule.meta.name, severity: level, file, span, message, related, fixes });
    },
  };
}

function kindOf(name: string): number {
  const kind = Object.entries(Kind).find(([known]) => known === name)?.[1];
  if (kind === undefined) throw new Error(`unreachable: no kind \`${name}\``);
  return kind;
}
