/**
 * The bucket in the address of a repository; `undefined` where it names none:
 * `s3:host/bucket/path`, `b2:bucket:path`, `gs:bucket:/`, `azure:container:/`, `rclone:remote:bucket/path`.
 */
export function bucketIn(repository: string): string | undefined {
  const s3 = /^s3:(?:https?:\/\/)?[^/]+\/([^/]+)/.exec(repository);
  return (s3 ?? /^(?:b2|gs|azure|rclone:[^:]+):([^:/]+)/.exec(repository))?.[1];
}
