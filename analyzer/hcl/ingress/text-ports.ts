import type { Cell } from '#analyzer/facts/cell.ts';
import { type Part, partOf, type Resource } from '../resources/resource.ts';
import { bool, reasonOf, string, textOf, type Value } from '../values/value.ts';
import {
  groupOf,
  type IngressRules,
  portRanges,
  protocolOf,
  type RankedRule,
  ruleRow,
  saysOneOf,
  sourcesIn,
} from './rule.ts';

/** How a firewall spells rules whose ports are written as text. */
export interface TextPorts {
  /** The block of each rule; without one the resource is the rule. */
  readonly block?: string;
  /** The attribute with the group, for a resource that is none itself. */
  readonly group?: string;
  readonly protocol: string;
  readonly ports: readonly string[];
  readonly sources: readonly string[];
  /** An attribute and the words that make a rule one for what comes in. */
  readonly direction?: Choice;
  /** An attribute and the words that make a rule one that lets in. */
  readonly action?: Choice;
  /** The attribute of the firewall that says what happens to everything else. */
  readonly policy?: Choice;
  /** Who is let in where nobody is named. */
  readonly everybody?: true;
}

interface Choice {
  readonly attribute: string;
  readonly words: readonly string[];
  /** What counts where the attribute is left out. */
  readonly otherwise: 'taken' | 'left';
}

/** The rules of a firewall, each range of ports a row. */
export function textPortRules(resource: Resource, form: TextPorts): IngressRules {
  const whole = partOf(resource);
  const found =
    form.block === undefined ? { parts: [whole], undecided: undefined } : whole.inner(form.block);
  const group = form.group === undefined ? resource.address : groupOf(whole.value(form.group));
  let undecided = found.undecided;
  const scope = resource.address;
  const ranked = found.parts.flatMap((part, rank): readonly RankedRule[] => {
    const [direction, action] = [chosen(part, form.direction), chosen(part, form.action)];
    const isOpen = direction === undefined || action === undefined;
    if (isOpen && direction !== false) undecided ??= openReason(part, form);
    if (isOpen || !direction) return [];
    const effect = action ? 'allow' : 'deny';
    const rows = rangeRows(resource, part, { form, group });
    return rows.map((row) => ({ row, effect, scope, rank }));
  });
  const policy = form.policy ? chosen(whole, form.policy) : false;
  if (policy === undefined)
    undecided ??= openReason(whole, form.policy ? { direction: form.policy } : {});
  const rest = { scope, effect: 'allow', rank: ranked.length } as const;
  const last = policy ? [{ row: everything(resource, whole, group), ...rest }] : [];
  return { rows: [], ranked: [...ranked, ...last], undecided };
}

/** Whether an attribute has one of the words; undefined when it is not known. */
function chosen(part: Part, choice: Choice | undefined): boolean | undefined {
  if (!choice) return true;
  const value = part.value(choice.attribute);
  if (value.kind === 'null') return choice.otherwise === 'taken';
  return saysOneOf(value, choice.words);
}

function openReason(part: Part, { direction, action }: Partial<TextPorts>): string {
  const values = [direction, action].map(
    (choice): Value => (choice ? part.value(choice.attribute) : bool(true)),
  );
  return reasonOf(
    values.find((value) => textOf(value) === undefined && value.kind !== 'null') ?? bool(true),
  );
}

interface Written {
  readonly form: TextPorts;
  readonly group: Cell<string>;
}

function rangeRows(resource: Resource, part: Part, { form, group }: Written) {
  const attribute = form.ports.find((name) => part.place(name)) ?? '';
  const sources = sourcesIn(part, form.sources);
  return portRanges(part.value(attribute)).map((ports) =>
    ruleRow(resource, {
      part,
      group,
      protocol: protocolOf(part.value(form.protocol)),
      ports,
      sources: sources ?? (form.everybody && ['0.0.0.0/0']),
      written: {
        group: form.group,
        protocol: form.protocol,
        'from-port': attribute,
        'to-port': attribute,
      },
    }),
  );
}

/** What a firewall lets in that refuses only what it names. */
function everything(resource: Resource, part: Part, group: Cell<string>) {
  return ruleRow(resource, {
    part,
    group,
    protocol: protocolOf(string('any')),
    ports: [0, 65_535],
    sources: ['0.0.0.0/0', '::/0'],
    written: {},
  });
}
