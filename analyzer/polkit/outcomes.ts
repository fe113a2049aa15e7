import type {
  ArrowFunctionExpression,
  Expression,
  FunctionExpression,
  Pattern,
  Statement,
  SwitchCase,
  SwitchStatement,
} from 'acorn';
import type { Span } from '#parser/span.ts';
import { type Alternatives, always, both, either, never, not, type Subject } from './condition.ts';
import { declaredTerm, type Names, spanOf, type Term, termOf } from './terms.ts';
import { type Context, whenTrue } from './tests.ts';

/** A way through a rule: what holds on it, and what the rule answers there. */
export interface Outcome {
  readonly when: Alternatives;
  readonly result: string;
  readonly span: Span;
}

/** What a rule does, and the first part of it that is not understood. */
export interface Rule {
  readonly outcomes: readonly Outcome[];
  readonly problem: Problem | undefined;
}

export interface Problem {
  readonly what: string;
  readonly span: Span;
}

/** The outcomes of the function that is given to `polkit.addRule`. */
export function ruleOf(
  rule: FunctionExpression | ArrowFunctionExpression,
  { names, text }: Context,
): Rule {
  const walk = new Walk(text);
  const inner = new Map(names);
  bind(inner, rule.params[0], { kind: 'action' });
  bind(inner, rule.params[1], { kind: 'person' });
  if (rule.body.type === 'BlockStatement')
    walk.statements(rule.body.body, { when: always, names: inner });
  else walk.answer(rule.body, { when: always, names: inner });
  return { outcomes: walk.outcomes, problem: walk.problem };
}

function bind(names: Map<string, Term>, pattern: Pattern | undefined, term: Term): void {
  if (pattern?.type === 'Identifier') names.set(pattern.name, term);
}

interface State {
  /** What holds when this place is reached. */
  readonly when: Alternatives;
  /** Names that are declared so far; one that is given another value stands for nothing known. */
  readonly names: Map<string, Term>;
}

/** One walk through the statements of a rule. Each gives what holds behind it. */
class Walk {
  readonly outcomes: Outcome[] = [];
  problem: Problem | undefined;
  readonly #text: string;
  /** How many ways out without an answer were met. */
  #silent = 0;

  constructor(text: string) {
    this.#text = text;
  }

  statements(body: readonly Statement[], state: State): Alternatives {
    return body.reduce((when, statement) => {
      if (when.length === 0 || this.problem) return when;
      return this.#statement(statement, { ...state, when });
    }, state.when);
  }

