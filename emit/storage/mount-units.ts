import { nixString } from '#analyzer/edit/attribute-set.ts';
import { NixCode, type NixData } from '../print/nix.ts';
import { shellWord } from '../print/shell.ts';
import type { BucketMount, MountHealth } from './bucket-mounts.ts';

type NixSet = { readonly [name: string]: NixData };

/** `systemd.services` and `systemd.timers` that mount buckets and look after the mounts. */
export function mountServices(mounts: readonly BucketMount[], prefix: string): NixSet {
  const named = mounts.map((mount) => ({ mount, unit: `${prefix}${mount.name}` }));
  const healthy = named.flatMap(({ mount, unit }) => {
    const { health } = mount;
    return health ? [{ mount, unit, health, check: `${prefix}health-${mount.name}` }] : [];
  });
  const services = Object.fromEntries([
    ...named.map(({ mount, unit }) => [unit, mountService(mount)] as const),
    ...healthy.map((each) => [each.check, healthService(each)] as const),
    ...dependents(named),
  ]);
  const timers = Object.fromEntries(
    healthy.map(({ check, health }) => [check, healthTimer(check, health)] as const),
  );
  return healthy.length === 0 ? { services } : { services, timers };
}

function mountService(mount: BucketMount): NixSet {
  const { name, location, uid, gid } = mount;
  const owner = [
    ...(uid === undefined ? [] : ['-o', String(uid)]),
    ...(gid === undefined ? [] : ['-g', String(gid)]),
  ];
  return {
    description: `Storage mount ${name}`,
    wantedBy: ['multi-user.target'],
    wants: ['network-online.target'],
    requires: ['network-online.target'],
    after: ['network-online.target'],
    serviceConfig: {
      Type: 'simple',
      ExecStartPre: command('pkgs.coreutils', 'install', ['-d', '-m', '0755', ...owner, location]),
      ExecStart: command('pkgs.s3fs', 's3fs', mountArguments(mount)),
      ExecStop: command('pkgs.fuse3', 'fusermount3', ['-uz', location]),
      KillMode: 'control-group',
      Restart: 'always',
      RestartSec: '45s',
      TimeoutStopSec: '90s',
    },
  };
}

function mountArguments(mount: BucketMount): readonly string[] {
  const { bucket, location } = mount;
  return [bucket, location, '-f', ...mountOptions(mount).flatMap((option) => ['-o', option])];
}

/** Options of s3fs, in the order in which its manual speaks of them. */
function mountOptions(mount: BucketMount): readonly string[] {
  const { endpoint, passwordFile, umask, uid, gid, extraOptions } = mount;
  return [
    'allow_other',
    'use_path_request_style',
    `url=${endpoint}`,
    `passwd_file=${passwordFile}`,
    `umask=${umask}`,
    `mp_umask=${umask}`,
    ...(uid === undefined ? [] : [`uid=${uid}`]),
    ...(gid === undefined ? [] : [`gid=${gid}`]),
    ...extraOptions,
  ];
}

interface Checked {
  readonly mount: BucketMount;
  readonly unit: string;
  readonly health: MountHealth;
}

function healthService({ mount, unit, health }: Checked): NixSet {
  const { location, name } = mount;
  const restarted = [...new Set([...mount.neededBy, ...health.restart])];
  const place = shellWord(location);
  const lines = [
    `if mountpoint -q ${place} && timeout --foreground ${shellWord(health.timeout)} stat ${place} > /dev/null; then`,
    '  exit 0',
    'fi',
    `fusermount3 -uz ${place} || true`,
    ...[unit, ...restarted].map((each) => `systemctl restart ${shellWord(serviceName(each))}`),
    ...health.reload.map((each) => `systemctl reload ${shellWord(serviceName(each))}`),
  ];
  return {
    description: `Health check for storage mount ${name}`,
    after: [serviceName(unit)],
    requires: [serviceName(unit)],
    path: [new NixCode('pkgs.fuse3'), new NixCode('pkgs.util-linux')],
    script: lines.map((line) => `${line}\n`).join(''),
    serviceConfig: { Type: 'oneshot' },
  };
}

function healthTimer(check: string, { interval }: MountHealth): NixSet {
  return {
    wantedBy: ['timers.target'],
    timerConfig: {
      Persistent: true,
      OnActiveSec: interval,
      OnUnitActiveSec: interval,
      Unit: serviceName(check),
    },
  };
}

/** Units that wait for one or more mounts. */
function dependents(
  named: readonly { readonly mount: BucketMount; readonly unit: string }[],
): readonly (readonly [string, NixSet])[] {
  const services = new Set(named.flatMap(({ mount }) => mount.neededBy));
  return [...services].map((service) => {
    const own = named.filter(({ mount }) => mount.neededBy.includes(service));
    const units = own.map(({ unit }) => serviceName(unit));
    return [service.replace(/\.service$/, ''), { after: units, requires: units }];
  });
}

/** `fileSystems` that mount buckets once there is a network. */
export function fileSystems(mounts: readonly BucketMount[]): NixSet {
  return Object.fromEntries(
    mounts.map((mount) => [
      mount.location,
      { device: mount.bucket, fsType: 'fuse.s3fs', options: ['_netdev', ...mountOptions(mount)] },
    ]),
  );
}

function serviceName(unit: string): string {
  return /\.\w+$/.test(unit) ? unit : `${unit}.service`;
}

/** A program of a package with arguments, as systemd takes them apart. */
function command(packageName: string, program: string, args: readonly string[]): NixCode {
  const rest = nixString(['', ...args.map(unitWord)].join(' '));
  return new NixCode(`"\${${packageName}}/bin/${program}${rest.slice(1)}`);
}

/** An argument in a line of a unit: percent and dollar signs mean something there. */
function unitWord(text: string): string {
  const plain = text.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w./:@%=,+#$-]+$/.test(plain) ? plain : JSON.stringify(plain);
}
