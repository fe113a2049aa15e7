import { string, type Value } from '../evaluate/value.ts';
import type { OptionNode } from './option-node.ts';

type NodeAt = (path: readonly string[]) => OptionNode;

/** The folders of a home that Home Manager names, whatever else it is told. */
const folders: ReadonlyMap<string, string> = new Map([
  ['cacheHome', '.cache'],
  ['configHome', '.config'],
  ['dataHome', '.local/share'],
  ['stateHome', '.local/state'],
]);

/**
 * The value of an option that modules of Home Manager and of sops-nix set in a
 * home where nobody else does, as far as it follows from where the home is.
 */
export function homeDefault(path: readonly string[], node: NodeAt): Value | undefined {
  const [first, second = '', name = '', last] = path;
  // These options are there in every home.
  if (path.length === 1 && (first === 'home' || first === 'xdg')) return node(path).view();
  if (path.length === 2 && first === 'xdg') return folderOf(second, node);
  if (path.length === 2 && first === 'sops' && second === 'defaultSymlinkPath')
    return below(valueAt(node, ['xdg', 'configHome']), 'sops-nix/secrets');
  if (path.length !== 4 || first !== 'sops' || last !== 'path') return undefined;
  if (second === 'secrets') return below(valueAt(node, ['sops', 'defaultSymlinkPath']), name);
  return second === 'templates' ? templatePath(name, node) : undefined;
}

function folderOf(name: string, node: NodeAt): Value | undefined {
  const folder = folders.get(name);
  if (folder === undefined || isOld(node)) return undefined;
  return below(valueAt(node, ['home', 'homeDirectory']), folder);
}

function templatePath(template: string, node: NodeAt): Value | undefined {
  const name = node(['sops', 'templates', template, 'name']).value;
  const isUnset = name.kind === 'unknown' && name.reason.kind === 'undefined-option';
  const file = isUnset ? template : name.kind === 'string' ? name.value : undefined;
  if (file === undefined) return undefined;
  return below(valueAt(node, ['xdg', 'configHome']), `sops-nix/secrets/rendered/${file}`);
}

/** What is defined here, else what is set where nobody does. */
function valueAt(node: NodeAt, path: readonly string[]): Value {
  const option = node(path);
  const isSet = option.definitions.length > 0;
  return (isSet ? undefined : option.tree.upstreamDefault(path)) ?? option.value;
}

function below(folder: Value, name: string): Value | undefined {
  return folder.kind === 'string' ? string(`${folder.value}/${name}`) : undefined;
}

/** Homes of before 20.09 ask the environment. */
function isOld(node: NodeAt): boolean {
  const version = node(['home', 'stateVersion']).value;
  return version.kind === 'string' && version.value < '20.09';
}

/** What Home Manager sets in the home of a user of a machine: who it is, and where. */
export function embeddedHomeDefault(
  path: readonly string[],
  user: string,
  host: NodeAt,
): Value | undefined {
  if (path.length !== 2 || path[0] !== 'home') return undefined;
  const option = path[1] === 'username' ? 'name' : path[1] === 'homeDirectory' ? 'home' : undefined;
  const value = option && host(['users', 'users', user, option]).value;
  return value?.kind === 'string' ? value : undefined;
}