  #statement(statement: Statement, state: State): Alternatives {
    switch (statement.type) {
      case 'BlockStatement':
        return this.statements(statement.body, state);
      case 'IfStatement':
        return this.#branch(statement, state);
      case 'SwitchStatement':
        return this.#switch(statement, state);
      case 'ReturnStatement':
        if (statement.argument) this.answer(statement.argument, state);
        else this.#silent++;
        return never;
      case 'VariableDeclaration':
        for (const { id, init } of statement.declarations)
          bind(state.names, id, declaredTerm(init, state.names));
        return state.when;
      case 'ExpressionStatement':
        return this.#expression(statement.expression, state);
      case 'EmptyStatement':
        return state.when;
      default:
        return this.#fail(`a \`${statement.type}\``, statement);
    }
  }

  /** Calls such as `polkit.log` change nothing; what is assigned to is not known any more. */
  #expression(expression: Expression, { when, names }: State): Alternatives {
    if (expression.type === 'AssignmentExpression') {
      const { left } = expression;
      if (left.type === 'Identifier') names.set(left.name, { kind: 'unknown' });
      else return this.#fail('an assignment', expression);
    }
    return when;
  }

  /**
   * Behind a branch only what leaves a rule without an answer narrows down what
   * still may hold: an answer comes before those behind it, and so stands by
   * itself.
   */
  #branch(
    { test, consequent, alternate }: Extract<Statement, { type: 'IfStatement' }>,
    state: State,
  ): Alternatives {
    const holds = whenTrue(test, this.#context(state.names));
    const holding = holds && both(state.when, holds);
    if (!holding) return this.#fail('a condition of so many parts', test);
    const before = this.#silent;
    const behind = this.#statement(consequent, { ...state, when: holding });
    if (!alternate && this.#silent === before) return state.when;
    const fails = not(holds);
    const otherwise = fails && both(state.when, fails);
    if (!otherwise) return this.#fail('a condition of so many parts', test);
    const left = alternate ? this.#statement(alternate, { ...state, when: otherwise }) : otherwise;
    if (this.#silent === before) return behind.length + left.length === 0 ? never : state.when;
    return either(behind, left) ?? this.#fail('a condition of so many parts', test);
  }

  #switch({ discriminant, cases }: SwitchStatement, state: State): Alternatives {
    const asked = termOf(discriminant, state.names);
    if (asked.kind !== 'subject') return this.#fail('a `switch`', discriminant);
    let flow: CaseFlow = { behind: never, falling: never, rest: state.when };
    for (const one of cases) {
      const own = ownAlternatives(one, asked.subject, state.names);
      const next = own && this.#case(one.consequent, { flow, own, state });
      if (!next) return this.#fail('a `switch`', discriminant);
      flow = next;
    }
    const { behind, falling, rest } = flow;
    return either(either(behind, falling) ?? never, rest) ?? this.#fail('a `switch`', discriminant);
  }

  /** A case is entered for its own value and, where the one before does not end, from there. */
  #case(
    consequent: readonly Statement[],
    {
      flow,
      own,
      state,
    }: { readonly flow: CaseFlow; readonly own: Alternatives; readonly state: State },
  ): CaseFlow | undefined {
    const entering = both(flow.rest, own);
    const others = not(own);
    const when = entering && either(flow.falling, entering);
    const rest = others && both(flow.rest, others);
    if (!when || !rest) return undefined;
    const end = consequent.findIndex(({ type }) => type === 'BreakStatement');
    const left = this.statements(end === -1 ? consequent : consequent.slice(0, end), {
      ...state,
      when,
    });
    if (end === -1) return { behind: flow.behind, falling: left, rest };
    const behind = either(flow.behind, left);
    return behind && { behind, falling: never, rest };
  }

  /** A result, a choice between two, or something that is not understood. */
  answer(node: Expression, state: State): void {
    if (node.type === 'ParenthesizedExpression') this.answer(node.expression, state);
    else if (node.type === 'ConditionalExpression') this.#choice(node, state);
    else {
      const result = resultOf(node, state.names);
      if (result === undefined) this.#fail('what it answers', node);
      else if (result === noAnswer) this.#silent++;
      else this.outcomes.push({ when: state.when, result, span: spanOf(node) });
    }
  }

  #choice(node: Extract<Expression, { type: 'ConditionalExpression' }>, state: State): void {
    const { holding, otherwise } = this.#parted(node.test, state);
    if (!holding || !otherwise) {
      this.#fail('a condition of so many parts', node);
      return;
    }
    this.answer(node.consequent, { ...state, when: holding });
    this.answer(node.alternate, { ...state, when: otherwise });
  }

  #parted(test: Expression, { when, names }: State) {
    const holds = whenTrue(test, this.#context(names));
    const fails = holds && not(holds);
    return { holding: holds && both(when, holds), otherwise: fails && both(when, fails) };
  }

  #context(names: Names): Context {
    return { names, text: this.#text };
  }

  #fail(what: string, node: Span): Alternatives {
    this.problem ??= { what, span: spanOf(node) };
    return never;
  }
}

interface CaseFlow {
  /** Behind the whole, from cases that end. */
  readonly behind: Alternatives;
  /** At the end of the case before, when that goes on into the next. */
  readonly falling: Alternatives;
  /** For values that no case before has. */
  readonly rest: Alternatives;
}

/** When a case is meant: for its text, and the one without a text for every value that is left. */
function ownAlternatives(
  { test }: SwitchCase,
  subject: Subject,
  names: Names,
): Alternatives | undefined {
  const value = test ? termOf(test, names) : undefined;
  if (!value) return always;
  if (value.kind !== 'text') return undefined;
  const { text, span } = value;
  return [[{ kind: 'match', subject, match: 'exact', text, span, negated: false }]];
}

/** Leaves the question to other rules. */
const noAnswer = 'not_handled';

function resultOf(node: Expression, names: Names): string | undefined {
  const term = termOf(node, names);
  if (term.kind === 'result') return term.result;
  if (term.kind === 'text') return term.text;
  const isNothing =
    (node.type === 'Literal' && node.value === null) ||
    (node.type === 'Identifier' && node.name === 'undefined');
  return isNothing ? noAnswer : undefined;
}
