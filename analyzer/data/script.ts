import { type Program, parse } from 'acorn';
import { nestsTooDeep } from './depth.ts';

/** A JavaScript text that cannot be read, and where that shows. */
export interface BrokenScript {
  readonly what: string;
  readonly start: number;
}

/** Reads JavaScript. The parser throws what people can cause, so it is caught right here. */
export function readScript(text: string): Program | BrokenScript {
  if (nestsTooDeep(text)) return { what: 'a text that nests so deep', start: 0 };
  try {
    return parse(text, { ecmaVersion: 2022 });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const start = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
    return { what: 'a text that is no JavaScript', start };
  }
}
