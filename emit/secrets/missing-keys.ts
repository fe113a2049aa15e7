import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretRow } from '#analyzer/facts/secrets.ts';
import { keyStateOf } from '#analyzer/secrets/stored-keys.ts';
import type { Problem } from '../emitter.ts';

/** Keys that a file of secrets has to get. */
export interface MissingKeys {
  readonly file: string;
  /** Whether there is no such file yet. */
  readonly isNew: boolean;
  /** The keys with slashes, and the machines that want them; empty for a file that is one secret. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** What declared secrets lack in the files that they are kept in; never a value. */
export function missingKeys(
  facts: Facts,
  wants: (host: string) => boolean,
): { readonly files: readonly MissingKeys[]; readonly problems: readonly Problem[] } {
  const files = new Map<string, Map<string, string[]>>();
  const problems: Problem[] = [];
  for (const secret of facts.table('secret').rows) {
    if (secret.manager !== 'sops' || !wants(secret.host)) continue;
    const lack = lackOf(facts, secret);
    if (lack === undefined) continue;
    if ('message' in lack) {
      problems.push(lack);
      continue;
    }
    const keys = files.get(lack.file) ?? new Map<string, string[]>();
    files.set(lack.file, keys.set(lack.key, [...(keys.get(lack.key) ?? []), secret.host]));
  }
  const made = [...files].map(([file, keys]) => ({ file, keys, isNew: !isThere(facts, file) }));
  return { files: made, problems };
}

interface Lack {
  readonly file: string;
  readonly key: string;
}

function lackOf(facts: Facts, secret: SecretRow): Lack | Problem | undefined {
  const doubt = [secret.file, secret.key].find(isUndecided);
  if (doubt) return problem(secret, doubt.undecided);
  const [file, key = ''] = [known(secret.file), known(secret.key)];
  if (file === undefined || file.startsWith('/')) return undefined;
  if (!isThere(facts, file)) return { file, key };
  const state = keyStateOf(facts, secret);
  switch (state?.kind) {
    case 'missing':
      return state.value === undefined
        ? { file, key }
        : problem(
            secret,
            `\`${state.value.key}\` of \`${file}\` is a value, and nothing can be below it`,
          );
    case 'set':
      return problem(secret, `\`${key}\` of \`${file}\` has names below it, and no value`);
    case 'undecided':
      return problem(secret, state.reason);
    case 'there':
    case undefined:
      return undefined;
  }
}

function problem({ name, host, at }: SecretRow, reason: string): Problem {
  return {
    message: `it is not known what the secret \`${name}\` of \`${host}\` needs: ${reason}`,
    at,
  };
}

function isThere(facts: Facts, file: string): boolean {
  return (
    facts.text(file) !== undefined ||
    facts.table('secret-file').rows.some((row) => row.file === file)
  );
}
