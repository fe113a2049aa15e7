import type { FilePath } from '../diagnostic.ts';
import { asPath } from '../evaluate/path-value.ts';
import type { Thunk, Unknown } from '../evaluate/value.ts';
import { describe } from '../evaluate/value.ts';
import type { Gap } from '../facts/facts.ts';
import type { PublicKeyRow } from '../facts/secret-files.ts';
import { type Fleet, type FleetHost, optionAt } from '../flake/fleet.ts';
import { holds } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { keyLines } from '../secret-files/key-lines.ts';
import type { PublicKey } from '../secret-files/public-key.ts';
import type { Site } from '../site.ts';
import { type KeyPlace, keyRow, type OwnKeyRow } from './key-row.ts';
import { itemsOf, membersOf, nameSiteOf } from './table.ts';

/** The public keys that options of one machine hold, whatever other machines there are. */
export interface HostKeys {
  readonly rows: readonly OwnKeyRow[];
  readonly gaps: readonly Gap<'public-key'>[];
}

type Gaps = Gap<'public-key'>[];

export function hostKeys(fleet: Fleet, host: FleetHost): HostKeys {
  const gaps: Gaps = [];
  const rows = [
    ...authorizedKeys(gaps, fleet, host),
    ...knownHostKeys(gaps, fleet, host),
    ...rekeyKeys(fleet, host),
  ];
  return { rows, gaps };
}

/** Keys that open a login. */
function authorizedKeys(gaps: Gaps, fleet: Fleet, host: FleetHost): readonly OwnKeyRow[] {
  const known = { host: host.name, source: 'authorized' } as const;
  const users = optionAt(host, ['users', 'users']);
  return certainMembers(gaps, users, known).flatMap(({ name: user, node }) => {
    const options = node.at(['openssh', 'authorizedKeys']);
    const place = placeIn(host, 'authorized', { user });
    return ['keys', 'keyFiles'].flatMap((option) => {
      const { items, open } = itemsOf(options.child(option));
      if (open) gaps.push(gapOf({ ...known, user }, open));
      return items.flatMap((item) =>
        option === 'keys' ? keysOf(item, place) : keysInFile(fleet, item, place),
      );
    });
  });
}

/** The members that are there for certain; the others, and whatever else may be there, are gaps. */
function certainMembers(
  gaps: Gaps,
  node: OptionNode,
  known: Gap<'public-key'>['known'],
): readonly { readonly name: string; readonly node: OptionNode }[] {
  for (const gap of node.gaps) gaps.push(gapOf(known, gap));
  return membersOf(node).filter(({ certain, node: member }) => {
    const reason = 'holds under a condition that is not known';
    if (!certain) gaps.push({ table: 'public-key', known, reason, at: nameSiteOf(member) });
    return certain;
  });
}

function gapOf(known: Gap<'public-key'>['known'], { reason, at }: Unknown): Gap<'public-key'> {
  return { table: 'public-key', known, reason: describe(reason), at };
}

/** Keys by which the machine knows others. */
function knownHostKeys(gaps: Gaps, fleet: Fleet, host: FleetHost): readonly OwnKeyRow[] {
  const all = { host: host.name, source: 'known-host' } as const;
  return ['programs', 'services'].flatMap((branch) => {
    const option = branch === 'programs' ? 'ssh' : 'openssh';
    const known = optionAt(host, [branch, option, 'knownHosts']);
    return certainMembers(gaps, known, all).flatMap(({ name, node }) => {
      const hosts = [name, ...hostNames(node)];
      const place = placeIn(host, 'known-host', { name: hosts[1] ?? name, hosts });
      return [
        ...keysOf(node.child('publicKey').thunk, place),
        ...keysInFile(fleet, node.child('publicKeyFile').thunk, place),
      ];
    });
  });
}

function hostNames(node: OptionNode): readonly string[] {
  return ['hostNames', 'extraHostNames'].flatMap((option) =>
    itemsOf(node.child(option)).items.flatMap((item) => {
      const value = item.force();
      return value.kind === 'string' ? [value.value] : [];
    }),
  );
}

/** The machine's own key, for which agenix-rekey encrypts. */
function rekeyKeys(fleet: Fleet, host: FleetHost): readonly OwnKeyRow[] {
  const node = optionAt(host, ['age', 'rekey', 'hostPubkey']);
  if (!node.definitions.some((definition) => holds(definition) === true)) return [];
  const place = placeIn(host, 'host-key', { name: host.name, hosts: [host.name] });
  return [...keysOf(node.thunk, place), ...keysInFile(fleet, node.thunk, place)];
}

type Place = (at: Site) => KeyPlace;

function placeIn(host: FleetHost, source: PublicKeyRow['source'], more: Partial<KeyPlace>): Place {
  return (at) => ({ ...more, at, file: at.file, source, host: host.name });
}

function keysOf(thunk: Thunk, place: Place): readonly OwnKeyRow[] {
  const value = thunk.force();
  if (value.kind !== 'string' || !thunk.site) return [];
  const { site } = thunk;
  return keyLines(value.value).map(({ key }) => keyRow(key, place(site)));
}

function keysInFile(fleet: Fleet, thunk: Thunk, place: Place): readonly OwnKeyRow[] {
  const path = asPath(thunk.force(), undefined);
  if (path.kind !== 'path' || path.root !== 'workspace' || !thunk.site) return [];
  const { site } = thunk;
  return keysAt(fleet, path.path).map((key) => keyRow(key, place(site)));
}

function keysAt({ session }: Fleet, file: FilePath): readonly PublicKey[] {
  const content = session.files.read(file);
  return content.kind === 'text' ? keyLines(content.text).map(({ key }) => key) : [];
}
