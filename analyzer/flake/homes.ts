import type { Session } from '../evaluate/session.ts';
import { type Attributes, attributes, string, Thunk, type Value } from '../evaluate/value.ts';
import { homeLibrary } from '../frameworks/home-library.ts';
import { passedInto } from '../nixos/alias.ts';
import type { ModuleRoot } from '../nixos/collected-modules.ts';
import type { Definition } from '../nixos/definitions.ts';
import { type Evaluation, evaluateModules } from '../nixos/evaluation.ts';
import { embeddedHomeDefault } from '../nixos/home-defaults.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { settledDefinitions } from '../nixos/settle.ts';

const made = new WeakMap<Evaluation, Map<string, Evaluation>>();

/** The home that Home Manager makes of one user of a machine; the same whenever it is asked for. */
export function homeOf(session: Session, host: Evaluation, user: string): Evaluation {
  const homes = made.get(host) ?? new Map<string, Evaluation>();
  made.set(host, homes);
  const home = homes.get(user) ?? evaluateHome(session, host, user);
  homes.set(user, home);
  return home;
}

/** What `config` of a machine shows at `home-manager.users.NAME`: what the modules of the home make together. */
export function homeAt(session: Session, host: Evaluation, node: OptionNode): Value | undefined {
  const [first, second, user] = node.path;
  const isHome = node.path.length === 3 && first === 'home-manager' && second === 'users';
  if (!isHome || user === undefined || node.type || !node.isPresent()) return undefined;
  return homeOf(session, host, user).config.force();
}

/** Each user's definitions are modules of their own, started with what the machine passes on. */
function evaluateHome(session: Session, host: Evaluation, user: string): Evaluation {
  const manager = host.root().child('home-manager');
  const shared = manager.child('sharedModules').value;
  const special = manager.child('extraSpecialArgs').value;
  return evaluateModules(session, {
    class: 'home',
    modules: [
      ...definitionsOf(manager.child('users').child(user)).map(moduleOf),
      ...passedInto(manager.child('users').child(user)).map(moduleOf),
      ...(shared.kind === 'list' ? shared.items : []).map((thunk) => ({ thunk })),
    ],
    open: shared.kind === 'list' ? shared.open : undefined,
    specialArgs: special.kind === 'attrs' ? special : noArguments,
    extraArgs: new Map<string, Thunk>([
      ['lib', new Thunk(undefined, () => homeLibrary(session, host.lib))],
      ['name', Thunk.of(string(user))],
      ['osClass', Thunk.of(string(host.class))],
      ['osConfig', host.config],
      ['nixosConfig', host.config],
      ['darwinConfig', host.config],
    ]),
    system: host.system,
    upstreamDefault: (path) => embeddedHomeDefault(path, user, (other) => host.root().at(other)),
  });
}

/** Conditions are left for later, unless a stronger definition may hide others. */
function definitionsOf(node: OptionNode): readonly Definition[] {
  const { definitions } = node;
  const isLevel = definitions.every(({ priority }) => priority === definitions[0]?.priority);
  return isLevel ? definitions : settledDefinitions(definitions, node.settled);
}

function moduleOf({ content, conditions, file, at }: Definition): ModuleRoot {
  return { thunk: content, conditions, file, at };
}

const noArguments: Attributes = attributes(new Map());
