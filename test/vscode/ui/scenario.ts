import type { Window } from './window.ts';

/** What a person does in a window, and what must be seen; it throws where it is not. */
export interface Step {
  readonly name: string;
  readonly run: (window: Window) => Promise<void>;
}

/** Steps in one window, one after the other. */
export interface Scenario {
  readonly name: string;
  readonly editor: 'desktop' | 'web';
  readonly settings: object;
  readonly steps: readonly Step[];
}
