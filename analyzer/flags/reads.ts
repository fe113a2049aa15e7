import type { FilePath } from '../diagnostic.ts';
import type { FlagReadRow } from '../facts/flags.ts';
import { type Expr, type ExprId, exprOf, literalText, type Module } from '../syntax/module.ts';
import { resolveNames, type Scopes } from '../syntax/scope.ts';

/** Every place of a file that reads a setting of one of the sections, in the order of its expressions. */
export function flagReads(
  file: FilePath,
  module: Module,
  sections: readonly string[],
): readonly FlagReadRow[] {
  const reading: Reading = {
    file,
    module,
    sections: new Set(sections),
    scopes: resolveNames(module),
  };
  return module.exprs.flatMap((expr): readonly FlagReadRow[] => {
    if (expr.kind !== 'select' && expr.kind !== 'has-attribute') return [];
    return readsOf(reading, expr);
  });
}

interface Reading {
  readonly file: FilePath;
  readonly module: Module;
  readonly sections: ReadonlySet<string>;
  readonly scopes: Scopes;
}

type Selection = Extract<Expr, { kind: 'select' | 'has-attribute' }>;

function readsOf(reading: Reading, expr: Selection): readonly FlagReadRow[] {
  const before = chainOf(reading, expr.from);
  if (before === undefined) return [];
  const names = [
    ...before,
    ...expr.path.map((id) => ({ id, text: literalText(reading.module, id) })),
  ];
  const at = names.findIndex(({ text }) => text !== undefined && reading.sections.has(text));
  const section = names[at]?.text;
  const read = names[at + 1];
  // What an inner selection reads already has a row of its own.
  if (section === undefined || read?.text === undefined || !expr.path.includes(read.id)) return [];
  const isTest = expr.kind === 'has-attribute';
  const fallback =
    isTest || expr.otherwise === undefined ? undefined : plain(reading.module, expr.otherwise);
  return [
    {
      at: { file: reading.file, expr: read.id },
      section,
      name: read.text,
      file: reading.file,
      form: at > 0 ? 'raw' : isTest ? 'test' : 'read',
      fallback,
    },
  ];
}

interface Name {
  readonly id: ExprId;
  readonly text: string | undefined;
}

/** No alias stands for more aliases in a row. */
const mostAliases = 5;

/** The names that lead to a value, from the variable on; names of a `let` are followed to what they mean. */
function chainOf(reading: Reading, id: ExprId, aliases = 0): readonly Name[] | undefined {
  const { module, scopes, sections } = reading;
  const expr = exprOf(module, id);
  if (expr.kind === 'select') {
    const before = chainOf(reading, expr.from, aliases);
    return (
      before && [
        ...before,
        ...expr.path.map((name) => ({ id: name, text: literalText(module, name) })),
      ]
    );
  }
  if (expr.kind !== 'variable') return undefined;
  const own = [{ id, text: expr.name }];
  if (sections.has(expr.name) || aliases === mostAliases) return own;
  const referent = scopes.referent(id);
  const binder = referent?.kind === 'binder' ? referent.binder : undefined;
  if (binder?.kind !== 'let' || binder.value === undefined) return own;
  return chainOf(reading, binder.value, aliases + 1) ?? own;
}

/** A literal as JSON; `…` for everything else. */
function plain(module: Module, id: ExprId): string {
  return json(module, id) ?? '…';
}

function json(module: Module, id: ExprId): string | undefined {
  const expr = exprOf(module, id);
  switch (expr.kind) {
    case 'integer':
      return expr.digits;
    case 'float':
      return String(expr.value);
    case 'string': {
      const text = literalText(module, id);
      return text === undefined ? undefined : JSON.stringify(text);
    }
    case 'variable':
      return ['true', 'false', 'null'].includes(expr.name) ? expr.name : undefined;
    case 'negate': {
      const inner = json(module, expr.argument);
      return inner === undefined ? undefined : `-${inner}`;
    }
    case 'list': {
      const items = expr.items.map((item) => json(module, item));
      return items.includes(undefined) ? undefined : `[${items.join(',')}]`;
    }
    case 'attrs':
      return expr.bindings.length === 0 ? '{}' : undefined;
    default:
      return undefined;
  }
}
