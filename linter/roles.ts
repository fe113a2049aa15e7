import { machineNamed, type Roles } from '#analyzer/network/roles.ts';
import { textOption } from './options.ts';
import type { FleetContext, RuleOption } from './rule.ts';

/** Options of rules about a proxy and what is behind it, and so parameters of their presets. */
export const roleOptions = {
  proxy: {
    summary: 'The machine that passes requests on; every one that does, unless one is named.',
    default: '',
    names: 'machine',
  },
  backend: {
    summary: 'The machine behind the proxy; every one that requests go to, unless one is named.',
    default: '',
    names: 'machine',
  },
  tunnel: {
    summary: 'The interface by which requests arrive there; that of the address, unless named.',
    default: '',
  },
} as const satisfies Record<string, RuleOption>;

/** The parts that the options give to machines; a name that no machine has stays as it is. */
export function rolesOf({ facts, options }: Pick<FleetContext, 'facts' | 'options'>): Roles {
  const text = (name: string): string | undefined => {
    const value = textOption(options, name);
    return value === '' ? undefined : value;
  };
  const machine = (name: string): string | undefined => {
    const value = text(name);
    return value === undefined ? undefined : (machineNamed(facts, value) ?? value);
  };
  return { proxy: machine('proxy'), backend: machine('backend'), tunnel: text('tunnel') };
}
