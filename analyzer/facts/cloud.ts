import { cell, choice, optional, type RowOf, scalar, table, text, truth } from './schema.ts';

export const resourceSchema = table(
  'A resource or data source that OpenTofu declares, one row for each instance.',
  {
    root: text('The directory of the root module; empty for that of the workspace.'),
    address: text('Its address, such as `module.dns.cloudflare_record.a["web"]`.'),
    mode: choice(
      ['managed', 'data', 'ephemeral'],
      '`data` for what is only read, `ephemeral` for what exists only during a run.',
    ),
    type: text('Its type, such as `aws_eip`.'),
    name: text('Its label.'),
    key: optional(text('The key or number of the instance; unset where there is only one.')),
    module: optional(text('The modules on the way, such as `module.dns`; unset in a root module.')),
    provider: text('The provider, with its alias where one is named: `aws.east`.'),
    file: text('The file.'),
  },
);

export const resourceAttributeSchema = table(
  'What the configuration says of a resource, part by part.',
  {
    root: text('The directory of the root module; empty for that of the workspace.'),
    address: text('The address of the resource.'),
    type: text('The type of the resource.'),
    path: text('Where in the resource: `tags.Name`, `ingress[0].from_port`.'),
    value: cell(scalar('The value.')),
    written: optional(
      text('For what exists only later: how it is written, such as `aws_eip.web.public_ip`.'),
    ),
  },
);

export const cloudOutputSchema = table('An output of a root module, part by part.', {
  root: text('The directory of the root module; empty for that of the workspace.'),
  name: text('Its name.'),
  path: optional(text('Where in the output; unset for one that is a single value.')),
  sensitive: truth('Whether it is declared to be sensitive.'),
  value: cell(scalar('The value.')),
  written: optional(text('For what exists only later: how it is written.')),
});

export const cloudVariableSchema = table('A variable of a root module.', {
  root: text('The directory of the root module; empty for that of the workspace.'),
  name: text('Its name.'),
  type: optional(text('The type, such as `list of string`.')),
  sensitive: truth('Whether it is declared to be sensitive, or called like a secret.'),
  default: truth('Whether it has a default.'),
  value: cell(scalar('The value without further arguments; unset for lists and maps.')),
});

export const resourceMentionSchema = table(
  'An address that a block about the state of OpenTofu names.',
  {
    root: text('The directory of the root module; empty for that of the workspace.'),
    kind: choice(['moved-from', 'moved-to', 'import', 'removed'], 'What is said of it.'),
    address: text('The address, modules on the way included.'),
  },
);

export const cloudTunnelRouteSchema = table('What a tunnel of Cloudflare forwards.', {
  label: text('The label of the resource.'),
  tunnel: cell(text('The tunnel, as written.')),
  hostname: cell(text('The name asked for; unset for every name.')),
  path: cell(text('The path asked for; unset for every path.')),
  service: cell(text('Where it is forwarded to, such as `http://localhost:8080`.')),
});

export type ResourceRow = RowOf<typeof resourceSchema>;
export type CloudVariableRow = RowOf<typeof cloudVariableSchema>;
export type ResourceMentionRow = RowOf<typeof resourceMentionSchema>;
export type CloudTunnelRouteRow = RowOf<typeof cloudTunnelRouteSchema>;
