import type { DataNode } from '#analyzer/data/node.ts';
import { emitter, type Problem } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { isPlainSet, type Plain } from '../values.ts';
import { guestsOf, recordOptions } from './guests.ts';
import { plainData, readRecords } from './record-file.ts';

export const guestVariables = emitter({
  name: 'guest-variables',
  summary: 'Variables of OpenTofu with the record of each machine that the flake configures.',
  inputs: ['host', 'data'],
  formats: ['json'],
  output: 'tofu/guests.auto.tfvars.json',
  effect: 'configuration',
  options: {
    records: recordOptions.records,
    below: recordOptions.below,
    variable: { summary: 'The variable that holds them.', default: 'guests' },
    fields: {
      summary: 'The fields of a record that are wanted; all of them if none is named.',
      default: [],
    },
  },
  emit: (context) => {
    const { facts, options } = context;
    const file = readRecords(facts, options.records);
    if ('message' in file) return { parts: [], problems: [file] };
    const { guests } = guestsOf(context, { ...defaults, ...options });
    const problems: Problem[] = [];
    const entries = guests.flatMap(({ host, record }): [string, Plain][] => {
      if (record === undefined) {
        const message = `\`${host.name}\` has no record in \`${file.file}\``;
        problems.push({ message, at: host.at });
        return [];
      }
      const fields = plainFields(record.fields, options.fields);
      const value = plainData({ file: file.file, root: fields }, (found) => problems.push(found));
      return isPlainSet(value) ? [[record.key, { host: host.name, ...value }]] : [];
    });
    const text = prettyJson({ [options.variable]: Object.fromEntries(entries) });
    return { parts: [{ names: {}, text }], problems };
  },
});

const defaults = { address: '', user: '', 'user-field': '' };

function plainFields(node: DataNode, wanted: readonly string[]): DataNode {
  if (node.kind !== 'map' || wanted.length === 0) return node;
  return { ...node, entries: node.entries.filter(({ key }) => wanted.includes(key)) };
}
