import type { FilePath } from '../diagnostic.ts';
import { type Cell, isUndecided, known } from '../facts/cell.ts';
import type { Table } from '../facts/facts.ts';
import type { SecretFileRow } from '../facts/secret-files.ts';
import type { FoundFile } from '../secret-files/found-files.ts';
import { fileSite, offsetSite } from '../secret-files/offset-site.ts';
import type { SecretKey, SopsFile } from '../secret-files/sops-file.ts';
import { type StoredFile, tagOf, wrapsOf } from '../secret-files/stored-file.ts';
import { keyOfTag } from './secret-recipients.ts';
import { sopsRuleId, sorted } from './secret-rules.ts';
import { TableBuilder } from './table.ts';

/** What is known beside the files themselves. */
export interface FileContext {
  readonly publicKeys: Table<'public-key'>;
  readonly ruleRecipients: Table<'rule-recipient'>;
  readonly rules: Table<'secret-rule'>;
}

type Age = Extract<StoredFile, { kind: 'age' }>;
type Sops = Extract<StoredFile, { kind: 'sops' }>;

/** One row for each file of secrets. */
export function secretFileTable(
  found: readonly FoundFile[],
  context: FileContext,
): TableBuilder<'secret-file'> {
  const table = new TableBuilder('secret-file');
  for (const file of found) {
    const { stored } = file;
    if (stored.kind === 'unreadable')
      table.gap({ file: stored.file }, stored.reason, fileSite(stored.file));
    else
      table.add({ ...ruleColumns(file, context), ...ownColumns(stored, context), ...named(file) });
  }
  return table;
}

function named({ stored: { file }, expected }: FoundFile) {
  return { file, expected };
}

type OwnColumns = Omit<
  SecretFileRow,
  'file' | 'expected' | 'rule' | 'rule-recipients' | 'rule-tags' | 'rule-anonymous'
>;

function ownColumns(stored: Exclude<StoredFile, { kind: 'unreadable' }>, context: FileContext) {
  switch (stored.kind) {
    case 'sops':
      return sopsColumns(stored);
    case 'age':
      return ageColumns(stored, context);
    case 'git-crypt':
      return gitCryptColumns(stored.file);
  }
}

const noMarks = { tags: [], anonymous: 0 } as const;

function sopsColumns({ file, content }: Sops): OwnColumns {
  const { metadata, format } = content;
  return {
    at: content.at ? offsetSite(file, content.at) : fileSite(file),
    manager: 'sops',
    format,
    encryption: encryptionOf(content),
    recipients: sorted((metadata?.recipients ?? []).map(({ recipient }) => recipient)),
    ...noMarks,
    groups: metadata?.groups ?? 0,
    threshold: metadata?.threshold,
    version: metadata?.version,
    'last-modified': metadata?.lastModified,
  };
}

function encryptionOf({ metadata, keys }: SopsFile): SecretFileRow['encryption'] {
  if (!metadata) return 'none';
  return keys.some(({ state }) => state === 'plain') ? 'part' : 'whole';
}

function ageColumns({ file, header, isArmored }: Age, { publicKeys }: FileContext): OwnColumns {
  const wraps = wrapsOf(header);
  const tags = wraps.flatMap((stanza) => tagOf(stanza) ?? []);
  const keys = tags.map((tag) => keyOfTag(publicKeys, tag)?.key);
  const isTold = keys.length === wraps.length && keys.every((key) => key !== undefined);
  return {
    at: fileSite(file),
    manager: 'age',
    format: isArmored ? 'armored age' : 'age',
    encryption: 'whole',
    recipients: isTold
      ? sorted(keys.flatMap((key) => key ?? []))
      : { undecided: 'the file does not tell for whom it is encrypted' },
    tags: sorted(tags),
    anonymous: wraps.length - tags.length,
    groups: 1,
    threshold: undefined,
    version: undefined,
    'last-modified': undefined,
  };
}

function gitCryptColumns(file: FilePath): OwnColumns {
  return {
    at: fileSite(file),
    manager: 'git-crypt',
    format: 'git-crypt',
    encryption: 'whole',
    recipients: { undecided: 'git-crypt does not keep the keys in the file' },
    ...noMarks,
    groups: 1,
    threshold: undefined,
    version: undefined,
    'last-modified': undefined,
  };
}

