import { isUndecided, known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { SecretRecipientRow } from '../facts/secret-files.ts';
import type { SecretReferenceRow, SecretRow } from '../facts/secrets.ts';
import { GraphBuilder } from './builder.ts';
import { cellFact, gapFacts } from './cell-facts.ts';
import { counted } from './counted.ts';
import { doubt, fact, type Graph, type GraphFact } from './graph.ts';
import { shortened } from './hosts.ts';
import { pathParts } from './path-parts.ts';

/** Who can open which files, which machines take secrets out of them, and what reads those. */
export function secretGraph(facts: Facts): Graph {
  const builder = new GraphBuilder();
  for (const row of facts.table('secret').rows) addSecret(builder, row, facts);
  addReferences(builder, facts);
  for (const row of facts.table('secret-file').rows) {
    const { folder } = pathParts(row.file);
    builder.node({
      ...fileNode(row.file),
      lines: [...(folder === '' ? [] : [folder]), `${row.manager}, ${row.format}`],
      family: `${folder} ${row.manager}, ${row.format}`,
      facts: [fact('file', row.file, row.at), ...cellFact('rule', row.rule, row.at)],
    });
  }
  addRecipients(builder, facts);
  return builder.build({
    kind: 'secrets',
    title: 'Secrets',
    about: 'Who can open which files, which secrets machines take from them, and what reads those.',
  });
}

function fileNode(file: string) {
  return { id: `secrets:${file}`, kind: 'file', label: pathParts(file).name } as const;
}

function secretId(host: string, row: Pick<SecretRow, 'scope' | 'manager' | 'name'>): string {
  return `secret:${host}:${row.scope}:${row.manager}:${row.name}`;
}

function machineGroup(builder: GraphBuilder, host: string, facts: Facts): string {
  const missing = gapFacts(facts.table('secret'), host, 'more secrets');
  return builder.group({
    id: `machine:${host}`,
    kind: 'machine',
    label: host,
    complete: missing.length === 0,
    facts: missing,
  });
}

function addSecret(builder: GraphBuilder, row: SecretRow, facts: Facts): void {
  const owner = ownerText(row);
  const id = builder.node({
    id: secretId(row.host, row),
    kind: 'secret',
    label: row.name,
    lines: owner === '' ? [] : [owner],
    family: owner,
    group: machineGroup(builder, row.host, facts),
    hosts: [row.host],
    facts: secretFacts(row),
  });
  const { file } = row;
  if (file === undefined) return;
  const from = isUndecided(file)
    ? builder.node({
        id: `unknown:${file.undecided}`,
        kind: 'unknown',
        label: 'a file?',
        lines: [file.undecided],
        hosts: [row.host],
        certain: false,
        facts: [doubt('file', file.undecided, row.places?.file ?? row.at)],
      })
    : builder.node({ ...fileNode(file), hosts: [row.host] });
  builder.edge({ from, to: id, kind: 'holds', certain: !isUndecided(file), hosts: [row.host] });
}

function ownerText({ owner, group }: SecretRow): string {
  if (isUndecided(owner) || isUndecided(group)) return 'owner not known';
  return [owner ?? '', ...(group === undefined ? [] : [group])].join(':');
}

function secretFacts(row: SecretRow): readonly GraphFact[] {
  const { at, places } = row;
  return [
    fact('secret', row.name, at),
    fact('manager', row.scope === 'home' ? `${row.manager}, in a home` : row.manager),
    ...cellFact('owner', row.owner, places?.owner ?? at),
    ...cellFact('group', row.group, places?.group ?? at),
    ...cellFact('mode', row.mode, places?.mode ?? at),
    ...cellFact('path', row.path, places?.path ?? at),
    ...cellFact('key', row.key, places?.key ?? at),
  ];
}

/** What reads secrets; a secret that is read and that nobody declares is drawn as one that there may be. */
function addReferences(builder: GraphBuilder, facts: Facts): void {
  const paths = new Map<string, string>();
  for (const row of facts.table('secret').rows) {
    const path = known(row.path);
    if (path !== undefined) paths.set(`${row.host}:${path}`, secretId(row.host, row));
  }
  for (const row of facts.table('secret-reference').rows) {
    const group = machineGroup(builder, row.host, facts);
    const reader = builder.node({
      id: `reader:${row.host}:${row.reader}`,
      kind: 'reader',
      label: row.reader.replaceAll('`', ''),
      family: 'reader',
      group,
      hosts: [row.host],
      facts: [
        fact(`reads ${row.target}`, row.reader, row.at),
        ...cellFact('runs as', row['reader-user'], row.at),
      ],
    });
    const named =
      row.kind === 'option'
        ? secretId(row.host, { ...row, name: row.target })
        : paths.get(`${row.host}:${row.target}`);
    const secret =
      named !== undefined && builder.has(named) ? named : undeclared(builder, row, group);
    const certain = known(row.evaluated) === true;
    builder.edge({ from: secret, to: reader, kind: 'reads', certain, hosts: [row.host] });
  }
}

function undeclared(builder: GraphBuilder, row: SecretReferenceRow, group: string): string {
  return builder.node({
    id: `undeclared:${row.host}:${row.target}`,
    kind: 'unknown',
    label: row.target,
    lines: ['no known secret has it'],
    family: 'undeclared',
    group,
    hosts: [row.host],
    certain: false,
    facts: [doubt('secret', 'none of the machine’s known secrets has this name or path', row.at)],
  });
}

/** Files that the same keys open hang on one node, which lists them. */
function addRecipients(builder: GraphBuilder, facts: Facts): void {
  const byFile = new Map<string, SecretRecipientRow[]>();
  for (const row of facts.table('secret-recipient').rows) {
    byFile.set(row.file, [...(byFile.get(row.file) ?? []), row]);
  }
  for (const [file, rows] of byFile) {
    const keys = [...new Map(rows.map((row) => [keyOf(row), row])).values()].toSorted(byName);
    const hosts = [...new Set(keys.flatMap((row) => ownersOf(row, facts)))];
    const names = keys.map((row) => nameOf(row, facts));
    const id = builder.node({
      id: `recipients:${keys.map(keyOf).join(' ')}`,
      kind: 'recipient',
      label: keys.length === 1 ? (names[0] ?? '') : counted(keys.length, 'key'),
      lines: keys.length === 1 ? [keys[0]?.kind ?? ''] : shortened(names, 12),
      hosts,
      certain: keys.every(({ recipient, tag }) => recipient !== undefined || tag !== undefined),
      facts: keys.flatMap((row) => recipientFacts(row, facts)),
    });
    const to = builder.node(fileNode(file));
    builder.edge({ from: id, to, kind: 'opens', hosts });
  }
}

function keyOf({ kind, recipient, tag, name }: SecretRecipientRow): string {
  return `${kind} ${recipient ?? tag ?? name ?? '?'}`;
}

function byName(a: SecretRecipientRow, b: SecretRecipientRow): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

/** What a key is called, else the machine whose own it is, else how it begins and ends. */
function nameOf(row: SecretRecipientRow, facts: Facts): string {
  const key = row.recipient ?? row.tag;
  const [owner] = ownersOf(row, facts);
  return row.name ?? owner ?? (key === undefined ? `a key of kind ${row.kind}` : shortKey(key));
}

function recipientFacts(row: SecretRecipientRow, facts: Facts): readonly GraphFact[] {
  const { kind, recipient, tag, at } = row;
  const of = nameOf(row, facts);
  const owners = ownersOf(row, facts).map((host) => fact('machine', host));
  const key = recipient ?? tag;
  const known = key === undefined ? [] : [fact(recipient === undefined ? 'mark' : 'key', key, at)];
  return [fact('kind', kind), ...known, ...owners].map((each) => ({ ...each, of }));
}

/** Machines whose own key it is. */
function ownersOf({ recipient, tag }: SecretRecipientRow, facts: Facts): readonly string[] {
  const own = facts.table('public-key').rows.filter((row) => {
    const isKey = recipient !== undefined && (row.key === recipient || row.age === recipient);
    return isKey || (tag !== undefined && row.tag === tag);
  });
  return [...new Set(own.flatMap(({ identifies }) => identifies))];
}

function shortKey(key: string): string {
  return key.length > 24 ? `${key.slice(0, 12)}…${key.slice(-6)}` : key;
}
