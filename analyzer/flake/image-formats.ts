import type { Thunk } from '../evaluate/value.ts';
import { type Cloud, cloudModule } from '../nixos/image-modules.ts';

const clouds: readonly Cloud[] = ['amazon', 'do', 'gce', 'openstack'];

/** What the format of an image adds; `format` is the argument of `nixosGenerate`. */
export function formatModule(format: Thunk | undefined): Thunk | undefined {
  const value = format?.force();
  const cloud = clouds.find((name) => value?.kind === 'string' && value.value === name);
  return cloud && cloudModule(cloud, format?.site);
}
