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
  /** What people have set for the machine that the server runs on. */
  readonly settings: object;
  /** What the fleet sets in the editor; then it is not trusted before a step trusts it. */
  readonly untrusted?: object;
  /** Files of a second folder, in the language of examples, opened beside the fleet. */
  readonly beside?: string;
  readonly steps: readonly Step[];
}
