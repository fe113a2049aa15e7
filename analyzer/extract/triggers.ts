import type { TriggerRow } from '../facts/services.ts';
import type { Fleet } from '../flake/fleet.ts';
import { concatenated, firstSet, named } from './cells.ts';
import { jobSchedules, type Schedule, unitSchedules } from './schedules.ts';
import { Settings } from './settings.ts';
import { certainMembers, TableBuilder } from './table.ts';
import { type View, viewsOf } from './views.ts';

type Triggers = TableBuilder<'trigger'>;
type Kind = TriggerRow['kind'];

/** Timers, sockets and paths, and the schedules that services and jobs have themselves. */
export function triggerTable(fleet: Fleet): Triggers {
  const table = new TableBuilder('trigger');
  for (const host of fleet.hosts)
    for (const view of viewsOf(host)) {
      for (const place of placesIn(view)) addUnits(table, view, place);
      const schedules = view.kind === 'nixos' ? unitSchedules(view) : jobSchedules(view);
      for (const schedule of schedules) addSchedule(table, view, schedule);
    }
  return table;
}

interface Place {
  readonly scope: 'system' | 'user';
  readonly kind: Kind;
  readonly path: readonly string[];
}

function placesIn({ kind }: View): readonly Place[] {
  if (kind === 'darwin') return [];
  const scopes = kind === 'home' ? (['user'] as const) : (['system', 'user'] as const);
  return scopes.flatMap((scope) =>
    (['timer', 'socket', 'path'] as const).map((each) => ({
      scope,
      kind: each,
      path: [...systemdPath(scope), `${each}s`],
    })),
  );
}

function systemdPath(scope: Place['scope']): readonly string[] {
  return scope === 'user' ? ['systemd', 'user'] : ['systemd'];
}

function addUnits(table: Triggers, view: View, { scope, kind, path }: Place): void {
  const { host, account, root, foreign } = view;
  const owner = { host: host.name, account, scope, kind };
  const members = certainMembers(table, {
    node: root.at(path),
    what: kind,
    known: (name) => (name === undefined ? owner : { ...owner, name }),
    outer: { gaps: root.gaps, known: { host: host.name, account } },
  });
  for (const { name, node, at } of members) {
    const unit = new Settings(node, foreign);
    const own = view.kind === 'home' ? unit.below(sections[kind]) : unit.below(`${kind}Config`);
    table.add({
      at: at ?? { file: host.flake, expr: 0 },
      ...owner,
      name,
      unit: withoutSuffix(firstSet(own.string('Unit'), own.string('Service'), name)),
      conditions: concatenated(
        ...optionsOf[kind].map(([option, directive]) => named(directive, unit.partials(option))),
        ...directivesOf[kind].map((directive) => named(directive, own.partials(directive))),
      ),
      persistent: own.truth('Persistent'),
      'wanted-by':
        view.kind === 'home' ? unit.below('Install').words('WantedBy') : unit.words('wantedBy'),
    });
  }
}

const sections: { readonly [K in Kind]: string } = {
  timer: 'Timer',
  socket: 'Socket',
  path: 'Path',
};

/** Options of NixOS that stand for directives. */
const optionsOf: { readonly [K in Kind]: readonly (readonly [string, string])[] } = {
  timer: [],
  socket: [
    ['listenStreams', 'ListenStream'],
    ['listenDatagrams', 'ListenDatagram'],
  ],
  path: [],
};

const directivesOf: { readonly [K in Kind]: readonly string[] } = {
  timer: [
    'OnCalendar',
    'OnActiveSec',
    'OnBootSec',
    'OnStartupSec',
    'OnUnitActiveSec',
    'OnUnitInactiveSec',
  ],
  socket: [
    'ListenStream',
    'ListenDatagram',
    'ListenSequentialPacket',
    'ListenFIFO',
    'ListenNetlink',
  ],
  path: ['PathExists', 'PathExistsGlob', 'PathChanged', 'PathModified', 'DirectoryNotEmpty'],
};

function withoutSuffix(unit: TriggerRow['unit']): TriggerRow['unit'] {
  return typeof unit === 'string' ? unit.replace(/\.service$/, '') : unit;
}

/** `startAt` of a service and the intervals of a job are timers of its name. */
function addSchedule(table: Triggers, { host, account }: View, schedule: Schedule): void {
  const { name, scope, at, conditions } = schedule;
  const known = { host: host.name, account, scope, kind: 'timer', name } as const;
  if (conditions === undefined || 'undecided' in conditions) {
    if (conditions) table.gap(known, conditions.undecided, at);
  } else if (conditions.length > 0)
    table.add({
      at: at ?? { file: host.flake, expr: 0 },
      ...known,
      unit: name,
      conditions,
      persistent: undefined,
      'wanted-by': [],
    });
}
