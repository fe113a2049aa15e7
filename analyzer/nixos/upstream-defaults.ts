import {
  type Attributes,
  falseValue,
  string,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import type { HostClass } from '../facts/machines.ts';
import { holds } from './definitions.ts';
import { homeDefault } from './home-defaults.ts';
import type { OptionNode } from './option-node.ts';
import { placeholderOf } from './placeholder.ts';

/** The module system that is asked. */
interface Asked {
  readonly class: HostClass;
  readonly node: (path: readonly string[]) => OptionNode;
}

/**
 * The value of an option that upstream modules declare and the repository does
 * not define, where the repository can rely on it: names, run-time paths, home
 * directories. `undefined` everywhere else, for defaults are not ours to guess.
 */
export function upstreamDefault(path: readonly string[], asked: Asked): Value | undefined {
  if (asked.class === 'home') {
    const value = homeDefault(path, asked.node);
    if (value) return value;
  }
  if (path.length === 4) return defaultOfMember(path, asked);
  if (path.length === 3) return isRoot(path, asked) ? asked.node(path).view() : undefined;
  const [first, second] = path;
  if (path.length === 2 && first === 'age' && second === 'secretsDir' && asked.class !== 'home')
    return string('/run/agenix');
  if (path.length === 2 && first === 'networking' && second === 'fqdn')
    return fullyQualifiedName(asked);
  if (path.length === 2 && first === 'nixpkgs' && second === 'buildPlatform')
    return asked.node(['nixpkgs', 'hostPlatform']).value;
  if (path.length === 2 && first === 'sops' && second === 'placeholder')
    return placeholders(asked.node(['sops', 'secrets']));
  return undefined;
}

/** The last names of the paths below; to put the paths together takes longer than anything else here. */
const namesWithDefaults = new Set([
  'name',
  'isNormalUser',
  'isSystemUser',
  'group',
  'home',
  'path',
  'uid',
]);

/** What NixOS itself says of root. */
const rootDefaults: ReadonlyMap<string, Value> = new Map([
  ['group', string('root')],
  ['home', string('/root')],
  ['uid', { kind: 'int', value: 0n }],
]);

/** Whether a path leads to the user that every machine with NixOS has. */
function isRoot([first, second, name]: readonly string[], asked: Asked): boolean {
  return asked.class === 'nixos' && first === 'users' && second === 'users' && name === 'root';
}

/** The default of an option of a user, a group or a secret. */
function defaultOfMember(path: readonly string[], asked: Asked): Value | undefined {
  const [first, second, name = '', last = ''] = path;
  if (!namesWithDefaults.has(last)) return undefined;
  const ofRoot = isRoot(path, asked) ? rootDefaults.get(last) : undefined;
  if (ofRoot) return ofRoot;
  switch (`${first}.${second}.*.${last}`) {
    case 'users.users.*.name':
    case 'users.groups.*.name':
    case 'sops.secrets.*.name':
    case 'age.secrets.*.name':
      return string(name);
    case 'users.users.*.isNormalUser':
    case 'users.users.*.isSystemUser':
      return asked.class === 'nixos' ? falseValue : undefined;
    case 'users.users.*.group':
      return isNormal(name, asked) ? string('users') : undefined;
    case 'users.users.*.home':
      return homeDirectory(name, asked);
    case 'sops.secrets.*.path':
      return sopsPath(name, asked);
    case 'age.secrets.*.path':
      return agePath(name, asked);
    case 'sops.templates.*.path':
      return templatePath(name, asked);
    default:
      return undefined;
  }
}

function fullyQualifiedName({ node }: Asked): Value | undefined {
  const host = node(['networking', 'hostName']).value;
  const domain = node(['networking', 'domain']).value;
  return host.kind === 'string' && domain.kind === 'string'
    ? string(`${host.value}.${domain.value}`)
    : undefined;
}

function isNormal(user: string, { node }: Asked): boolean {
  const normal = node(['users', 'users', user, 'isNormalUser']).value;
  return normal.kind === 'bool' && normal.value;
}

function homeDirectory(user: string, asked: Asked): Value | undefined {
  const { node } = asked;
  if (!isNormal(user, asked)) return undefined;
  const name = node(['users', 'users', user, 'name']).value;
  return name.kind === 'string' ? string(`/home/${name.value}`) : name;
}

function sopsPath(secret: string, { node, class: kind }: Asked): Value | undefined {
  if (kind === 'home') return undefined;
  const early = node(['sops', 'secrets', secret, 'neededForUsers']).value;
  if (early.kind === 'unknown' && early.reason.kind !== 'undefined-option') {
    return unknown(early.reason, early.at);
  }
  const isEarly = early.kind === 'bool' && early.value;
  const folder = isEarly ? '/run/secrets-for-users' : '/run/secrets';
  return below(folder, node(['sops', 'secrets', secret, 'name']).value, secret);
}

/** The texts that stand for declared secrets in templates. */
function placeholders(secrets: OptionNode): Attributes {
  const certain = (name: string): boolean =>
    secrets.child(name).definitions.some((definition) => holds(definition) === true);
  return {
    kind: 'attrs',
    names: () => secrets.names().filter(certain),
    get: (name) =>
      certain(name) ? { value: Thunk.of(string(placeholderOf(name))), at: undefined } : undefined,
    get open() {
      return secrets.gaps[0];
    },
    missing: (name) => {
      const isPossible = secrets.child(name).isPresent();
      return isPossible ? unknown({ kind: 'undefined-option', path: secrets.path }) : undefined;
    },
  };
}

function templatePath(template: string, { node, class: kind }: Asked): Value | undefined {
  if (kind === 'home') return undefined;
  const declared = node(['sops', 'templates', template]);
  if (declared.definitions.length === 0) return undefined;
  return below('/run/secrets/rendered', declared.child('name').value, template);
}

function agePath(secret: string, { node, class: kind }: Asked): Value | undefined {
  if (kind === 'home') return undefined;
  const folder = node(['age', 'secretsDir']).value;
  if (folder.kind !== 'string') return folder;
  return below(folder.value, node(['age', 'secrets', secret, 'name']).value, secret);
}

/** The file of a secret in its folder: by the secret's own `name`, else by its attribute. */
function below(folder: string, name: Value, attribute: string): Value {
  if (name.kind === 'string') return string(`${folder}/${name.value}`);
  return isUnset(name) ? string(`${folder}/${attribute}`) : name;
}

function isUnset(value: Value): boolean {
  return value.kind === 'unknown' && value.reason.kind === 'undefined-option';
}
