import type { Cell } from '../facts/cell.ts';
import type { ContainerRow } from '../facts/services.ts';
import type { Fleet } from '../flake/fleet.ts';
import type { Site } from '../site.ts';
import { firstSet, mapped } from './cells.ts';
import { givenBy } from './container-options.ts';
import { assignments } from './environment-variables.ts';
import { imageParts } from './image.ts';
import { withoutCredentials } from './secret-looking.ts';
import { Settings } from './settings.ts';
import { certainMembers, TableBuilder } from './table.ts';
import { type View, viewsOf } from './views.ts';

type Source = ContainerRow['source'];
/** What a container says, without whose it is and how it is called. */
type Container = Omit<ContainerRow, 'at' | 'places' | 'host' | 'account' | 'name' | 'source'>;

/** Containers that run images, whoever starts them. */
export function containerTable(fleet: Fleet): TableBuilder<'container'> {
  const table = new TableBuilder('container');
  for (const host of fleet.hosts)
    for (const view of viewsOf(host))
      for (const form of formsIn(view)) addContainers(table, view, form);
  return table;
}

interface Form {
  readonly source: Source;
  readonly path: readonly string[];
  readonly read: (container: Settings, name: string) => Container;
  /** The settings that say what the columns of places hold. */
  readonly settings: (container: Settings) => Settings;
  readonly places: { readonly [column: string]: readonly string[] };
}

function formsIn(view: View): readonly Form[] {
  if (view.kind === 'darwin') return [];
  const quadlet: Form = {
    source: 'quadlet',
    path: ['virtualisation', 'quadlet', 'containers'],
    read: quadletContainer,
    settings: (container) => container.below('containerConfig'),
    places: { image: ['image'], ports: ['publishPorts'] },
  };
  const own = (container: Settings): Settings => container;
  const places = { image: ['image'], ports: ['ports'] };
  if (view.kind === 'home')
    return [
      quadlet,
      {
        source: 'podman',
        path: ['services', 'podman', 'containers'],
        read: podmanContainer,
        settings: own,
        places,
      },
    ];
  const backend = new Settings(
    view.root.at(['virtualisation', 'oci-containers']),
    view.foreign,
  ).string('backend');
  return [
    {
      source: 'oci-containers',
      path: ['virtualisation', 'oci-containers', 'containers'],
      read: (container, name) => ociContainer(container, { name, backend }),
      settings: own,
      places,
    },
    quadlet,
    ...arionForms(view),
  ];
}

function addContainers(table: TableBuilder<'container'>, view: View, form: Form): void {
  const { host, account, root, foreign } = view;
  const owner = { host: host.name, account, source: form.source };
  const members = certainMembers(table, {
    node: root.at(form.path),
    what: 'container',
    known: (name) => (name === undefined ? owner : { ...owner, name }),
    outer: { gaps: root.gaps, known: { host: host.name, account } },
  });
  for (const { name, node, at } of members) {
    const container = new Settings(node, foreign);
    table.add({
      at: at ?? { file: host.flake, expr: 0 },
      ...placesOf(form.settings(container), form),
      ...owner,
      name,
      ...form.read(container, name),
    });
  }
}

function placesOf(
  settings: Settings,
  { places }: Form,
): { readonly places?: { readonly [column: string]: Site } } {
  const found = settings.places(places);
  return Object.keys(found).length > 0 ? { places: found } : {};
}

/** One container of `virtualisation.oci-containers.containers`. */
function ociContainer(
  container: Settings,
  { name, backend }: { readonly name: string; readonly backend: Cell<string> },
): Container {
  const options = container.partials('extraOptions');
  return {
    backend,
    unit: firstSet(container.string('serviceName'), prefixed(backend, name)),
    ...imageParts(container.string('image')),
    ...givenBy(options, {
      ports: container.partials('ports'),
      volumes: container.partials('volumes'),
      networks: container.partials('networks'),
      variables: container.entries('environment'),
      files: container.partials('environmentFiles'),
    }),
    user: container.string('user'),
    command: mapped(container.partials('cmd'), withoutCredentials),
    'extra-options': mapped(options, withoutCredentials),
    pull: container.string('pull'),
    'auto-start': container.truth('autoStart'),
    'depends-on': container.words('dependsOn'),
  };
}

/** The unit of a container is called after the backend, which upstream may decide. */
function prefixed(backend: Cell<string>, name: string): Cell<string> {
  if (backend === undefined) return { undecided: 'the backend is not set' };
  return typeof backend === 'string' ? `${backend}-${name}` : backend;
}

/** One container of quadlet-nix: the sections of a Quadlet file. */
function quadletContainer(container: Settings, name: string): Container {
  const config = container.below('containerConfig');
  const options = config.partials('podmanArgs', 'globalArgs');
  return {
    backend: 'podman',
    unit: firstSet(config.string('serviceName'), container.string('serviceName'), name),
    ...imageParts(config.string('image')),
    ...givenBy(options, {
      ports: config.partials('publishPorts'),
      volumes: config.partials('volumes', 'mounts'),
      networks: config.partials('networks'),
      variables: config.entries('environments'),
      files: config.partials('environmentFiles'),
    }),
    user: config.text('user'),
    command: mapped(config.partials('exec'), withoutCredentials),
    'extra-options': mapped(options, withoutCredentials),
    pull: config.string('pull'),
    'auto-start': container.truth('autoStart'),
    'depends-on': container.below('unitConfig').words('Requires', 'BindsTo'),
  };
}

/** One container of `services.podman` of Home Manager. */
function podmanContainer(container: Settings, name: string): Container {
  const options = container.partials('extraPodmanArgs');
  return {
    backend: 'podman',
    unit: `podman-${name}`,
    ...imageParts(container.string('image')),
    ...givenBy(options, {
      ports: container.partials('ports'),
      volumes: container.partials('volumes'),
      networks: container.partials('network'),
      variables: container.entries('environment'),
      files: container.partials('environmentFile'),
    }),
    user: container.text('user'),
    command: mapped(container.partials('exec'), withoutCredentials),
    'extra-options': mapped(options, withoutCredentials),
    pull: undefined,
    'auto-start': container.truth('autoStart'),
    'depends-on': [],
  };
}

/** Each project of Arion is a set of containers of its own. */
function arionForms({ root }: View): readonly Form[] {
  const projects = root.at(['virtualisation', 'arion', 'projects']);
  return projects.names().map((project) => ({
    source: 'arion',
    path: ['virtualisation', 'arion', 'projects', project, 'settings', 'services'],
    read: (service) => arionService(service.below('service'), project),
    settings: (service) => service.below('service'),
    places: { image: ['image'], ports: ['ports'] },
  }));
}

/** A service of Arion, which has the form of docker-compose. */
function arionService(service: Settings, project: string): Container {
  return {
    backend: undefined,
    unit: `arion-${project}`,
    ...imageParts(service.string('image')),
    ports: service.partials('ports'),
    volumes: service.partials('volumes'),
    networks: service.partials('networks', 'network_mode'),
    environment: assignments(service.entries('environment')),
    'environment-files': service.partials('env_file'),
    user: service.text('user'),
    command: mapped(service.partials('command'), withoutCredentials),
    'extra-options': [],
    pull: undefined,
    'auto-start': undefined,
    'depends-on': service.words('depends_on'),
  };
}
