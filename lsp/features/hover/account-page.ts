import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Thing } from '../meaning/facts/thing.ts';
import { fact, facts as factsOf, lines } from './cells.ts';
import { blocks, code, names } from './markdown.ts';

type Hosts = readonly string[] | undefined;

/** What is known of a user on the machines that a place is about. */
export function userPage(facts: Facts, { name }: Thing, hosts: Hosts): string {
  const isAsked = ({ host }: { readonly host: string }): boolean => hosts?.includes(host) ?? true;
  const rows = facts
    .table('user')
    .rows.filter((row) => (known(row.name) ?? row.key) === name && isAsked(row));
  const homes = facts.table('host').rows.filter((row) => row.homes.includes(name));
  const head = `user ${code(name)}`;
  if (rows.length === 0 && homes.length === 0)
    return blocks([head, 'No machine declares it here.']);
  const units = facts
    .table('service')
    .rows.filter((row) => known(row.user) === name && isAsked(row))
    .map((row) => row.name);
  return blocks([
    head,
    lines(
      rows.length > 0 ? `On ${names([...new Set(rows.map(({ host }) => host))])}` : undefined,
      factsOf('Kind', rows, ({ kind }) => kind),
      factsOf('Uid', rows, ({ uid }) => uid),
      factsOf('Group', rows, ({ group }) => group),
      factsOf('Further groups', rows, (row) => row['extra-groups']),
      factsOf('Home', rows, ({ home }) => home),
      factsOf('Shell', rows, ({ shell }) => shell),
      factsOf('Keys for SSH', rows, (row) => row['authorized-keys'] || undefined),
      homes.length > 0
        ? `Home Manager makes the home on ${names(homes.map((row) => row.name))}`
        : undefined,
      fact('Units', [...new Set(units)]),
    ),
  ]);
}

/** What is known of a group on the machines that a place is about. */
export function groupPage(facts: Facts, { name }: Thing, hosts: Hosts): string {
  const isAsked = ({ host }: { readonly host: string }): boolean => hosts?.includes(host) ?? true;
  const rows = facts.table('group').rows.filter((row) => row.name === name && isAsked(row));
  const users = facts.table('user').rows.filter(isAsked);
  const login = (row: (typeof users)[number]): string => known(row.name) ?? row.key;
  const primary = users.filter(({ group }) => known(group) === name).map(login);
  const further = [
    ...users.filter((row) => known(row['extra-groups'])?.includes(name)).map(login),
    ...rows.flatMap(({ members }) => known(members) ?? []),
  ];
  return blocks([
    `group ${code(name)}`,
    lines(
      rows.length === 0
        ? 'No machine declares it here.'
        : `On ${names([...new Set(rows.map(({ host }) => host))])}`,
      factsOf('Gid', rows, ({ gid }) => gid),
      fact('Primary group of', [...new Set(primary)]),
      fact('Members', [...new Set(further)]),
    ),
  ]);
}
