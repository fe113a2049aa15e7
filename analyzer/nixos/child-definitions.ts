import type { Attributes, Unknown } from '../evaluate/value.ts';
import { type Definition, holds, priorities } from './definitions.ts';

/**
 * Leaves out what a `mkForce` on a whole set overrides. Upstream decides whether
 * a set is one option or leads to several; a forced set is taken to be one.
 */
export function unforced(definitions: readonly Definition[]): readonly Definition[] {
  if (definitions.every((definition) => definition.priority >= priorities.normal))
    return definitions;
  const strongest = Math.min(
    ...definitions
      .filter((definition) => holds(definition) === true)
      .map((definition) => definition.priority),
  );
  return definitions.filter((definition) => definition.priority <= strongest);
}

/** The set that a definition gives, where it gives one. */
export function contentSet({ content }: Definition): Attributes | undefined {
  const value = content.force();
  return value.kind === 'attrs' ? value : undefined;
}

export function childDefinition(definition: Definition, name: string): Definition[] {
  const content = definition.content.force();
  const attribute = content.kind === 'attrs' ? content.get(name) : undefined;
  return attribute ? [{ ...definition, content: attribute.value, at: attribute.at }] : [];
}

/** An attribute of a set that is one option: its priority was that of the set. */
export function elementDefinition(definition: Definition, name: string): Definition[] {
  return childDefinition({ ...definition, priority: priorities.normal, order: 1000 }, name);
}

/** What a definition hides: all of it when unknown, the rest of it when open. */
export function unknownContent(definition: Definition): Unknown[] {
  const content = definition.content.force();
  const gap =
    content.kind === 'unknown'
      ? content
      : content.kind === 'attrs' || content.kind === 'list'
        ? content.open
        : undefined;
  return gap && holds(definition) !== false ? [gap] : [];
}
