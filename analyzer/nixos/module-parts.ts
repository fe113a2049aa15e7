import { without } from '../builtins/attribute-views.ts';
import type { FilePath } from '../diagnostic.ts';
import { furtherNames } from '../evaluate/conditional-sets.ts';
import type { Session } from '../evaluate/session.ts';
import { printed } from '../evaluate/strings.ts';
import {
  type Attributes,
  attributes,
  list,
  record,
  string,
  Thunk,
  type Unknown,
  type Value,
} from '../evaluate/value.ts';
import { type Alias, aliasOf } from './alias.ts';

/** Names of a module that are no options when it is written without `config`. */
const structural = new Set([
  'imports',
  'config',
  'options',
  'disabledModules',
  '_file',
  '_class',
  'key',
  'freeformType',
  'require',
]);

/** What a module holds, in whichever form it is written. */
export interface ModuleParts {
  readonly config: Thunk | undefined;
  readonly options: Thunk | undefined;
  /** The type of what it defines and nobody declares. */
  readonly freeformType: Thunk | undefined;
  /** What it passes on from options of other names. */
  readonly alias: Alias | undefined;
}

/** The parts of a set that is all configuration. */
export function configOnly(body: Attributes): ModuleParts {
  const config = Thunk.of(body);
  return { config, options: undefined, freeformType: undefined, alias: undefined };
}

/** What stands beside `config` and `options`, and is neither; Nix refuses such a module. */
export function strayAttribute(body: Attributes): string | undefined {
  if (!(body.get('config') ?? body.get('options'))) return undefined;
  return body.names().find((name) => !structural.has(name) && name !== 'meta');
}

/** `config` and `options` of a module; a module without either is all `config`. */
export function partsOf(body: Attributes): ModuleParts {
  const [config, options] = [body.get('config'), body.get('options')];
  const other = { freeformType: body.get('freeformType')?.value, alias: aliasOf(body) };
  if (config ?? options)
    return { config: withMeta(config?.value, body), options: options?.value, ...other };
  const all = Thunk.of(without(body, (name) => structural.has(name)));
  return { config: all, options: undefined, ...other };
}

/** Why the set may hold more of a module than what it defines. */
export function structuralDoubt(body: Attributes): Unknown | undefined {
  const names = furtherNames(body);
  return names && !names.some((name) => structural.has(name)) ? undefined : body.open;
}

/** `meta` beside `config` is configuration as well. */
function withMeta(config: Thunk | undefined, body: Attributes): Thunk | undefined {
  const meta = body.get('meta');
  if (!meta) return config;
  const own = Thunk.of(attributes(new Map([['meta', meta]])));
  return config
    ? Thunk.of(record({ _type: string('merge'), contents: list([config, own]) }), config.site)
    : own;
}

/** The file that a module says it comes from. */
export function fileOf(body: Attributes): FilePath | undefined {
  const value = body.get('_file')?.value.force();
  return value?.kind === 'path' && value.root === 'workspace' ? value.path : undefined;
}

/** The file that the text of a module stands in. */
export function writtenIn(body: Attributes): FilePath | undefined {
  const [first] = body.names();
  return first === undefined ? undefined : body.get(first)?.value.site?.file;
}

/** The key that a module gives itself. */
export function ownKey(session: Session, body: Attributes): string | undefined {
  const given = body.get('key')?.value.force();
  return given && keyText(given, session);
}

/** What a module is told from others by. */
export function keyText(given: Value, session: Session): string | undefined {
  const key = printed(given, session);
  return key.kind === 'string' ? `key ${key.value}` : undefined;
}
