import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import type { Node } from '#parser/tree.ts';
import type { TokenMeaning } from './tokens.ts';

/** What a name of HCL means, by where it stands. */
export function hclTokens(_: FileAnalysis, name: Node): TokenMeaning | undefined {
  const { parent } = name;
  switch (parent?.kind) {
    case 'block':
      return name.start === parent.start ? ['type'] : ['enumMember', 'declaration'];
    case 'attribute':
      return ['property', 'declaration'];
    case 'function_call':
      return ['function'];
    case 'for_intro':
      return ['parameter', 'declaration'];
    case 'variable_expr':
      return root(parent);
    case 'get_attr':
      return ['property'];
    default:
      return undefined;
  }
}

/** The first name of a reference, or a key of an object. */
function root(variable: Node): TokenMeaning {
  const { parent } = variable;
  if (parent?.field === 'key') return ['property', 'declaration'];
  if (isOfFor(variable)) return ['parameter'];
  return namespaces.has(variable.text) ? ['namespace'] : ['type'];
}

const namespaces: ReadonlySet<string> = new Set([
  ...['count', 'data', 'each', 'ephemeral', 'local', 'module'],
  ...['path', 'provider', 'self', 'terraform', 'tofu', 'var'],
]);

/** Whether a `for` around a name gives it. */
function isOfFor(variable: Node): boolean {
  for (let around = variable.parent; around; around = around.parent) {
    const intro = [...around.children()].find(({ kind }) => kind === 'for_intro');
    const names = [...(intro?.children() ?? [])].filter(({ kind }) => kind === 'identifier');
    if (names.some(({ text }) => text === variable.text)) return true;
  }
  return false;
}
