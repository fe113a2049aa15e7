import type {
  ArrowFunctionExpression,
  Expression,
  FunctionExpression,
  ModuleDeclaration,
  Statement,
} from 'acorn';
import type { Span } from '#parser/span.ts';
import { readScript } from '../data/script.ts';
import type { Conjunction } from './condition.ts';
import { type Outcome, type Problem, type Rule, ruleOf } from './outcomes.ts';
import { declaredTerm, propertyOf, spanOf, type Term } from './terms.ts';

/** One way in which a rule answers: what must hold for it, and the answer. */
export interface PolkitGrant {
  readonly when: Conjunction;
  /** In lower case, as polkit writes it: `yes`, `auth_admin_keep`. */
  readonly result: string;
  readonly span: Span;
}

/** What a text of rules grants, and what in it is not understood. The first grant that fits counts. */
export interface PolkitRules {
  readonly grants: readonly PolkitGrant[];
  readonly problems: readonly Problem[];
}

/** Reads rules of polkit as their JavaScript is written. Nothing is run. */
export function readPolkitRules(text: string): PolkitRules {
  const script = readScript(text);
  if ('what' in script) {
    const { what, start } = script;
    return { grants: [], problems: [{ what, span: { start, end: start } }] };
  }
  const names = new Map<string, Term>();
  const grants: PolkitGrant[] = [];
  const problems: Problem[] = [];
  for (const statement of script.body) {
    if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations)
        if (id.type === 'Identifier' && init) names.set(id.name, declaredTerm(init, names));
      continue;
    }
    const rule = ruleIn(statement, { names, text });
    grants.push(...rule.outcomes.flatMap(grantsOf));
    if (rule.problem) problems.push(rule.problem);
  }
  return { grants, problems };
}

const nothing: Rule = { outcomes: [], problem: undefined };

/** The rule that a statement adds. Which accounts count as administrators is no grant. */
function ruleIn(
  statement: Statement | ModuleDeclaration,
  context: { readonly names: ReadonlyMap<string, Term>; readonly text: string },
): Rule {
  if (statement.type === 'EmptyStatement') return nothing;
  const call = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
  const method = call?.type === 'CallExpression' ? polkitMethod(call.callee) : undefined;
  if (call?.type !== 'CallExpression' || method === undefined) return misunderstood(statement);
  if (method !== 'addRule') return nothing;
  const [rule] = call.arguments;
  if (!rule || !isFunction(rule)) return misunderstood(statement);
  return ruleOf(rule, context);
}

function misunderstood(statement: Statement | ModuleDeclaration): Rule {
  return {
    outcomes: [],
    problem: { what: 'a statement that adds no rule', span: spanOf(statement) },
  };
}

function polkitMethod(callee: Expression | { readonly type: 'Super' }): string | undefined {
  if (callee.type !== 'MemberExpression') return undefined;
  const { object } = callee;
  return object.type === 'Identifier' && object.name === 'polkit' ? propertyOf(callee) : undefined;
}

function isFunction(node: {
  readonly type: string;
}): node is FunctionExpression | ArrowFunctionExpression {
  return node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

function grantsOf({ when, result, span }: Outcome): PolkitGrant[] {
  return when.map((conjunction) => ({ when: conjunction, result, span }));
}
