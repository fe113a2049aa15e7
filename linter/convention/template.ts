/** A name in braces, such as `{host.type | upper}`. */
export interface Reference {
  /** The parts between the dots. */
  readonly path: readonly string[];
  readonly filters: readonly string[];
}

/** A text with names in braces. `{{` stands for a brace. */
export type Template = readonly (string | Reference)[];

/** Conventions have few texts, each of which is read for every row. */
const mostKnown = 2000;
const known = new Map<string, Template>();

/** What a text says; an unclosed brace is text. */
export function parseTemplate(text: string): Template {
  const template = known.get(text) ?? readTemplate(text);
  if (known.size >= mostKnown) known.clear();
  known.set(text, template);
  return template;
}

function readTemplate(text: string): Template {
  const parts: (string | Reference)[] = [];
  let literal = '';
  let rest = text;
  for (;;) {
    const found = /\{\{|\{([^{}]*)\}/.exec(rest);
    if (!found) break;
    literal += rest.slice(0, found.index);
    rest = rest.slice(found.index + found[0].length);
    const [, inside] = found;
    if (inside === undefined) literal += '{';
    else {
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(referenceIn(inside));
    }
  }
  literal += rest;
  return literal === '' ? parts : [...parts, literal];
}

function referenceIn(text: string): Reference {
  const [name = '', ...filters] = text.split('|').map((part) => part.trim());
  return { path: name.split('.'), filters };
}

/** The names in a text, in their order. */
export function referencesIn(template: Template): readonly Reference[] {
  return template.filter((part) => typeof part !== 'string');
}
