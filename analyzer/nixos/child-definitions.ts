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

/** What a definition of a set says of an attribute. */
export function childDefinition(definition: Definition, name: string): Definition | undefined {
  const content = definition.content.force();
  const attribute = content.kind === 'attrs' ? content.get(name) : undefined;
  if (!attribute) return undefined;
  const { file, conditions, priority, order } = definition;
  return { content: attribute.value, at: attribute.at, file, conditions, priority, order };
}

/** An attribute of a set that is one option: its priority was that of the set. */
export function elementDefinition(definition: Definition, name: string): Definition | undefined {
  const child = childDefinition(definition, name);
  return child && { ...child, priority: priorities.normal, order: 1000 };
}

/** What a definition hides: all of it when unknown, the rest of it when open. */
export function unknownContent(definition: Definition): Unknown | undefined {
  const content = definition.content.force();
  const gap =
    content.kind === 'unknown'
      ? content
      : content.kind === 'attrs' || content.kind === 'list'
        ? content.open
        : undefined;
  return gap && holds(definition) !== false ? gap : undefined;
}

/** What definitions say under a name, each as `under` reads it. */
export function childDefinitions(
  definitions: readonly Definition[],
  name: string,
  under: typeof childDefinition,
): readonly Definition[] {
  const found: Definition[] = [];
  for (const definition of definitions) {
    const child = under(definition, name);
    if (child) found.push(child);
  }
  return found.length === 0 ? none : found;
}

const none: readonly Definition[] = [];
