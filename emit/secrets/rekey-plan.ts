import { type Cell, isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretFileRow } from '#analyzer/facts/secret-files.ts';
import { emitter, type Problem } from '../emitter.ts';
import type { Format } from '../format.ts';
import { pathFrom } from '../paths.ts';
import { code, markdownTable } from '../print/markdown.ts';
import { printedRecords } from '../print/records.ts';
import type { PlainRecord } from '../records.ts';

export const rekeyPlan = emitter({
  name: 'rekey-plan',
  summary: 'Files that are encrypted for others than their rule says, and why.',
  inputs: ['secret-file', 'secret-recipient', 'secret-rule', 'rule-recipient'],
  formats: ['markdown', 'json', 'yaml', 'toml', 'text'],
  output: 'docs/rekey.md',
  effect: 'documentation',
  options: {
    managers: {
      summary: 'Whose files are looked at.',
      default: ['agenix', 'sops'],
      choices: ['agenix', 'sops'],
    },
  },
  emit: ({ facts, options: { managers }, compare, format, existing }) => {
    const problems: Problem[] = [];
    const plans = facts.table('secret-file').rows.flatMap((row): readonly Plan[] => {
      const manager = row.manager === 'age' ? 'agenix' : row.manager;
      if (!managers.includes(manager) || row.encryption === 'none') return [];
      const drift = driftOf(facts, row);
      if ('problem' in drift) {
        problems.push({ message: `\`${row.file}\`: ${drift.problem}`, at: row.at });
        return [];
      }
      return isEmpty(drift)
        ? []
        : [{ file: row.file, command: commandOf(manager, row.file), ...drift }];
    });
    const all = [...plans, ...missingFiles(facts, managers)].toSorted((a, b) =>
      compare(a.file, b.file),
    );
    const gaps = facts.table('secret-file').gaps.map(({ reason, at }) => ({ message: reason, at }));
    const text =
      format === 'text' ? all.map(({ file }) => `${file}\n`).join('') : printed(all, format);
    const isNothing = facts.table('secret-rule').rows.length === 0 && existing({}) === undefined;
    return { parts: isNothing ? [] : [{ names: {}, text }], problems: [...problems, ...gaps] };
  },
});

/** How the recipients of a file differ from those of its rule. */
interface Drift {
  /** Who is to open it, and cannot. */
  readonly lacking: readonly string[];
  /** Who can open it, and is not to. */
  readonly spare: readonly string[];
  readonly why: readonly string[];
}

interface Plan extends Drift {
  readonly file: string;
  /** What a person does about it; agenix is run where its rules are. */
  readonly command: string;
}

function isEmpty({ why }: Drift): boolean {
  return why.length === 0;
}

function driftOf(facts: Facts, row: SecretFileRow): Drift | { readonly problem: string } {
  const { rule } = row;
  if (isUndecided(rule)) return { problem: rule.undecided };
  if (rule === undefined) return { lacking: [], spare: [], why: [] };
  return row.manager === 'sops' ? sopsDrift(facts, row, rule) : ageDrift(facts, row, rule);
}

function sopsDrift(
  facts: Facts,
  row: SecretFileRow,
  rule: string,
): Drift | { readonly problem: string } {
  return listed(row.recipients, row['rule-recipients'], (has, wants) => {
    const lacking = wants.filter((each) => !has.includes(each));
    const spare = has.filter((each) => !wants.includes(each));
    return because(
      lacking.map((key) => ruleName(facts, rule, key)),
      spare.map((key) => fileName(facts, row, key)),
    );
  });
}

/** age marks what it wraps for ssh keys; of other keys only the number is known. */
function ageDrift(
  facts: Facts,
  row: SecretFileRow,
  rule: string,
): Drift | { readonly problem: string } {
  const count = row['rule-anonymous'];
  if (isUndecided(count)) return { problem: count.undecided };
  const drift = listed(row.tags, row['rule-tags'], (has, wants) => {
    const lacking = wants.filter((each) => !has.includes(each));
    const spare = has.filter((each) => !wants.includes(each));
    return because(
      lacking.map((tag) => ruleName(facts, rule, tag)),
      spare.map((tag) => fileName(facts, row, tag)),
    );
  });
  if ('problem' in drift || count === undefined || count === row.anonymous) return drift;
  const why = `wrapped for ${counted(row.anonymous)} without a mark, and the rule has ${count}`;
  return { ...drift, why: [...drift.why, why] };
}

function listed(
  has: Cell<readonly string[]>,
  wants: Cell<readonly string[]>,
  compare: (has: readonly string[], wants: readonly string[]) => Drift,
): Drift | { readonly problem: string } {
  if (isUndecided(has)) return { problem: has.undecided };
  if (isUndecided(wants)) return { problem: wants.undecided };
  return compare(has ?? [], wants ?? []);
}

function because(lacking: readonly string[], spare: readonly string[]): Drift {
  const why = [
    ...lacking.map((name) => `\`${name}\` cannot open it yet`),
    ...spare.map((name) => `\`${name}\` still can`),
  ];
  return { lacking, spare, why };
}

function counted(count: number): string {
  return `${count} key${count === 1 ? '' : 's'}`;
}

/** What a rule calls a key or a mark. */
function ruleName(facts: Facts, rule: string, key: string): string {
  const row = facts
    .table('rule-recipient')
    .rows.find((each) => each.rule === rule && (each.recipient === key || each.tag === key));
  return row?.name ?? key;
}

/** What the repository calls a key or a mark that a file has. */
function fileName(facts: Facts, { file }: SecretFileRow, key: string): string {
  const row = facts
    .table('secret-recipient')
    .rows.find((each) => each.file === file && (each.recipient === key || each.tag === key));
  const other = facts.table('public-key').rows.find(({ tag, name }) => tag === key && name);
  return row?.name ?? other?.name ?? key;
}

function commandOf(manager: string, file: string): string {
  return manager === 'sops' ? `sops updatekeys ${file}` : 'agenix --rekey';
}

/** Files that rules of agenix name, and that are not there. */
function missingFiles(facts: Facts, managers: readonly string[]): readonly Plan[] {
  if (!managers.includes('agenix')) return [];
  const there = new Set(facts.table('file').rows.map(({ file }) => file));
  const rules = facts.table('secret-rule').rows.filter(({ manager }) => manager === 'agenix');
  return rules.flatMap(({ source, files }) => {
    const missing = (known(files) ?? []).filter((file) => !there.has(file));
    return missing.map((file): Plan => {
      const command = `agenix -e ${pathFrom(source, file)}`;
      return { file, command, lacking: [], spare: [], why: ['is not there yet'] };
    });
  });
}

const columns = ['file', 'command', 'lacking', 'spare', 'why'];

function printed(plans: readonly Plan[], format: Format): string {
  if (format === 'markdown') return page(plans);
  const records = plans.map(({ file, command, lacking, spare, why }): PlainRecord => {
    return { file, command, lacking, spare, why: why.map((each) => each.replaceAll('`', '')) };
  });
  return printedRecords({ key: 'files', columns, records }, format);
}

function page(plans: readonly Plan[]): string {
  if (plans.length === 0) return 'Every file is encrypted for those whom its rule names.\n';
  const rows = plans.map(({ file, command, why }) => {
    const reasons = why.join('; ').replace(/^[a-z]/, (letter) => letter.toUpperCase());
    return [code(file), code(command), reasons];
  });
  return markdownTable(['File', 'What to do', 'Why'], rows);
}
