import type { FilePath } from '../diagnostic.ts';
import { createSession } from '../evaluate/create-session.ts';
import { filePath } from '../evaluate/path-value.ts';
import { type Cell, known } from '../facts/cell.ts';
import type { Table } from '../facts/facts.ts';
import type { Caches } from '../incremental/caches.ts';
import type { ContentParts } from '../incremental/content-parts.ts';
import type { FleetFacts } from '../incremental/fleet-facts.ts';
import type { View } from '../incremental/trace.ts';
import { once } from '../once.ts';
import {
  type AgenixRules,
  mayBeAgenixRules,
  readAgenixRules,
} from '../secret-files/agenix-rules.ts';
import { type FoundFile, foundFiles } from '../secret-files/found-files.ts';
import { gitCryptFilter } from '../secret-files/git-attributes.ts';
import { rulesName } from '../secret-files/matching-rule.ts';
import { mayHoldKeys, type NixKey, nixKeys } from '../secret-files/nix-keys.ts';
import { mayBePrivateKey, type PrivateKey, privateKeysIn } from '../secret-files/private-key.ts';
import { keyIdentities } from '../secret-files/public-key.ts';
import { readSopsRules, type SopsRules } from '../secret-files/sops-rules.ts';
import { storedFile } from '../secret-files/stored-file.ts';
import { privateKeyTable } from './private-keys.ts';
import { isKeyFile, type KeySources, publicKeyTable, readKeyFile } from './public-keys.ts';
import { secretFileTable, secretKeyTable } from './secret-files.ts';
import { secretRecipientTable } from './secret-recipients.ts';
import { ruleRecipientTable, secretRuleTable, sopsRuleId, sorted } from './secret-rules.ts';

/** The tables about files of secrets, each made when it is first asked for. */
export type SecretFacts = {
  readonly [Name in
    | 'secret-file'
    | 'secret-key'
    | 'secret-recipient'
    | 'secret-rule'
    | 'rule-recipient'
    | 'public-key'
    | 'private-key']: () => Table<Name>;
};

interface Sources {
  readonly view: View;
  readonly caches: Caches;
  readonly fleet: FleetFacts;
}

export function secretFacts(view: View, caches: Caches, fleet: FleetFacts): SecretFacts {
  const sources = { view, caches, fleet };
  const sopsRules = once(() => sopsRulesOf(sources));
  const rules = once(() => ({ sops: sopsRules(), agenix: agenixRulesOf(sources) }));
  const found = once(() => filesOf(sources, rules()));
  const identityOf = keyIdentities();
  const publicKeys = once(() =>
    publicKeyTable({ ...keySources(sources, sopsRules()), identityOf }),
  );
  const ruleRecipients = once(() => ruleRecipientTable(rules(), publicKeys(), identityOf));
  const secretRules = once(() =>
    secretRuleTable(rules(), ruleRecipients(), (id) => filesOfRule(found(), id)),
  );
  const context = once(() => ({
    publicKeys: publicKeys(),
    ruleRecipients: ruleRecipients(),
    rules: secretRules(),
  }));
  return {
    'public-key': publicKeys,
    'private-key': () => privateKeyTable(privateKeyFiles(sources)),
    'rule-recipient': ruleRecipients,
    'secret-rule': secretRules,
    'secret-file': () => secretFileTable(found(), context()),
    'secret-key': () => secretKeyTable(found()),
    'secret-recipient': () => secretRecipientTable(found(), context()),
  };
}

/** What a text tells, worked out once for each content of a file. */
function told<Value>(
  view: View,
  file: FilePath,
  { read, kept }: { readonly read: (text: string) => Value; readonly kept: ContentParts<Value> },
): Value | undefined {
  const content = view.files.read(file);
  return content.kind === 'text' ? kept.get(content, '', () => read(content.text)) : undefined;
}

