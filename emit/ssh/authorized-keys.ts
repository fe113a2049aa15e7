import { emitter } from '../emitter.ts';
import { hostKeysOf } from './host-keys.ts';

export const authorizedKeys = emitter({
  name: 'authorized-keys',
  summary: 'The keys of all machines, for a user that machines log in as, such as a builder.',
  inputs: ['host', 'public-key'],
  formats: ['text'],
  output: 'ssh/authorized_keys',
  effect: 'configuration',
  options: {
    login: { summary: 'Whose keys they are on the machines, for the comment.', default: 'root' },
    restrictions: {
      summary: 'What stands before each key, such as `restrict` or `from="10.0.0.0/8"`.',
      default: [],
    },
  },
  emit: ({ options: { login, restrictions }, ...fleet }) => {
    const { hosts, problems } = hostKeysOf(fleet);
    if (hosts.length === 0) return { parts: [], problems };
    const before = restrictions.length === 0 ? '' : `${restrictions.join(',')} `;
    const lines = hosts.flatMap(({ name, keys }) =>
      keys.map((key) => `${before}${key} ${login}@${name}\n`),
    );
    return { parts: [{ names: {}, text: lines.join('') }], problems };
  },
});
