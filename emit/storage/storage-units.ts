import { emitter } from '../emitter.ts';
import type { NixData } from '../print/nix.ts';
import { nixForm, nixModule } from '../print/nix-module.ts';
import { bucketMounts } from './bucket-mounts.ts';
import { fileSystems, mountServices } from './mount-units.ts';

export const storageUnits = emitter({
  name: 'storage-units',
  summary: 'For each machine: units or file systems that mount buckets with s3fs.',
  inputs: ['host', 'secret'],
  formats: ['nix'],
  output: 'storage/{host}.nix',
  effect: 'configuration',
  options: {
    path: {
      summary: 'The options in which machines name the buckets that they mount.',
      default: ['server.storage.swfsMount', 'server.storage.bucketMounts'],
    },
    endpoint: { summary: 'The server of buckets that name none.', default: '' },
    secret: {
      summary: 'The secret with the password of a bucket; `{name}` is its name in capitals.',
      default: 'S3FS_AUTH/{name}',
    },
    as: {
      summary: 'Units that are restarted and looked after, or plain file systems.',
      default: 'units',
      choices: ['units', 'file-systems'],
    },
    prefix: { summary: 'What the names of units begin with.', default: 'swfs-mount-' },
    form: nixForm,
  },
  emit: ({ options, ...fleet }) => {
    const { mounts, problems, nothing } = bucketMounts(fleet, options);
    if (nothing !== undefined) return nothing;
    const hosts = [...new Set(mounts.map(({ host }) => host))];
    const parts = hosts.map((host) => {
      const own = mounts.filter((mount) => mount.host === host);
      const isUnits = options.as === 'units';
      const made: { readonly [name: string]: NixData } = isUnits
        ? { systemd: mountServices(own, options.prefix) }
        : { fileSystems: fileSystems(own) };
      const module = nixModule(made, options.form);
      const isFunction = isUnits && options.form === 'module';
      return { names: { host }, text: isFunction ? `{ pkgs, ... }:\n${module}` : module };
    });
    return { parts, problems };
  },
});
