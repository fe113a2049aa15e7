import { valueAt } from '#analyzer/data/node.ts';
import { plainName } from '#analyzer/edit/attribute-set.ts';
import { known } from '#analyzer/facts/cell.ts';
import { emitter } from '../emitter.ts';
import { type Guest, guestsOf, recordOptions } from '../guests/guests.ts';
import { scalarText } from '../guests/record-file.ts';
import { NixCode, type NixData, nixBindings } from '../print/nix.ts';

export const colmenaHive = emitter({
  name: 'colmena-hive',
  summary: 'A hive of Colmena made from the machines of the flake, with how each is reached.',
  inputs: ['host', 'deployment'],
  formats: ['nix'],
  output: 'hive.nix',
  effect: 'configuration',
  options: {
    ...recordOptions,
    'tag-fields': {
      summary: 'Fields of records whose values are tags, such as the node.',
      default: [],
    },
    'build-on-target': { summary: 'Whether machines build what they run.', default: false },
  },
  emit: (context) => {
    const { options } = context;
    const { guests, problems } = guestsOf(context, options);
    const nixos = guests.filter(({ host }) => host.class === 'nixos');
    const reached = nixos.filter(({ address }) => address !== undefined);
    const nodes = reached.map((guest): [string, NixData] => [
      guest.host.name,
      nodeOf(guest, options['tag-fields'], options['build-on-target']),
    ]);
    const body = nixBindings({ meta: metaOf(reached), ...Object.fromEntries(nodes) }, '  ');
    const isOfNixos = ({ message }: { readonly message: string }): boolean =>
      nixos.some(({ host }) => message.includes(`\`${host.name}\``)) ||
      !message.includes('address');
    return {
      parts: [{ names: {}, text: `{ self, nixpkgs }:\n{\n${body}}\n` }],
      problems: problems.filter(isOfNixos),
    };
  },
});

/** See "meta" in the reference of Colmena; machines keep the arguments that the flake gave them. */
function metaOf(guests: readonly Guest[]): NixData {
  const system = guests.map(({ host }) => known(host.system)).find((one) => one !== undefined);
  return {
    nixpkgs: new NixCode(`import nixpkgs { system = "${system ?? 'x86_64-linux'}"; }`),
    nodeSpecialArgs: Object.fromEntries(
      guests.map(({ host }) => [
        host.name,
        new NixCode(`${machine(host.output)}._module.specialArgs`),
      ]),
    ),
  };
}

function nodeOf(
  { host, address, user, record }: Guest,
  tagFields: readonly string[],
  buildOnTarget: boolean,
): NixData {
  const tags = tagFields.flatMap((field) => {
    return (record && scalarText(valueAt(record.fields, ...field.split('.')))) ?? [];
  });
  return {
    imports: new NixCode(`${machine(host.output)}._module.args.modules`),
    deployment: {
      targetHost: address ?? null,
      targetUser: user,
      ...(tags.length > 0 && { tags: [...new Set(tags)] }),
      ...(buildOnTarget && { buildOnTarget: true }),
    },
  };
}

/** The output of the flake as Nix selects it. */
function machine(output: string): string {
  const dot = output.indexOf('.');
  const name = output.slice(dot + 1).replace(/^"(.*)"$/, '$1');
  return `self.${output.slice(0, dot)}.${plainName(name)}`;
}
