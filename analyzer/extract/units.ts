import type { Cell } from '../facts/cell.ts';
import type { ServiceRow } from '../facts/services.ts';
import type { Site } from '../site.ts';
import { concatenated, mapped } from './cells.ts';
import { assignments, joined, unitVariables, type Variables } from './environment-variables.ts';
import { withoutCredentials } from './secret-looking.ts';
import type { Settings } from './settings.ts';

/** What a unit says, without whose it is and how it is called. */
export type Unit = Omit<ServiceRow, 'at' | 'host' | 'account' | 'name' | 'scope' | 'manager'>;

/** A unit as NixOS has it: options for the common settings, `serviceConfig` for the rest. */
export function systemUnit(unit: Settings): Unit {
  const service = unit.below('serviceConfig');
  const more = unit.below('unitConfig');
  const words = (option: string, directive: string) =>
    concatenated(unit.words(option), more.words(directive));
  return {
    ...placesOf(service, unit.places({ path: ['path'] })),
    ...executionOf(service),
    directives: furtherDirectives(unit.entries('serviceConfig')),
    enabled: unit.truth('enable'),
    exec: mapped(
      concatenated(
        unit.partials('preStart'),
        service.partials('ExecCondition', 'ExecStartPre'),
        unit.partials('script'),
        service.partials('ExecStart'),
        unit.partials('postStart'),
        service.partials('ExecStartPost', 'ExecReload'),
        unit.partials('reload', 'preStop'),
        service.partials('ExecStop'),
        unit.partials('postStop'),
        service.partials('ExecStopPost'),
      ),
      withoutCredentials,
    ),
    environment: assignments(
      joined(unit.entries('environment'), unitVariables(service.partials('Environment'))),
    ),
    path: mapped(unit.partials('path'), (text) => text.replace(/^\$\{(.*)\}$/, '$1')),
    'wanted-by': unit.words('wantedBy'),
    'required-by': unit.words('requiredBy'),
    after: words('after', 'After'),
    before: words('before', 'Before'),
    wants: words('wants', 'Wants'),
    requires: concatenated(words('requires', 'Requires'), words('bindsTo', 'BindsTo')),
  };
}

/** A unit as Home Manager has it: the sections of the unit file. */
export function homeUnit(sections: Settings): Unit {
  const service = sections.below('Service');
  const unit = sections.below('Unit');
  const install = sections.below('Install');
  return {
    ...placesOf(service),
    ...executionOf(service),
    directives: furtherDirectives(sections.entries('Service')),
    enabled: undefined,
    exec: mapped(service.partials(...execDirectives), withoutCredentials),
    environment: assignments(unitVariables(service.partials('Environment'))),
    path: [],
    'wanted-by': install.words('WantedBy'),
    'required-by': install.words('RequiredBy'),
    after: unit.words('After'),
    before: unit.words('Before'),
    wants: unit.words('Wants'),
    requires: unit.words('Requires', 'BindsTo'),
  };
}

/** What has no column of its own. */
function furtherDirectives(entries: Variables): Cell<readonly string[]> {
  if (entries === undefined || 'undecided' in entries) return entries;
  const further = assignments(entries.filter(([name]) => !withColumn.test(name)));
  return further !== undefined && 'length' in further && further.length === 0 ? undefined : further;
}

const withColumn =
  /^(Exec|Environment|LoadCredential)|Directory$|Capabilities$|^(Type|User|Group|DynamicUser|SupplementaryGroups|CapabilityBoundingSet)$/;

const execDirectives = [
  'ExecCondition',
  'ExecStartPre',
  'ExecStart',
  'ExecStartPost',
  'ExecReload',
  'ExecStop',
  'ExecStopPost',
];

/** What both forms say in the section of the service. */
function executionOf(service: Settings) {
  return {
    type: service.string('Type'),
    user: service.string('User'),
    group: service.string('Group'),
    'dynamic-user': service.truth('DynamicUser'),
    'supplementary-groups': service.words('SupplementaryGroups'),
    'environment-files': mapped(service.partials('EnvironmentFile'), withoutDash),
    credentials: service.partials('LoadCredential', 'LoadCredentialEncrypted'),
    'working-directory': service.string('WorkingDirectory'),
    'state-directories': service.words('StateDirectory'),
    'cache-directories': service.words('CacheDirectory'),
    'log-directories': service.words('LogsDirectory'),
    'runtime-directories': service.words('RuntimeDirectory'),
    'configuration-directories': service.words('ConfigurationDirectory'),
    'log-files': [],
    'ambient-capabilities': service.words('AmbientCapabilities'),
    'bounding-capabilities': service.words('CapabilityBoundingSet'),
  } as const;
}

function withoutDash(file: string): string {
  return file.replace(/^-/, '');
}

function placesOf(
  service: Settings,
  ofUnit: { readonly [column: string]: Site } = {},
): { readonly places?: { readonly [column: string]: Site } } {
  const places = { ...ofUnit, ...service.places(servicePlaces) };
  return Object.keys(places).length > 0 ? { places } : {};
}

/** The directives that say columns, where those have places. */
const servicePlaces = {
  user: ['User'],
  group: ['Group'],
  'dynamic-user': ['DynamicUser'],
  exec: ['ExecStart', 'ExecStartPre'],
  environment: ['Environment'],
  'environment-files': ['EnvironmentFile'],
  credentials: ['LoadCredential', 'LoadCredentialEncrypted'],
  'state-directories': ['StateDirectory'],
  'cache-directories': ['CacheDirectory'],
  'ambient-capabilities': ['AmbientCapabilities'],
} as const;
