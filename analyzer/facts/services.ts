import {
  cell,
  choice,
  optional,
  partialTexts,
  type RowOf,
  table,
  text,
  texts,
  truth,
} from './schema.ts';

const host = text('The machine.');
const account = optional(
  text('The user whose Home Manager has it; unset for what the machine itself has.'),
);
const scope = choice(['system', 'user', 'initrd'], 'The manager that runs it.');

export const serviceSchema = table('A unit that the configuration defines or adds to.', {
  host,
  account,
  name: text('The unit without `.service`, or the attribute of a launchd job.'),
  scope,
  manager: choice(['systemd', 'launchd'], 'What starts it.'),
  enabled: cell(truth('`enable` of the unit; unset where nobody says so, which is enabled.')),
  type: cell(text('`Type` of the unit.')),
  user: cell(text('`User` of the unit, `UserName` of a job.')),
  group: cell(text('`Group` of the unit, `GroupName` of a job.')),
  'dynamic-user': cell(truth('`DynamicUser` of the unit.')),
  'supplementary-groups': cell(texts('`SupplementaryGroups` of the unit.')),
  exec: cell(
    partialTexts('Commands and scripts in the order in which they run; empty for mere additions.'),
  ),
  path: cell(
    partialTexts('`path` of the unit: packages and folders in which its commands are found.'),
  ),
  environment: cell(
    partialTexts('`NAME=value` for each variable; `NAME` alone where the value looks secret.'),
  ),
  'environment-files': cell(partialTexts('`EnvironmentFile`, without a leading `-`.')),
  credentials: cell(partialTexts('`LoadCredential` and `LoadCredentialEncrypted`, as written.')),
  'working-directory': cell(text('`WorkingDirectory` of the unit.')),
  'state-directories': cell(texts('`StateDirectory`, below `/var/lib`.')),
  'cache-directories': cell(texts('`CacheDirectory`, below `/var/cache`.')),
  'log-directories': cell(texts('`LogsDirectory`, below `/var/log`.')),
  'runtime-directories': cell(texts('`RuntimeDirectory`, below `/run`.')),
  'configuration-directories': cell(texts('`ConfigurationDirectory`, below `/etc`.')),
  'log-files': cell(partialTexts('Files that a launchd job writes its output to.')),
  directives: cell(
    partialTexts(
      '`NAME=value` for each further directive of the section `Service`; `NAME` alone where the value looks secret.',
    ),
  ),
  'ambient-capabilities': cell(texts('`AmbientCapabilities` of the unit.')),
  'bounding-capabilities': cell(texts('`CapabilityBoundingSet` of the unit.')),
  'wanted-by': cell(texts('Units that want it.')),
  'required-by': cell(texts('Units that require it.')),
  after: cell(texts('Units that it is started after.')),
  before: cell(texts('Units that it is started before.')),
  wants: cell(texts('Units that it wants.')),
  requires: cell(texts('Units that it requires or is bound to.')),
});

export const triggerSchema = table('A timer, a socket or a path that starts a unit.', {
  host,
  account,
  name: text('The unit without its suffix, or the attribute of a launchd job.'),
  scope,
  kind: choice(['timer', 'socket', 'path'], 'What it waits for.'),
  unit: cell(text('The unit that it starts.')),
  conditions: cell(
    partialTexts('What it waits for, such as `OnCalendar=daily` or `ListenStream=8080`.'),
  ),
  persistent: cell(truth('Whether a timer makes up for times that the machine was off.')),
  'wanted-by': cell(texts('Units that want it.')),
});

export const containerSchema = table('A container that runs an image.', {
  host,
  account,
  name: text('The attribute name.'),
  source: choice(
    ['oci-containers', 'quadlet', 'podman', 'arion'],
    'The options that declare it: `podman` is that of Home Manager.',
  ),
  backend: cell(text('What runs it: `podman` or `docker`; unset where upstream decides.')),
  unit: cell(text('The systemd unit that runs it, without `.service`.')),
  image: cell(text('The image with registry, tag and digest, as written.')),
  repository: cell(text('The image without tag and digest.')),
  tag: cell(text('The tag of the image; unset when there is none.')),
  digest: cell(text('The digest of the image; unset when there is none.')),
  ports: cell(partialTexts('Published ports, as written.')),
  volumes: cell(partialTexts('Volumes, as written.')),
  networks: cell(partialTexts('Networks, as written; those in extra options too.')),
  environment: cell(
    partialTexts('`NAME=value` for each variable; `NAME` alone where the value looks secret.'),
  ),
  'environment-files': cell(partialTexts('Files with more variables.')),
  user: cell(text('The user inside the container.')),
  command: cell(partialTexts('What it runs instead of the image’s command.')),
  'extra-options': cell(partialTexts('Further options of the backend, as written.')),
  pull: cell(text('When the image is pulled.')),
  'auto-start': cell(truth('Whether it starts with the machine; unset where upstream decides.')),
  'depends-on': cell(texts('Containers that must run before.')),
});

export type ServiceRow = RowOf<typeof serviceSchema>;
export type TriggerRow = RowOf<typeof triggerSchema>;
export type ContainerRow = RowOf<typeof containerSchema>;
