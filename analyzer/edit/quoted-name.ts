import type { Node } from '#parser/tree.ts';
import { literalString } from '../syntax/option-path.ts';
import { plainName } from './attribute-set.ts';
import type { Insertion } from './insertion.ts';

/** The name of an attribute with quotes, or without them; `undefined` where only one of both is right. */
export function otherlyQuoted(name: Node): Insertion | undefined {
  if (name.field !== 'attr' || name.parent?.kind !== 'attrpath') return undefined;
  const { span } = name;
  if (name.kind === 'identifier') return { span, text: `"${name.text}"` };
  const text = name.kind === 'string_expression' ? literalString(name) : undefined;
  const plain = text === undefined ? undefined : plainName(text);
  return plain === undefined || plain === 'or' || plain.startsWith('"')
    ? undefined
    : { span, text: plain };
}
