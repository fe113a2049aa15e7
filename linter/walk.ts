import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import { attempt, crashReport } from './crash.ts';
import { type Audience, audienceFor, type Dispatch, type Listener } from './dispatch.ts';
import { plainFinding, plainSpan } from './plain-finding.ts';
import type { FileContext } from './rule.ts';

/**
 * Shows every node of a file to those who listen to its kind, in the order of
 * the text, unless a glance at the file shows that they have nothing to say. A rule that throws sees no more of this file; the others go on.
 */
export function walk(file: FilePath, analysis: FileAnalysis, dispatch: Dispatch): Diagnostic[] {
  const audience = audienceFor(dispatch, analysis);
  if (audience === undefined) return [];
  const found: Diagnostic[] = [];
  const isBroken = analysis.tree.errors.length > 0;
  const contexts: (FileContext | typeof silenced | undefined)[] = [];
  const begin = (listener: Listener): FileContext | typeof silenced =>
    isBroken && listener.rule.leavesBroken
      ? silenced
      : contextFor(listener, { file, analysis, found });
  const call = (listener: Listener, node: Node): void => {
    const { rule, slot } = listener;
    if (audience.isThere[slot] !== 1) return;
    const context = contexts[slot] ?? begin(listener);
    contexts[slot] = context;
    if (context === silenced) return;
    const crash = attempt(listener.visit, node, context);
    if (crash === undefined) return;
    contexts[slot] = silenced;
    found.push(crashReport(file, rule.meta.name, crash));
  };
  eachNode(analysis, { ...audience, ...dispatch }, call);
  return found;
}

/** In place of the context of a rule that sees no more of a file. */
const silenced = 'silenced';

/** The hot loop: rows nobody listens to cost two array reads. */
function eachNode(
  { tree }: FileAnalysis,
  { listeners, isHeard, rootOnly }: Dispatch & Audience,
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
