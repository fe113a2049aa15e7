import { AssertionError, Context, Liquid, LiquidError } from 'liquidjs';
import { nixString } from '#analyzer/edit/attribute-set.ts';
import { prettyJson } from '../print/json.ts';
import { code } from '../print/markdown.ts';
import { isPlain } from '../values.ts';

/** A template that has been read. */
export interface Template {
  /** The text for these variables, or what went wrong. */
  render(variables: object): string | { readonly problem: string };
}

/** How many tags, outputs and turns of loops a template may take. */
const mostSteps = 1_000_000;

/** How much memory a template may take; how long is told by its steps, which are the same everywhere. */
const limits = { parseLimit: 200_000, memoryLimit: 4_000_000, renderLimit: Infinity };

/** What would read a clock or choose by chance. */
const unfit = [
  'date',
  'date_to_xmlschema',
  'date_to_rfc822',
  'date_to_string',
  'date_to_long_string',
  'sample',
];

/** Reads a template in the language of Liquid. Nothing outside of it can be reached: no file, clock or chance. */
export function parseTemplate(text: string): Template | { readonly problem: string } {
  const engine = createEngine();
  const parsed = attempt(() => engine.parse(text));
  if ('problem' in parsed) return parsed;
  return {
    render: (variables) => {
      const made = attempt((): unknown => {
        return engine.renderSync(parsed.result, countingContext(engine, variables));
      });
      return 'problem' in made ? made : String(made.result);
    },
  };
}

/** The variables of a template, with a count of its steps where Liquid would ask the clock. */
function countingContext(engine: Liquid, variables: object): Context {
  const context = new Context(variables, engine.options, { sync: true }, { liquid: engine });
  let steps = 0;
  context.renderLimit.check = () => {
    steps += 1;
    if (steps > mostSteps) throw new AssertionError('step limit exceeded');
  };
  return context;
}

function createEngine(): Liquid {
  const engine = new Liquid({
    ...limits,
    templates: {},
    strictFilters: true,
    ownPropertyOnly: true,
    trimTagRight: false,
    greedy: true,
  });
  for (const name of unfit) delete engine.filters[name];
  engine.registerFilter('nix', (value: unknown) => nixString(String(value)));
  engine.registerFilter('code', (value: unknown) => code(String(value)));
  engine.registerFilter('json', (value: unknown) => {
    return isPlain(value) ? prettyJson(value).trimEnd() : 'null';
  });
  return engine;
}

type Attempt<Result> = { readonly result: Result } | { readonly problem: string };

/** Liquid throws what people can cause, so it is caught right here. */
function attempt<Result>(make: () => Result): Attempt<Result> {
  try {
    return { result: make() };
  } catch (error) {
    if (!(LiquidError.is(error) || error instanceof AssertionError)) throw error;
    const [line = ''] = error.message.split('\n');
    return { problem: `the template cannot be read: ${line}` };
  }
}
