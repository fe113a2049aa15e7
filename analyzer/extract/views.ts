import type { Unknown } from '../evaluate/value.ts';
import type { FleetHost } from '../flake/fleet.ts';
import type { Evaluation } from '../nixos/evaluation.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { foreignGaps } from './settings.ts';

/** One module system of a machine: its own, or that of a user’s home. */
export interface View {
  readonly host: FleetHost;
  /** What the options of the module system are. */
  readonly kind: 'nixos' | 'darwin' | 'home';
  /** The user whose home it is. */
  readonly account: string | undefined;
  readonly root: OptionNode;
  /** What modules of other flakes may define. */
  readonly foreign: ReadonlySet<Unknown>;
}

/** The machine itself, then the homes of its users. */
export function viewsOf(host: FleetHost): readonly View[] {
  const { evaluation } = host;
  const root = evaluation.root();
  const own = { host, kind: host.class, root, foreign: foreignGaps(evaluation) };
  const account = host.class === 'home' ? userOf(root) : undefined;
  return [{ ...own, account }, ...host.homes.map((home) => homeView(own, home))];
}

/** What hides parts of the machine also hides parts of what it says of homes. */
function homeView(
  { host, foreign: ofMachine }: Pick<View, 'host' | 'foreign'>,
  { user, evaluation }: { readonly user: string; readonly evaluation: Evaluation },
): View {
  const foreign = new Set([...ofMachine, ...foreignGaps(evaluation)]);
  return { host, kind: 'home', account: user, root: evaluation.root(), foreign };
}

function userOf(root: OptionNode): string | undefined {
  const { value } = root.at(['home', 'username']);
  return value.kind === 'string' ? value.value : undefined;
}
