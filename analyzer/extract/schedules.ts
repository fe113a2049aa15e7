import type { Cell } from '../facts/cell.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';
import { concatenated, named } from './cells.ts';
import { Settings } from './settings.ts';
import type { View } from './views.ts';

/** When something starts that has no timer of its own. */
export interface Schedule {
  readonly name: string;
  readonly scope: 'system' | 'user';
  readonly at: Site | undefined;
  readonly conditions: Cell<readonly string[]>;
}

/** `startAt` of units. */
export function unitSchedules({ root, foreign }: View): readonly Schedule[] {
  return (['system', 'user'] as const).flatMap((scope) =>
    schedulesIn(
      root.at(scope === 'user' ? ['systemd', 'user', 'services'] : ['systemd', 'services']),
      {
        scope,
        read: (node) => {
          const unit = new Settings(node, foreign);
          const startAt = unit.given('startAt');
          return (
            startAt && { node: startAt, conditions: named('OnCalendar', unit.partials('startAt')) }
          );
        },
      },
    ),
  );
}

/** The intervals of launchd jobs. */
export function jobSchedules({ root, foreign, kind }: View): readonly Schedule[] {
  const places = kind === 'home' ? [['agents']] : [['daemons'], ['agents'], ['user', 'agents']];
  return places.flatMap((place) =>
    schedulesIn(root.at(['launchd', ...place]), {
      scope: place[0] === 'daemons' ? 'system' : 'user',
      read: (node) => {
        const config = new Settings(node, foreign).below(
          kind === 'home' ? 'config' : 'serviceConfig',
        );
        const given = config.given('StartInterval') ?? config.given('StartCalendarInterval');
        const interval = named('StartInterval', config.partials('StartInterval'));
        return given && { node: given, conditions: concatenated(interval, calendarOf(config)) };
      },
    }),
  );
}

interface Reading {
  readonly scope: Schedule['scope'];
  readonly read: (
    node: OptionNode,
  ) => { readonly node: OptionNode; readonly conditions: Cell<readonly string[]> } | undefined;
}

function schedulesIn(set: OptionNode, { scope, read }: Reading): readonly Schedule[] {
  return set.names().flatMap((name): readonly Schedule[] => {
    const found = read(set.child(name));
    if (!found) return [];
    return [{ name, scope, at: found.node.definitions[0]?.at, conditions: found.conditions }];
  });
}

/** `Hour=3 Minute=0` for each set of `StartCalendarInterval`, which is one set or a list of them. */
function calendarOf(config: Settings): Cell<readonly string[]> {
  const value = config.given('StartCalendarInterval')?.value;
  if (value === undefined || value.kind === 'null') return [];
  const sets = value.kind === 'list' ? value.items.map((item) => item.force()) : [value];
  const texts = sets.map((set) => {
    if (set.kind !== 'attrs') return undefined;
    const parts = set.names().flatMap((name) => {
      const part = set.get(name)?.value.force();
      return part?.kind === 'int' ? [`${name}=${part.value}`] : [];
    });
    return parts.join(' ');
  });
  const known = texts.filter((text) => text !== undefined);
  if (known.length < texts.length) return { undecided: 'a calendar that is not known' };
  return named('StartCalendarInterval', known);
}