function sopsRulesOf({ view, caches }: Sources): ReadonlyMap<FilePath, SopsRules> {
  const files = view.paths.filter((file) => file === rulesName || file.endsWith(`/${rulesName}`));
  return new Map(
    files.flatMap((file): readonly [FilePath, SopsRules][] => {
      const rules = told(view, file, { read: readSopsRules, kept: caches.sopsRules });
      return rules ? [[file, rules]] : [];
    }),
  );
}

/** Rules are evaluated by themselves, and again when something changes that they read. */
function agenixRulesOf({ view, caches }: Sources): readonly AgenixRules[] {
  const files = view.paths.filter((file) => {
    const content = file.endsWith('.nix') ? view.files.read(file) : undefined;
    return content?.kind === 'text' && mayBeAgenixRules(content.text);
  });
  caches.agenix.keepOnly(new Set(files));
  return files.flatMap((file) => {
    const { rules } = caches.agenix.get(file, view, ({ files: seen, code, tell, derivations }) => {
      const session = createSession(seen, { code, tell }, { derivations });
      return { rules: readAgenixRules(session, file) };
    });
    return rules ?? [];
  });
}

function keySources(
  sources: Sources,
  sopsRules: ReadonlyMap<FilePath, SopsRules>,
): Omit<KeySources, 'identityOf'> {
  const { view, fleet, caches } = sources;
  const reading = { read: readKeyFile, kept: caches.keyFiles };
  const files = view.paths.filter(isKeyFile);
  return {
    files: new Map(files.map((file) => [file, told(view, file, reading)])),
    nix: nixKeysOf(sources),
    sopsRules,
    machines: fleet.machines.map(({ host }) => host),
    hostKeys: fleet.machines.map(({ keys }) => keys),
  };
}

function privateKeyFiles({ view, caches }: Sources): ReadonlyMap<FilePath, readonly PrivateKey[]> {
  const reading = { read: privateKeysIn, kept: caches.privateKeys };
  const files = view.paths.filter(mayBePrivateKey);
  return new Map(files.map((file) => [file, told(view, file, reading) ?? []]));
}

function nixKeysOf({ view, caches }: Sources): readonly NixKey[] {
  const texts = view.paths.flatMap((file): readonly [FilePath, string][] => {
    const content = file.endsWith('.nix') ? view.files.read(file) : undefined;
    return content?.kind === 'text' && mayHoldKeys(content.text) ? [[file, content.text]] : [];
  });
  const keys = caches.nixKeys.of(texts, (file) => {
    const analysis = view.analysis(file);
    return analysis ? nixKeys(file, analysis) : [];
  });
  return keys.flat();
}

interface Rules {
  readonly sops: ReadonlyMap<FilePath, SopsRules>;
  readonly agenix: readonly AgenixRules[];
}

function filesOf({ view, caches, fleet }: Sources, { sops, agenix }: Rules): readonly FoundFile[] {
  const { files, paths } = view;
  const declared = fleet.machines.flatMap(({ tables }) =>
    tables.secret.rows.flatMap(({ file }) => {
      const own = known(file);
      return own === undefined ? [] : filePath(own);
    }),
  );
  const ruled = agenix.flatMap(({ rules }) => rules.map(({ file }) => file));
  return foundFiles({
    paths,
    rules: sops,
    named: new Set([...declared, ...ruled]),
    isFiltered: gitCryptFilter(paths, (file) => {
      const content = files.read(file);
      return content.kind === 'text' ? content.text : undefined;
    }),
    stored: (file, reading) => {
      const content = files.read(file);
      const make = () => storedFile(file, content, reading);
      return caches.stored.get(content, `${reading} ${file}`, make);
    },
  });
}

/** The files of secrets that follow a rule of sops. */
function filesOfRule(found: readonly FoundFile[], id: string): Cell<readonly string[]> {
  const own = found.filter(({ match }) => {
    return match.kind === 'matched' && sopsRuleId(match.source, match.index) === id;
  });
  return sorted(own.map(({ stored }) => stored.file));
}
