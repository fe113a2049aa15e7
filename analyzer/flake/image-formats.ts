import { bool, int, record, string, Thunk, type Value } from '../evaluate/value.ts';

/** How strongly the module of an image turns OpenSSH on, by the format of nixos-generators. */
const sshPriorities: ReadonlyMap<string, number> = new Map([
  ['amazon', 100],
  ['do', 1000],
  ['gce', 100],
  ['openstack', 100],
]);

/**
 * What the module of an image in a cloud sets that matters here: OpenSSH, by
 * which people reach the machine. `format` is the argument of `nixosGenerate`.
 */
export function formatModule(format: Thunk | undefined): Thunk | undefined {
  const value = format?.force();
  const priority = value?.kind === 'string' ? sshPriorities.get(value.value) : undefined;
  if (!format || priority === undefined) return undefined;
  const at = (inner: Value): Thunk => Thunk.of(inner, format.site);
  const enable = record({
    _type: string('override'),
    priority: int(priority),
    content: at(bool(true)),
  });
  const openssh = record({ enable: at(enable) });
  return at(record({ services: at(record({ openssh: at(openssh) })) }));
}
