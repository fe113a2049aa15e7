import type { Facts } from '#analyzer/facts/facts.ts';
import { contains, type Span } from '#parser/span.ts';
import { type Node, root } from '#parser/tree.ts';

const conditional = /(?:^|\.)(?:optionals?|mkIf)$/;

/** Under which conditions the import at a span stands, as they are written, the outermost first. */
export function importGuards(facts: Facts, file: string, span: Span): readonly string[] {
  const tree = facts.tree(file);
  const guards: string[] = [];
  if (tree === undefined) return guards;
  for (const node of root(tree).descendants()) {
    if (!contains(node.span, span)) continue;
    const own = applied(node);
    if (own !== undefined && contains(own.content.span, span)) guards.push(written(own.condition));
    if (node.kind !== 'if_expression') continue;
    const [condition, then, otherwise] = [
      node.child('condition'),
      node.child('consequence'),
      node.child('alternative'),
    ];
    if (condition && then && contains(then.span, span)) guards.push(written(condition));
    if (condition && otherwise && contains(otherwise.span, span))
      guards.push(`!(${written(condition)})`);
  }
  return guards;
}

/** The condition under which all that a module defines stands, where it has one. */
export function moduleGuard(facts: Facts, file: string): string | undefined {
  const tree = facts.tree(file);
  const body = tree && bodyOf(root(tree).child('expression'));
  return body && guardOf(body);
}

function guardOf(body: Node): string | undefined {
  const own = applied(body);
  if (own !== undefined) return written(own.condition);
  if (body.kind !== 'attrset_expression') return undefined;
  const bindings = [...body.descendants()].filter(
    (node) => node.kind === 'binding' && node.parent?.parent?.id === body.id,
  );
  const named = bindings.map((binding) => ({
    name: binding.child('attrpath')?.text ?? '',
    value: binding.child('expression'),
  }));
  const config = named.find(({ name }) => name === 'config');
  if (config) return config.value && guardOf(config.value);
  const parts = named.filter(({ name }) => name !== 'imports' && !name.startsWith('options'));
  const guards = parts.map(({ value }) => value && applied(value));
  const texts = new Set(guards.map((guard) => guard && written(guard.condition)));
  const [only] = texts;
  return texts.size === 1 ? only : undefined;
}

/** What is left of a module without its arguments and its `let`. */
function bodyOf(node: Node | undefined): Node | undefined {
  if (node?.kind === 'function_expression' || node?.kind === 'let_expression')
    return bodyOf(node.child('body'));
  if (node?.kind === 'parenthesized_expression') return bodyOf(node.child('expression'));
  return node;
}

/** `mkIf condition content` and its like. */
function applied(node: Node): { readonly condition: Node; readonly content: Node } | undefined {
  if (node.kind !== 'apply_expression') return undefined;
  const [inner, content] = [node.child('function'), node.child('argument')];
  if (inner?.kind !== 'apply_expression' || content === undefined) return undefined;
  const [name, condition] = [inner.child('function'), inner.child('argument')];
  if (name === undefined || condition === undefined || !conditional.test(name.text))
    return undefined;
  return { condition, content };
}

/** A condition in one line; of a name that a `let` around it gives, what it stands for. */
function written(condition: Node): string {
  const inner =
    condition.kind === 'parenthesized_expression'
      ? (condition.child('expression') ?? condition)
      : condition;
  const meant = inner.kind === 'variable_expression' ? meaning(inner) : undefined;
  return (meant ?? inner).text.replace(/\s*#[^\n]*\n/g, ' ').replace(/\s+/g, ' ');
}

function meaning(variable: Node): Node | undefined {
  for (let around = variable.parent; around !== undefined; around = around.parent) {
    if (around.kind !== 'let_expression') continue;
    const outer = around;
    const binding = [...around.descendants()].find((node) => {
      return (
        node.kind === 'binding' &&
        node.parent?.parent?.id === outer.id &&
        node.child('attrpath')?.text === variable.text
      );
    });
    if (binding) return binding.child('expression');
  }
  return undefined;
}
