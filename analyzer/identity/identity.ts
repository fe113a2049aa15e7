import { type ExprId, exprOf } from '../syntax/module.ts';
import { callOf, isBound, libraryFunction, type NamePath, pathsOf, type Reading } from './names.ts';
import { isModule, parameterRole } from './parameters.ts';

/** Something that tells one machine, profile or user from the others. */
export interface Identity {
  readonly subject: 'host' | 'profile' | 'user';
  /** The name or selection itself, without `toLower` and its like. */
  readonly expr: ExprId;
  readonly case: 'lower' | 'upper' | undefined;
  /** Whether it is `config.networking.hostName`, read from the arguments of the module. */
  readonly option: boolean;
  /** Whether it is the host name of a machine itself, and no argument or setting that may differ from it. */
  readonly certain: boolean;
  /** Whether it names a machine that this code makes. */
  readonly composes: boolean;
}

/** The identity that an expression is, through aliases and changes of case; most are none. */
export function identityOf(reading: Reading, id: ExprId, depth = 0): Identity | undefined {
  if (depth > 20) return undefined;
  const expr = exprOf(reading.module, id);
  switch (expr.kind) {
    case 'variable':
      return identityOfVariable(reading, id, depth);
    case 'select':
      return identityOfPath(reading, id);
    case 'string': {
      const [only] = expr.parts;
      if (expr.parts.length !== 1 || typeof only !== 'number') return undefined;
      return identityOf(reading, only, depth + 1);
    }
    case 'apply':
      return identityOfCall(reading, id, depth);
    default:
      return undefined;
  }
}

function identityOfVariable(reading: Reading, id: ExprId, depth: number): Identity | undefined {
  const referent = reading.scopes.referent(id);
  if (referent?.kind !== 'binder' || !isBound(referent.binder)) return identityOfPath(reading, id);
  if (referent.binder.value === undefined) return undefined;
  const found = identityOf(reading, referent.binder.value, depth + 1);
  return found && { ...found, expr: id };
}

function identityOfCall(reading: Reading, id: ExprId, depth: number): Identity | undefined {
  const { callee, arguments: given } = callOf(reading.module, id);
  const [argument, ...others] = given;
  if (argument === undefined || others.length > 0) return undefined;
  const name = libraryFunction(reading, callee);
  if (name !== 'toLower' && name !== 'toUpper' && name !== 'toString') return undefined;
  const found = identityOf(reading, argument, depth + 1);
  if (found === undefined || name === 'toString') return found;
  return { ...found, case: name === 'toLower' ? 'lower' : 'upper' };
}

function identityOfPath(reading: Reading, id: ExprId): Identity | undefined {
  const path = pathsOf(reading, id).find(({ names }) => !withoutIdentities.has(names[0] ?? ''));
  if (path === undefined) return undefined;
  const { names, binder } = path;
  if (names.length === 1) return identityOfParameter(reading, id, path);
  const whole = names.slice(binder?.kind === 'parameter' && isAllArguments(reading, path) ? 1 : 0);
  const [root = '', ...rest] = whole;
  const subject = identities.get([settingsRoot(root), ...rest].join('.'));
  if (subject === undefined || !isSettled(reading, path, whole)) return undefined;
  const option = whole[0] === 'config';
  const certain = subject === 'host' && configurations.has(whole[0] ?? '');
  return { subject, expr: id, case: undefined, option, certain, composes: false };
}

const identities: ReadonlyMap<string, Identity['subject']> = new Map([
  ['config.networking.hostName', 'host'],
  ['osConfig.networking.hostName', 'host'],
  ['nixosConfig.networking.hostName', 'host'],
  ['systemSettings.hostname', 'host'],
  ['systemSettings.profile', 'profile'],
  ['systemSettings.envProfile', 'profile'],
  ['userSettings.username', 'user'],
]);

/** What the module system itself gives to modules under these names. */
const configurations = new Set(['config', 'osConfig', 'nixosConfig']);

/** Settings on their way to being merged, such as `systemSettingsRaw`, have the same identities. */
function settingsRoot(name: string): string {
  return name.replace(/^(systemSettings|userSettings)[A-Z]\w*$/, '$1');
}

/** Sets that `with` often opens and that have no attribute called like an identity. */
const withoutIdentities = new Set(['lib', 'builtins', 'types']);

/**
 * Whether the root is the real one: an argument that the module system fills
 * in, or settings that are computed here. A set written out under the same
 * name, or the `config` of each of many machines, is not.
 */
function isSettled(reading: Reading, { binder }: NamePath, names: readonly string[]): boolean {
  if (binder === undefined) return false;
  const settings = /^(system|user)Settings/.test(names[0] ?? '');
  if (isBound(binder)) {
    const value = binder.value === undefined ? undefined : exprOf(reading.module, binder.value);
    return settings && value !== undefined && value.kind !== 'attrs';
  }
  return (
    settings || isModule(reading, binder.owner) || reading.scopes.parent(binder.owner) === undefined
  );
}

/** Whether a parameter is `args` of `args@{ … }: …`. */
function isAllArguments(reading: Reading, { binder }: NamePath): boolean {
  const owner = binder && exprOf(reading.module, binder.owner);
  return owner?.kind === 'lambda' && owner.formals !== undefined;
}

function identityOfParameter(
  reading: Reading,
  id: ExprId,
  { names, binder }: NamePath,
): Identity | undefined {
  if (names[0] !== 'hostname' && names[0] !== 'hostName') return undefined;
  if (binder === undefined || isBound(binder)) return undefined;
  const role = parameterRole(reading, binder);
  if (role === 'other') return undefined;
  const found = {
    subject: 'host',
    expr: id,
    case: undefined,
    option: false,
    certain: false,
  } as const;
  return { ...found, composes: role === 'builder' };
}
