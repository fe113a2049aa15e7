import { known } from '#analyzer/facts/cell.ts';
import type { Site } from '#analyzer/site.ts';
import type { Emitted, Problem } from '../emitter.ts';
import {
  type Fleet,
  isSet,
  optionsOn,
  partOf,
  textAt,
  textsOf,
  withoutOption,
} from '../fleet-options.ts';
import type { Plain } from '../values.ts';

/** A bucket that a machine mounts. */
export interface BucketMount {
  readonly host: string;
  readonly name: string;
  readonly bucket: string;
  readonly endpoint: string;
  readonly location: string;
  readonly passwordFile: string;
  /** Three digits in octal. */
  readonly umask: string;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly extraOptions: readonly string[];
  /** Units that need the mount. */
  readonly neededBy: readonly string[];
  readonly health: MountHealth | undefined;
}

/** How a mount is looked after. */
export interface MountHealth {
  readonly interval: string;
  readonly timeout: string;
  readonly restart: readonly string[];
  readonly reload: readonly string[];
}

interface MountOptions {
  readonly path: readonly string[];
  readonly endpoint: string;
  readonly secret: string;
}

export interface BucketMounts {
  /** What is emitted instead where no machine can mount buckets. */
  readonly nothing: Emitted | undefined;
  readonly mounts: readonly BucketMount[];
  readonly problems: readonly Problem[];
}

/** The buckets that machines mount, by machine and name, and what is not known of others. */
export function bucketMounts(fleet: Fleet, { path, ...options }: MountOptions): BucketMounts {
  const read = path.map((each) => optionsOn(fleet, each));
  const made = read.flatMap(({ found }) =>
    found.flatMap(({ host, value, at }) =>
      Object.entries(isSet(value) ? value : {}).flatMap(([name, mount]) => {
        const backend = textAt(mount, 'backend') ?? 'minio';
        if (backend === 'minio') return [mountOf(fleet, mount, { ...options, host, name, at })];
        const message = `\`${name}\` on \`${host}\` is mounted by \`${backend}\`, which is not written`;
        return [{ message, at }];
      }),
    ),
  );
  const nothing = withoutOption(path, {
    found: read.flatMap(({ found }) => found),
    problems: read.flatMap(({ problems }) => problems),
  });
  return {
    nothing,
    mounts: made.flatMap((each) => ('message' in each ? [] : [each])),
    problems: [
      ...read.flatMap(({ problems }) => problems),
      ...made.flatMap((each) => ('message' in each ? [each] : [])),
    ],
  };
}

interface MountPlace extends Omit<MountOptions, 'path'> {
  readonly host: string;
  readonly name: string;
  readonly at: Site | undefined;
}

function mountOf(fleet: Fleet, mount: Plain, place: MountPlace): BucketMount | Problem {
  const { host, name, at } = place;
  const minio = partOf(mount, 'minio') ?? mount;
  const bucket = textAt(minio, 'bucketName') ?? name;
  const endpoint = textAt(minio, 'endpoint') ?? place.endpoint;
  const passwordFile = textAt(minio, 'credentialsFile') ?? passwordOf(fleet, place);
  const umask = umaskText(partOf(mount, 'umask') ?? 22);
  const lacking = lackingPart({ endpoint, passwordFile, umask });
  if (passwordFile === undefined || umask === undefined || lacking !== undefined)
    return { message: `${lacking} of the bucket \`${name}\` on \`${host}\` is not known`, at };
  return {
    host,
    name,
    bucket,
    endpoint,
    location: textAt(mount, 'mountLocation') ?? `/mnt/buckets/${bucket}`,
    passwordFile,
    umask,
    uid: numberAt(mount, 'uid'),
    gid: numberAt(mount, 'gid'),
    extraOptions: textsOf(partOf(minio, 'extraOptions')),
    neededBy: textsOf(partOf(mount, 'requiredByServices')),
    health: healthOf(partOf(mount, 'healthCheck')),
  };
}

function lackingPart(parts: Readonly<Record<string, string | undefined>>): string | undefined {
  const names = { endpoint: 'the server', passwordFile: 'the password file', umask: 'the umask' };
  const [found] = Object.entries(names).filter(([name]) => (parts[name] ?? '') === '');
  return found?.[1];
}

/** The file of the secret that is called like the bucket, in capitals. */
function passwordOf({ facts }: Fleet, { host, name, secret }: MountPlace): string | undefined {
  const wanted = secret.replaceAll('{name}', name.toUpperCase());
  const row = facts.table('secret').rows.find((each) => {
    return each.host === host && each.scope === 'system' && each.name === wanted;
  });
  return row && known(row.path);
}

/** Nix has no octal numbers: the digits of a decimal one are meant. */
function umaskText(value: Plain): string | undefined {
  const digits = String(value).padStart(3, '0');
  return /^[0-7]{3}$/.test(digits) ? digits : undefined;
}

function numberAt(value: Plain, name: string): number | undefined {
  const part = partOf(value, name);
  return typeof part === 'number' ? part : undefined;
}

function healthOf(health: Plain | undefined): MountHealth | undefined {
  const interval = textAt(health, 'interval');
  const timeout = textAt(health, 'timeout');
  if (partOf(health, 'enable') !== true || interval === undefined || timeout === undefined)
    return undefined;
  return {
    interval,
    timeout,
    restart: textsOf(partOf(health, 'restartServices')),
    reload: textsOf(partOf(health, 'reloadServices')),
  };
}
