import type { InputRow } from '../facts/flakes.ts';
import type { FlakeLock } from '../flake/lock.ts';
import { addressText, type FlakeReference } from '../sources/reference.ts';

/** What a flake says of an input, by its path from the flake on. */
export interface Said {
  readonly path: readonly string[];
  readonly reference: FlakeReference | undefined;
  readonly isFollowing: boolean;
}

/** What a row says of the lock file. */
type Agreement = Pick<InputRow, 'lock-problem' | 'locked-from'>;

/** Where there is nothing to say. */
export const agrees: Agreement = { 'lock-problem': undefined, 'locked-from': undefined };

/**
 * How the lock file disagrees with what the flake says of an input: it has no such input, or
 * one from elsewhere. Nothing where it agrees, and where that cannot be told, as for addresses
 * that Nix writes in its own way.
 */
export function disagreement(lock: FlakeLock, said: Said): Agreement {
  return said.path.length === 1 ? ofInput(lock, said) : ofChange(lock, said.path);
}

function ofInput(lock: FlakeLock, { path, reference, isFollowing }: Said): Agreement {
  if (isFollowing) return agrees;
  if (!lock.inputsOf([]).includes(path[0] ?? '')) return { ...agrees, 'lock-problem': 'missing' };
  if (lock.followed(path)) return { ...agrees, 'lock-problem': 'differs' };
  const original = lock.find(path)?.original;
  if (!isComparable(reference) || !isComparable(original)) return agrees;
  const [asked, from] = [addressText(reference), addressText(original)];
  if (asked.toLowerCase() === from.toLowerCase()) return agrees;
  return { 'lock-problem': 'differs', 'locked-from': from };
}

/** Whether an input has the input that the flake changes; asked only of what is locked. */
function ofChange(lock: FlakeLock, path: readonly string[]): Agreement {
  const outer = path.slice(0, -1);
  const node = lock.find(outer);
  if (!node?.isFlake || node.locked === undefined || lock.followed(outer)) return agrees;
  return lock.inputsOf(outer).includes(path.at(-1) ?? '')
    ? agrees
    : { ...agrees, 'lock-problem': 'missing' };
}

const comparable: ReadonlySet<string> = new Set(['github', 'gitlab', 'sourcehut', 'indirect']);

function isComparable(reference: FlakeReference | undefined): reference is FlakeReference {
  return reference !== undefined && comparable.has(reference.type);
}

/** An input of an input that is locked by itself, though the flake has the same repository. */
export interface CopiedInput {
  readonly input: string;
  readonly same: string;
}

/** What the inputs of a flake bring along that the flake has itself, by the same name. */
export function copiedInputs(
  lock: FlakeLock,
  names: readonly string[],
): ReadonlyMap<string, readonly CopiedInput[]> {
  return new Map(names.map((name) => [name, copiedBy(lock, name, names)]));
}

function copiedBy(lock: FlakeLock, name: string, names: readonly string[]): CopiedInput[] {
  if (lock.followed([name])) return [];
  return lock.inputsOf([name]).flatMap((input) => {
    const own = lock.find([name, input]);
    const source = repositoryText(own?.locked);
    if (source === undefined || lock.followed([name, input])) return [];
    const same = names.find((other) => {
      const node = other === name ? undefined : lock.find([other]);
      const isSame = repositoryText(node?.locked) === source && node?.isFlake === own?.isFlake;
      const isMeant = other === input || node?.original?.ref === own?.original?.ref;
      return isSame && isMeant && node?.name !== own?.name;
    });
    return same === undefined ? [] : [{ input, same }];
  });
}

function repositoryText(reference: FlakeReference | undefined): string | undefined {
  if (!reference?.owner || !reference.repository) return undefined;
  const { type, owner, repository } = reference;
  return [type, owner, repository, reference.directory ?? ''].join('/').toLowerCase();
}
