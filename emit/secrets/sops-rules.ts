import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretFileRow } from '#analyzer/facts/secret-files.ts';
import {
  type EmitContext,
  type Emitted,
  emitter,
  type PartNames,
  type Problem,
} from '../emitter.ts';
import { machineNames } from '../machine-names.ts';
import { fileRecipients, type RecipientChoice } from './file-recipients.ts';
import { fileRules } from './rule-patterns.ts';
import { canWrite, rulesText } from './rules-text.ts';
import { SopsKeys } from './sops-keys.ts';

export const sopsRules = emitter({
  name: 'sops-rules',
  summary: 'Creation rules of sops: which files, and whom they are encrypted for.',
  inputs: ['secret-file', 'secret-recipient', 'rule-recipient', 'public-key', 'secret', 'host'],
  formats: ['yaml'],
  output: '.sops.yaml',
  effect: 'configuration',
  options: {
    by: {
      summary: 'Whether those open a file who may now, or the machines and users that read it.',
      default: 'present',
      choices: ['present', 'readers'],
    },
    admins: {
      summary: 'Names of keys, or keys, that open every file.',
      default: [] as readonly string[],
    },
    recipients: {
      summary: 'Further names of keys by patterns of files, such as `"hosts/**" = "robot"`.',
      default: {} as Readonly<Record<string, string>>,
    },
    without: {
      summary: 'Names of keys that are no longer to open files.',
      default: [] as readonly string[],
    },
  },
  emit: (context) => {
    const keys = new SopsKeys(context.facts);
    const made = partsOf(context).map((names) => rulesAt(names, { ...context, keys }));
    return {
      parts: made.flatMap(({ parts }) => parts),
      problems: made.flatMap(({ problems }) => problems),
    };
  },
});

type Context = Pick<
  EmitContext<RecipientChoice>,
  'facts' | 'options' | 'compare' | 'file' | 'existing' | 'wants'
>;

/** One text, or one for each machine where the path of the output names it. */
function partsOf({ facts, file, wants }: Context): readonly PartNames[] {
  if (file({}) !== undefined) return [{}];
  return facts.table('host').rows.flatMap((row) => (wants(row.name) ? [machineNames(row)] : []));
}

function rulesAt(names: PartNames, context: Context & { readonly keys: SopsKeys }): Emitted {
  const { facts, options, compare, keys } = context;
  const source = context.file(names);
  if (source === undefined) return { parts: [], problems: [] };
  const directory = directoryOf(source);
  const all = filesBelow(facts, source);
  const { files, problems } = fileRecipients(facts, all, { keys, choice: options });
  const rules = fileRules(files, {
    directory,
    others: plainFiles(facts, all),
    present: presentRules(facts, source, all),
    compare,
  });
  const unwritten = files.flatMap(({ file, keys: own }): Problem[] => {
    const key = own.find((each) => !canWrite(each));
    if (key === undefined) return [];
    const message = `the ${key.kind} key \`${key.recipient}\` of \`${file}\` cannot be written as a rule: it is left out`;
    return [{ message, at: all.find((row) => row.file === file)?.at }];
  });
  const stale = staleRules(facts, source, all);
  const isAny = rules.length > 0 || context.existing(names) !== undefined;
  const text = rulesText(rules, { nameOf: (key) => keys.nameOf(key, source), compare });
  return { parts: isAny ? [{ names, text }] : [], problems: [...problems, ...unwritten, ...stale] };
}

/** The files that sops asks these rules about: those below, but for what rules further down are for. */
function filesBelow(facts: Facts, source: string): readonly SecretFileRow[] {
  const directory = directoryOf(source);
  const deeper = facts
    .table('secret-rule')
    .rows.map((row) => directoryOf(row.source))
    .filter((other) => other !== directory && isBelow(other, directory));
  return facts.table('secret-file').rows.filter(({ file, manager, encryption }) => {
    const isMeant = manager === 'sops' && encryption !== 'none' && isBelow(file, directory);
    return isMeant && !deeper.some((other) => isBelow(file, other));
  });
}

/** Files of data that nobody encrypts. */
function plainFiles(facts: Facts, encrypted: readonly SecretFileRow[]): readonly string[] {
  const own = new Set(encrypted.map(({ file }) => file));
  const files = facts.table('data').rows.map(({ file }) => file);
  return [...new Set(files)].filter((file) => !own.has(file));
}

function presentRules(facts: Facts, source: string, all: readonly SecretFileRow[]) {
  const own = new Set(all.map(({ file }) => file));
  return facts.table('secret-rule').rows.flatMap((row) => {
    const files = known(row.files);
    if (row.source !== source || row.pattern === undefined || !files) return [];
    return [{ pattern: row.pattern, files: files.filter((file) => own.has(file)) }];
  });
}

/** Rules that no file follows: they are not written again, and whoever means files to come has to know. */
function staleRules(
  facts: Facts,
  source: string,
  all: readonly SecretFileRow[],
): readonly Problem[] {
  const own = new Set(all.map(({ file }) => file));
  return facts.table('secret-rule').rows.flatMap((row): Problem[] => {
    const files = known(row.files);
    if (row.source !== source || !files || files.some((file) => own.has(file))) return [];
    const name = row.pattern === undefined ? row.id : row.pattern;
    return [{ message: `no file follows the rule \`${name}\`: it is left out`, at: row.at }];
  });
}

function isBelow(path: string, directory: string): boolean {
  return directory === '' || path.startsWith(`${directory}/`);
}

function directoryOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}
