import { bool, int, record, string, Thunk, type Value } from '../evaluate/value.ts';
import type { Site } from '../site.ts';
import { isHarmlessModule } from './known-modules.ts';

/** A cloud whose images turn OpenSSH on, by which people reach the machine; `do` leaves a way out. */
export type Cloud = 'amazon' | 'do' | 'gce' | 'openstack';

const clouds: readonly (readonly [RegExp, Cloud])[] = [
  [/\/(virtualisation|maintainers\/scripts\/ec2)\/amazon-image\.nix$/, 'amazon'],
  [/\/virtualisation\/digital-ocean-(config|image)\.nix$/, 'do'],
  [/\/virtualisation\/google-compute-(config|image)\.nix$/, 'gce'],
  [/\/virtualisation\/openstack-config\.nix$/, 'openstack'],
];

/** What is known of a module of nixpkgs that is named by its file, such as `modulesPath + "/…"`. */
export function imageModule(module: Value, at: Site | undefined): Thunk | undefined {
  if (module.kind !== 'template') return undefined;
  const [start, rest, ...others] = module.parts;
  if (typeof start !== 'object' || typeof rest !== 'string' || others.length > 0) return undefined;
  const cloud = clouds.find(([pattern]) => pattern.test(rest))?.[1];
  return cloud && isHarmlessModule(start.reason) ? cloudModule(cloud, at) : undefined;
}

/** What the module of an image in a cloud sets that matters here. */
export function cloudModule(cloud: Cloud, at: Site | undefined): Thunk {
  const here = (inner: Value): Thunk => Thunk.of(inner, at);
  const enable = record({
    _type: string('override'),
    priority: int(cloud === 'do' ? 1000 : 100),
    content: here(bool(true)),
  });
  const openssh = record({ enable: here(enable) });
  return here(record({ services: here(record({ openssh: here(openssh) })) }));
}
