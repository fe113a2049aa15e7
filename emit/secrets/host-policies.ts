import { emitter } from '../emitter.ts';
import { hclString } from '../print/hcl.ts';

export const hostPolicies = emitter({
  name: 'host-policies',
  summary: 'A policy of OpenBao for each machine that lets it read what it asks for, and no more.',
  inputs: ['secret-lookup'],
  formats: ['hcl'],
  output: 'policies/{host}.hcl',
  effect: 'configuration',
  options: {},
  emit: ({ facts, wants, compare }) => {
    const { rows, gaps } = facts.table('secret-lookup');
    const hosts = [...new Set(rows.map(({ host }) => host))].filter(wants).toSorted(compare);
    const parts = hosts.map((host) => {
      const paths = new Set(rows.filter((row) => row.host === host).map(({ path }) => path));
      const blocks = [...paths].toSorted(compare).map(policyBlock);
      return { names: { host }, text: blocks.join('\n') };
    });
    const problems = gaps.map(({ known: { host }, reason, at }) => {
      const whose = host === undefined ? 'a machine' : `\`${host}\``;
      return { message: `${whose} may ask for more: ${reason}`, at };
    });
    return { parts, problems };
  },
});

/** See "Policies" in the documentation of OpenBao; a path may have `+` and `*` as wildcards, which are not escaped. */
function policyBlock(path: string): string {
  return `path ${hclString(path)} {\n  capabilities = ["read"]\n}\n`;
}
