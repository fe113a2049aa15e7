import type { Cell } from '../facts/cell.ts';
import type { Site } from '../site.ts';
import { concatenated, mapped } from './cells.ts';
import { assignments, joined } from './environment-variables.ts';
import { withoutCredentials } from './secret-looking.ts';
import type { Settings } from './settings.ts';
import type { Unit } from './units.ts';
import type { View } from './views.ts';

/** A job of launchd as nix-darwin has it (`serviceConfig` and shorthands), or Home Manager (`config`). */
export function launchdJob(job: Settings, kind: View['kind']): Unit {
  const config = job.below(kind === 'home' ? 'config' : 'serviceConfig');
  return {
    ...placesOf(config),
    ...nothingOfSystemd,
    enabled: kind === 'home' ? job.truth('enable') : undefined,
    user: config.string('UserName'),
    group: config.string('GroupName'),
    exec: mapped(
      concatenated(
        job.partials('script', 'command'),
        commandLine(config.partials('ProgramArguments')),
        config.partials('Program'),
      ),
      withoutCredentials,
    ),
    environment: assignments(
      joined(job.entries('environment'), config.entries('EnvironmentVariables')),
    ),
    'working-directory': config.string('WorkingDirectory'),
    'log-files': config.partials('StandardOutPath', 'StandardErrorPath'),
  };
}

const nothingOfSystemd = {
  type: undefined,
  'dynamic-user': undefined,
  'supplementary-groups': [],
  'environment-files': [],
  credentials: [],
  'state-directories': [],
  'cache-directories': [],
  'log-directories': [],
  'runtime-directories': [],
  'configuration-directories': [],
  'ambient-capabilities': [],
  directives: [],
  'bounding-capabilities': [],
  path: [],
  'wanted-by': [],
  'required-by': [],
  after: [],
  before: [],
  wants: [],
  requires: [],
} as const;

/** The arguments of one program are one command. */
function commandLine(words: Cell<readonly string[]>): Cell<readonly string[]> {
  if (words === undefined || 'undecided' in words) return words;
  return words.length === 0 ? [] : [words.join(' ')];
}

function placesOf(config: Settings): { readonly places?: { readonly [column: string]: Site } } {
  const places = config.places({
    user: ['UserName'],
    group: ['GroupName'],
    exec: ['ProgramArguments', 'Program'],
    'log-files': ['StandardOutPath', 'StandardErrorPath'],
  });
  return Object.keys(places).length > 0 ? { places } : {};
}
