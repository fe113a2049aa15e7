import { type View, viewsOf } from '../extract/views.ts';
import type { Fleet } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { briefText } from './brief-text.ts';
import { isHome, isModuleArgument, leadsOn } from './leaves.ts';
import { optionName } from './name.ts';
import { type DefinitionState, optionReport } from './report.ts';
import type { Shown } from './shown.ts';

/** What is said of an option at a glance. It is plain data, and holds no secret. */
export interface OptionBrief {
  /** As the modules of its module system name it, dotted. */
  readonly name: string;
  readonly value: BriefValue;
  readonly definitions: readonly BriefDefinition[];
  readonly declarations: readonly BriefDeclaration[];
}

export type BriefValue =
  | { readonly kind: 'known'; readonly text: string }
  | { readonly kind: 'unknown'; readonly reason: string; readonly at: Site | undefined }
  | { readonly kind: 'failure'; readonly reason: string; readonly at: Site | undefined };

export interface BriefDefinition {
  readonly at: Site | undefined;
  readonly state: DefinitionState;
  readonly priority: number;
  readonly isConditional: boolean;
  readonly text: string;
}

export interface BriefDeclaration {
  readonly at: Site | undefined;
  /** In words, such as `list of string`. */
  readonly type: string | undefined;
  readonly default: string | undefined;
  readonly description: string | undefined;
}

/** The options of one module system: a machine's own, or that of a user's home. */
export interface ViewBriefs {
  readonly kind: View['kind'];
  readonly account: string | undefined;
  readonly options: ReadonlyMap<string, OptionBrief>;
}

/** What one machine says of its options. */
export interface MachineBriefs {
  readonly host: string;
  readonly views: readonly ViewBriefs[];
}

/** Every option that modules of a machine define, or that the repository declares, at a glance; one module system after the other. */
export function* optionBriefs({ hosts }: Fleet): Generator<undefined, MachineBriefs | undefined> {
  const [host] = hosts;
  if (host === undefined) return undefined;
  const views: ViewBriefs[] = [];
  for (const view of viewsOf(host)) {
    views.push(viewBriefs(view));
    yield;
  }
  return { host: host.name, views };
}

function viewBriefs({ kind, account, root }: View): ViewBriefs {
  const options = new Map<string, OptionBrief>();
  for (const node of optionsBelow(root)) {
    const brief = briefOf(node);
    options.set(brief.name, brief);
  }
  return { kind, account, options };
}

/** Options at the ends of paths, and all that are declared here, defined or not. */
function* optionsBelow(node: OptionNode): Generator<OptionNode> {
  for (const name of new Set([...node.possibleNames(), ...node.declaredNames()])) {
    const child = node.child(name);
    if (isHome(child.path) || !(child.isPresent() || child.isDeclared)) continue;
    const goesOn = leadsToOptions(child);
    if (child.declaration || !goesOn) yield child;
    if (goesOn && !isModuleArgument(child.path)) yield* optionsBelow(child);
  }
}

function leadsToOptions(node: OptionNode): boolean {
  return (node.isDeclared && !node.declaration) || leadsOn(node);
}

/** Sets and lists are worked out no further than a glance reaches. */
const mostParts = 60;

function briefOf(node: OptionNode): OptionBrief {
  const { value, definitions, declarations } = optionReport(node, node.path, mostParts);
  return {
    name: optionName(node.path),
    value: briefValue(value),
    definitions: definitions.map(({ at, state, priority, conditions, value: own }) => {
      return { at, state, priority, isConditional: conditions.length > 0, text: briefText(own) };
    }),
    declarations: declarations.map(({ at, type, default: byDefault, description }) => ({
      at,
      type,
      default: byDefault && briefText(byDefault),
      description,
    })),
  };
}

function briefValue(value: Shown): BriefValue {
  if (value.kind === 'unknown') return { kind: 'unknown', reason: value.reason, at: value.at };
  if (value.kind === 'failure') return { kind: 'failure', reason: value.message, at: value.at };
  return { kind: 'known', text: briefText(value) };
}
