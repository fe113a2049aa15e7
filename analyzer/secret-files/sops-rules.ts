import type { Span } from '#parser/span.ts';
import { type GoPattern, goPattern } from '../go-pattern.ts';
import type { Key } from './recipients.ts';
import { hasOddKeys, keyGroupsOf } from './rule-keys.ts';
import {
  itemsAt,
  type SecretNode,
  type TextProblem,
  textAt,
  valueAt,
  withMerges,
} from './secret-tree.ts';
import { type Selector, selectorIn } from './selectors.ts';
import { readYaml } from './yaml-tree.ts';

/** A recipient that a rule asks for, and what people call it. */
export interface RuleRecipient extends Key {
  readonly group: number;
  /** An anchor, an alias, or a comment on the line. */
  readonly name: string | undefined;
}

/** One rule of a `.sops.yaml`: which files, for whom. */
export interface CreationRule {
  readonly span: Span;
  /** The pattern for paths below the directory of the rules; every path where there is none. */
  readonly pattern: string | undefined;
  readonly patternSpan: Span | undefined;
  /** Files it takes: told by a pattern, all of them, or not to be told. */
  readonly takes: GoPattern | 'every file' | 'unknown';
  readonly recipients: readonly RuleRecipient[];
  readonly groups: number;
  readonly threshold: number | undefined;
  readonly selector: Selector | undefined;
  /** Why sops refuses the rule. */
  readonly problem: string | undefined;
}

/** A text of the file that may be a public key, at the place that writes it out. */
export interface WrittenText {
  readonly text: string;
  readonly name: string | undefined;
  readonly span: Span;
}

export interface SopsRules {
  readonly rules: readonly CreationRule[];
  /** Every text but those that only stand for others. */
  readonly texts: readonly WrittenText[];
  readonly problems: readonly TextProblem[];
}

/** Reads the creation rules of a `.sops.yaml`, as `config/config.go` of sops 3 does. */
export function readSopsRules(text: string): SopsRules {
  const { documents, problems } = readYaml(text);
  const [document] = documents;
  const texts = textsIn(document).filter(({ span }) => text[span.start] !== '*');
  const names = new Map<string, string>();
  for (const { text: own, name } of texts)
    if (name !== undefined && !names.has(own)) names.set(own, name);
  const items = itemsAt(document, 'creation_rules').map(withMerges);
  const odd = items.filter(hasOddKeys).map((node) => {
    return { span: headOf(node), reason: 'a key of the rule is no text' };
  });
  const rules = items.map((item) => ruleOf(item, names));
  return { rules, texts, problems: [...problems, ...odd] };
}

/** The texts of a document in their order. */
function textsIn(document: SecretNode | undefined): readonly WrittenText[] {
  const texts: WrittenText[] = [];
  const open = document ? [document] : [];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'list') open.push(...node.items.toReversed());
    else if (node.kind === 'map') open.push(...node.entries.map(({ value }) => value).toReversed());
    else texts.push({ text: node.text, name: node.anchor, span: node.span });
  }
  return texts;
}

function ruleOf(node: SecretNode, names: ReadonlyMap<string, string>): CreationRule {
  const pattern = textAt(node, 'path_regex');
  const groups = keyGroupsOf(node);
  const recipients = groups.flatMap((keys, group) =>
    keys.map(({ kind, recipient, span, node: own }) => {
      const comment = own?.comment?.split('\n', 1)[0];
      const name = own?.anchor ?? names.get(recipient) ?? comment;
      return { kind, recipient, span, group, name };
    }),
  );
  const selector = selectorIn(node);
  const takes = takesOf(node, pattern);
  return {
    span: headOf(node),
    pattern,
    patternSpan: valueAt(node, 'path_regex')?.span,
    takes: takes ?? 'unknown',
    recipients,
    groups: groups.length,
    threshold: thresholdOf(node),
    selector,
    problem: problemOf(node, { takes, selector }),
  };
}

function problemOf(
  node: SecretNode,
  { takes, selector }: { takes: CreationRule['takes'] | undefined; selector: Selector | undefined },
): string | undefined {
  if (node.kind !== 'map') return 'the rule is no set of settings';
  if (takes === undefined) return 'the pattern is not one that Go understands';
  if (selector === undefined) return 'the rule says in two ways what to encrypt';
  return undefined;
}

/** Old versions of sops had a pattern for names, which newer ones do not look at. */
function takesOf(node: SecretNode, pattern: string | undefined): CreationRule['takes'] | undefined {
  if (pattern !== undefined) return goPattern(pattern);
  return valueAt(node, 'filename_regex') ? 'unknown' : 'every file';
}

/** The first line of a rule, which names it. */
function headOf(node: SecretNode): Span {
  const first = node.kind === 'map' ? node.entries[0] : undefined;
  if (!first) return { start: node.span.start, end: node.span.start };
  const isShort = first.value.kind === 'scalar';
  return { start: first.span.start, end: isShort ? first.value.span.end : first.span.end };
}

function thresholdOf(node: SecretNode): number | undefined {
  const text = textAt(node, 'shamir_threshold');
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
