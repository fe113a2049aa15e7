import { known } from '#analyzer/facts/cell.ts';
import { zoneOf } from '#analyzer/network/names.ts';
import { zoneKey } from '#analyzer/network/zones.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import type { ValuesOf } from '../options.ts';
import { publicNames } from './names.ts';
import { knownProxies, roleOptions } from './roles.ts';
import { variableFile } from './variable-values.ts';
import { zoneMap } from './zone-map.ts';

const options = {
  ...roleOptions,
  variable: {
    summary: 'The variable that maps zones to their ids; empty for the only one that may be it.',
    default: '',
  },
  placeholder: {
    summary: 'What stands for an id that nobody wrote down; empty to leave such zones out.',
    default: '',
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const zoneVariables = emitter({
  name: 'zone-variables',
  summary: 'The values of a variable that has the ids of all zones with served names.',
  inputs: ['route', 'dns-record', 'dns-zone', 'cloud-variable'],
  formats: ['json', 'hcl'],
  output: 'cloud/zones.auto.tfvars.json',
  effect: 'configuration',
  options,
  emit: (context) => {
    const { facts, format } = context;
    const variable = context.options.variable || zoneMap(facts);
    if (variable === undefined) {
      if (facts.table('dns-zone').rows.length === 0) return { parts: [], problems: [] };
      const message = 'which variable has the ids of zones is not certain; set `variable`';
      return { parts: [], problems: [{ message }] };
    }
    const file = variableFile(context.existing({}) ?? '', variable, format);
    if (file === undefined)
      return { parts: [], problems: [{ message: 'what the file has now cannot be read' }] };
    const zones = zonesOf(context, file.before);
    const text = file.with(zones.ids);
    return { parts: [{ names: {}, text }], problems: zones.problems };
  },
});

/** The id of every zone that is needed or was there; ids are only ever taken from what is there. */
function zonesOf(
  context: Context,
  before: Readonly<Record<string, string>>,
): { readonly ids: Readonly<Record<string, string>>; readonly problems: readonly Problem[] } {
  const {
    facts,
    compare,
    options: { placeholder },
  } = context;
  const { problems: unclear } = knownProxies(facts, context.options, context.wants);
  const problems: Problem[] = [...unclear];
  const needed = neededZones(context, problems);
  const names = [...new Set([...Object.keys(before), ...needed.keys()])].toSorted(compare);
  const entries = names.flatMap((zone): [string, string][] => {
    const id = before[zone] ?? placeholder;
    if (id !== '') return [[zone, id]];
    problems.push({ message: `the id of the zone \`${zone}\` is not known`, ...needed.get(zone) });
    return [];
  });
  return { ids: Object.fromEntries(entries), problems };
}

/** The zones that records take from a map, and those of served names that have none yet. */
function neededZones(
  context: Context,
  problems: Problem[],
): ReadonlyMap<string, Pick<Problem, 'at'>> {
  const { facts } = context;
  const zones = new Map<string, Pick<Problem, 'at'>>();
  for (const record of facts.table('dns-record').rows) {
    const zone = known(record.zone);
    if (zone !== undefined && zoneKey(facts, record)) zones.set(zone, { at: record.at });
  }
  const { proxies } = knownProxies(facts, context.options, context.wants);
  for (const { domain, at } of publicNames(facts, proxies).values()) {
    if (zoneOf(facts, domain) !== undefined) continue;
    const name = domain.replace(/^\*\./, '');
    if (name.split('.').length === 2) zones.set(name, { at });
    else problems.push({ message: `the zone of \`${domain}\` is not certain`, at });
  }
  return zones;
}
