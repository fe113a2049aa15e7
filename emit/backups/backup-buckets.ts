import { isUndecided } from '#analyzer/facts/cell.ts';
import type { BackupRow } from '#analyzer/facts/storage.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import { blocksIn, spacedText, type WrittenBlock } from '../network/blocks.ts';
import type { ValuesOf } from '../options.ts';
import { HclCode, hclBlock, hclExpression, hclString } from '../print/hcl.ts';

const options = {
  module: {
    summary: 'The name of the module that makes a bucket for each backup.',
    default: 'backup',
  },
  source: { summary: 'Where the module is.', default: './modules/backup' },
  outputs: {
    summary: 'What the module gives for each bucket; empty for what there are outputs of already.',
    default: [] as readonly string[],
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const backupBuckets = emitter({
  name: 'backup-buckets',
  summary: 'A module of OpenTofu with the bucket of each backup by restic, and its outputs.',
  inputs: ['backup'],
  formats: ['hcl'],
  output: 'cloud/backup.tf',
  effect: 'configuration',
  options,
  emit: (context) => {
    const { buckets, problems } = bucketsOf(context);
    if (buckets.length === 0) return { parts: [], problems };
    const before = blocksIn(context.existing({}) ?? '');
    const names = buckets.map(([name]) => name);
    const blocks = [moduleText(context, before, buckets), ...outputTexts(context, before, names)];
    const text = spacedText(blocks);
    return { parts: [{ names: {}, text }], problems };
  },
});

type Bucket = readonly [name: string, bucket: string];

/** The buckets by the names of their backups. */
function bucketsOf({ facts, wants, compare }: Context): {
  readonly buckets: readonly Bucket[];
  readonly problems: readonly Problem[];
} {
  const found = new Map<string, BackupRow>();
  const problems: Problem[] = [];
  const rows = facts
    .table('backup')
    .rows.filter(({ tool, host }) => tool === 'restic' && wants(host));
  for (const row of rows) {
    const { name, bucket } = row;
    const other = found.get(name);
    const at = row.places?.bucket ?? row.at;
    if (isUndecided(bucket))
      problems.push({ message: `the bucket of \`${name}\` is not known: ${bucket.undecided}`, at });
    else if (other !== undefined && other.bucket !== bucket)
      problems.push({ message: `another backup is called \`${name}\`, too`, at });
    else if (bucket !== undefined) found.set(name, row);
  }
  const buckets = [...found].map(([name, { bucket }]): Bucket => [name, String(bucket)]);
  return { buckets: buckets.toSorted(([a], [b]) => compare(a, b)), problems };
}

/** The module as it was written, with other buckets. */
function moduleText(
  { options: { module, source } }: Context,
  before: readonly WrittenBlock[],
  buckets: readonly Bucket[],
): string {
  const map = Object.fromEntries(buckets);
  const own = before.find((block) => block.keyword === 'module' && block.type === module);
  const forEach = /(\n *for_each *= *)\{[^{}]*\}/;
  if (own && forEach.test(own.text)) {
    return own.text.replace(forEach, (_, start: string) => start + hclExpression(map, '  '));
  }
  return hclBlock({
    type: 'module',
    labels: [module],
    groups: [
      { for_each: map },
      { source, name: new HclCode('each.key'), bucket: new HclCode('each.value') },
    ],
  });
}

function outputTexts(
  { options: { module, outputs } }: Context,
  before: readonly WrittenBlock[],
  names: readonly string[],
): readonly string[] {
  const written = new RegExp(`= module\\.${module}\\["[^"]+"\\]\\.(\\w+)`);
  const found = before.flatMap(({ text }) => written.exec(text)?.[1] ?? []);
  const given = outputs.length > 0 ? outputs : [...new Set(found)];
  return names.flatMap((name) =>
    given.map((output) => {
      const label = `${module}_${name}_${output}`.replace(/[^\w-]+/g, '_');
      const own = before.find((block) => block.keyword === 'output' && block.type === label);
      const value = new HclCode(`module.${module}[${hclString(name)}].${output}`);
      const comments = ['https://opentofu.org/docs/language/values/outputs/'];
      return (
        own?.text ??
        hclBlock({
          comments,
          type: 'output',
          labels: [label],
          groups: [{ value, sensitive: true }],
        })
      );
    }),
  );
}
