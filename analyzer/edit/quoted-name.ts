import type { Node } from '#parser/tree.ts';
import { literalString } from '../syntax/option-path.ts';
import { plainName } from './attribute-set.ts';
import type { Insertion } from './insertion.ts';
import { replacement } from './tokens.ts';

/** The name of an attribute with quotes, or without them; `undefined` where only one of both is right. */
export function otherlyQuoted(name: Node): Insertion | undefined {
  if (name.field !== 'attr' || name.parent?.kind !== 'attrpath') return undefined;
  const { span, tree } = name;
  if (name.kind === 'identifier') return { span, text: `"${name.text}"` };
  const text = name.kind === 'string_expression' ? literalString(name) : undefined;
  const plain = text === undefined ? undefined : plainName(text);
  if (plain === undefined || plain === 'or' || plain.startsWith('"')) return undefined;
  const edit = replacement(tree.text, span, plain);
  // A name behind a dot is one token in any case.
  return tree.text.charAt(span.start - 1) === '.' ? { span, text: edit.text.trimStart() } : edit;
}