type RuleColumns = Pick<SecretFileRow, 'rule' | 'rule-recipients' | 'rule-tags' | 'rule-anonymous'>;

/** What the rule for a file asks. */
function ruleColumns({ stored, match }: FoundFile, context: FileContext): RuleColumns {
  if (stored.kind === 'age') return agenixColumns(stored.file, context);
  switch (match.kind) {
    case 'undecided': {
      const why = { undecided: match.reason };
      return {
        rule: why,
        'rule-recipients': why,
        'rule-tags': undefined,
        'rule-anonymous': undefined,
      };
    }
    case 'matched':
      return {
        rule: sopsRuleId(match.source, match.index),
        'rule-recipients': sorted(match.rule.recipients.map(({ recipient }) => recipient)),
        'rule-tags': undefined,
        'rule-anonymous': undefined,
      };
    case 'no rules':
    case 'unmatched':
      return noRule;
  }
}

const noRule: RuleColumns = {
  rule: undefined,
  'rule-recipients': undefined,
  'rule-tags': undefined,
  'rule-anonymous': undefined,
};

function agenixColumns(file: FilePath, { rules, ruleRecipients }: FileContext): RuleColumns {
  const own = rules.rows.filter((row) => {
    return row.manager === 'agenix' && known(row.files)?.includes(file) === true;
  });
  const [rule] = own;
  if (!rule) {
    const gap = rules.gaps.find((each) => each.known.manager === 'agenix');
    return gap ? { ...noRule, rule: { undecided: gap.reason } } : noRule;
  }
  const { recipients, id } = rule;
  if (recipients === undefined || isUndecided(recipients))
    return {
      rule: id,
      'rule-recipients': recipients,
      'rule-tags': recipients,
      'rule-anonymous': recipients,
    };
  const keys = ruleRecipients.rows.filter((row) => row.rule === id);
  const tags = keys.flatMap(({ tag }) => tag ?? []);
  return {
    rule: id,
    'rule-recipients': recipients,
    'rule-tags': sorted(tags),
    'rule-anonymous': keys.length - tags.length,
  };
}

/** One row for each value in files of secrets, and one for each file as a whole. */
export function secretKeyTable(found: readonly FoundFile[]): TableBuilder<'secret-key'> {
  const table = new TableBuilder('secret-key');
  for (const { stored } of found) {
    const { file } = stored;
    switch (stored.kind) {
      case 'sops':
        addKeys(table, stored);
        break;
      case 'age':
        table.add({ at: fileSite(file), file, ...wholeKey, encrypted: true, wanted: true });
        break;
      case 'git-crypt':
        table.gap({ file }, 'the file is encrypted with git-crypt', fileSite(file));
        break;
      case 'unreadable':
        table.gap({ file }, stored.reason, fileSite(file));
        break;
    }
  }
  return table;
}

const wholeKey = { key: '', whole: true, type: undefined, reachable: true } as const;

function addKeys(table: TableBuilder<'secret-key'>, { file, content }: Sops): void {
  const { keys, metadata, problems, format, at } = content;
  for (const { reason, span } of problems) table.gap({ file }, reason, offsetSite(file, span));
  const encrypted = encryptionOf(content) === 'whole';
  const place = at ? offsetSite(file, at) : fileSite(file);
  table.add({ at: place, file, ...wholeKey, encrypted, wanted: true });
  if (format === 'binary' && metadata !== undefined) return;
  for (const key of keys) table.add({ ...keyColumns(key), at: offsetSite(file, key.span), file });
}

function keyColumns({ path, state, wanted, type, isInList }: SecretKey) {
  const cell: Cell<boolean> = wanted ?? { undecided: 'comments decide what is encrypted' };
  return {
    key: path.join('/'),
    whole: false,
    encrypted: state === 'encrypted',
    type,
    reachable: !isInList && path.every((name) => !name.includes('/')) && isText(type),
    wanted: cell,
  };
}

/** sops-nix writes texts alone. */
function isText(type: string | undefined): boolean {
  return type === undefined || type === 'str' || type === 'bytes';
}
