import { valueAt } from '#analyzer/data/node.ts';
import { nixString, plainName } from '#analyzer/edit/attribute-set.ts';
import { known } from '#analyzer/facts/cell.ts';
import { type EmitContext, emitter } from '../emitter.ts';
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
    const { guests, problems } = guestsOf({ ...context, wants: nixosOnly(context) }, options);
    const unclear = guests.filter(({ host }) => known(host.system) === undefined);
    const reached = guests.filter(({ host, address }) => {
      return address !== undefined && known(host.system) !== undefined;
    });
    const nodes = reached.map((guest): [string, NixData] => [
      guest.host.name,
      nodeOf(guest, options['tag-fields'], options['build-on-target']),
    ]);
    const body = nixBindings({ ...metaOf(reached), ...Object.fromEntries(nodes) }, '  ');
    const others = unclear.map(({ host }) => {
      return { message: `the platform of \`${host.name}\` is not known`, at: host.at };
    });
    return {
      parts: [{ names: {}, text: `{ self, nixpkgs }:\n{\n${body}}\n` }],
      problems: [...problems, ...others],
    };
  },
});

/** Colmena deploys machines of NixOS and no others. */
function nixosOnly({
  facts,
  wants,
}: Pick<EmitContext<unknown>, 'facts' | 'wants'>): (host: string) => boolean {
  const rows = facts.table('host').rows.filter((host) => host.class === 'nixos');
  const names = new Set(rows.map(({ name }) => name));
  return (host) => names.has(host) && wants(host);
}

/** See "meta" in the reference of Colmena; machines keep the arguments that the flake gave them. */
function metaOf(guests: readonly Guest[]): Readonly<Record<string, NixData>> {
  const [first] = guests;
  if (first === undefined) return {};
  const others = guests.filter(({ host }) => known(host.system) !== known(first.host.system));
  return {
    meta: {
      nixpkgs: packagesFor(first),
      ...(others.length > 0 && {
        nodeNixpkgs: Object.fromEntries(
          others.map((guest) => [guest.host.name, packagesFor(guest)]),
        ),
      }),
      nodeSpecialArgs: Object.fromEntries(
        guests.map(({ host }) => [
          host.name,
          new NixCode(`${machine(host.output)}._module.specialArgs`),
        ]),
      ),
    },
  };
}

function packagesFor({ host }: Guest): NixCode {
  return new NixCode(`import nixpkgs { system = ${nixString(known(host.system) ?? '')}; }`);
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
