import { valueAt } from '#analyzer/data/node.ts';
import { emitter } from '../emitter.ts';
import { grouped } from '../grouped.ts';
import { type Guest, guestsOf, recordOptions } from '../guests/guests.ts';
import { scalarText } from '../guests/record-file.ts';
import { yamlText } from '../print/yaml.ts';
import type { Plain } from '../values.ts';

export const ansibleInventory = emitter({
  name: 'ansible-inventory',
  summary: 'The machines as an inventory of Ansible, in a group of all and in groups by a field.',
  inputs: ['host', 'deployment'],
  formats: ['yaml'],
  output: 'ansible/inventory/machines.yml',
  effect: 'configuration',
  options: {
    ...recordOptions,
    group: { summary: 'The group of all machines.', default: 'vms' },
    'group-field': {
      summary: 'A field of records whose values are groups as well, such as the node.',
      default: '',
    },
  },
  emit: (context) => {
    const { options } = context;
    const { guests, problems } = guestsOf(context, options);
    const reached = guests.filter(({ address }) => address !== undefined);
    const groups = grouped(reached, (guest) => groupOf(guest, options['group-field']));
    const children = [...groups]
      .flatMap(([name, all]) => (name === undefined ? [] : [{ name, all }]))
      .toSorted((a, b) => context.compare(a.name, b.name));
    const inventory: Plain = {
      [options.group]: { hosts: Object.fromEntries(reached.map(hostEntry)) },
      ...Object.fromEntries(
        children.map(({ name, all }) => [
          name,
          { hosts: Object.fromEntries(all.map(({ host }) => [host.name, {}])) },
        ]),
      ),
    };
    return { parts: [{ names: {}, text: yamlText(inventory) }], problems };
  },
});

function hostEntry({ host, address, user }: Guest): [string, Plain] {
  return [host.name, { ansible_host: address ?? null, ansible_user: user }];
}

/** Names of groups are identifiers: letters, digits and underscores. */
function groupOf({ record }: Guest, field: string): string | undefined {
  if (field === '' || record === undefined) return undefined;
  const value = scalarText(valueAt(record.fields, ...field.split('.')));
  return value?.replace(/\W/g, '_').replace(/^(?=\d)/, '_');
}
