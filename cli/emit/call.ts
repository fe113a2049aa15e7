import type { EmitOptions } from '../commands/emit.ts';
import type { Palette } from '../format/palette.ts';
import type { OpenedWorkspace } from '../session.ts';
import type { Terminal } from '../terminal.ts';

/** How `emit` was called, and for what. */
export interface EmitCall {
  readonly workspace: OpenedWorkspace;
  readonly options: EmitOptions;
  readonly terminal: Terminal;
  readonly palette: Palette;
}
