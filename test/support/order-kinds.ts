import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Rule } from '#linter/rule.ts';
import certificates from '#rules/order/certificates.ts';
import firewallPorts from '#rules/order/firewall-ports.ts';
import forEachKeys from '#rules/order/for-each-keys.ts';
import imports from '#rules/order/imports.ts';
import knownAccounts from '#rules/order/known-accounts.ts';
import securityGroupRules from '#rules/order/security-group-rules.ts';

/** One kind of container, with how its items are written. */
export interface Kind {
  readonly rule: Rule;
  readonly file: FilePath;
  readonly open: string;
  readonly close: string;
  readonly keys: readonly string[];
  /** An item; those of several lines are indented like the container. */
  readonly item: (key: string) => string;
}

/** Every kind of container; blocks last. */
export const kinds: readonly Kind[] = [
  {
    rule: firewallPorts,
    file: 'ports.nix' as FilePath,
    open: '{ networking.firewall.allowedTCPPorts = [',
    close: ']; }',
    keys: ['22', '80', '443', '3000', '23231'],
    item: (key) => key,
  },
  {
    rule: imports,
    file: 'imports.nix' as FilePath,
    open: '{ imports = [',
    close: ']; }',
    keys: ['../../x', './a', './a.nix', './a/b', './b'],
    item: (key) => key,
  },
  {
    rule: certificates,
    file: 'certificates.nix' as FilePath,
    open: '{ security.acme.certs = {',
    close: '}; }',
    keys: ['a.example', 'b.example', 'c.b.example', 'd', 'e'],
    item: (key) => `"${key}" = {\n      # inside ${key}\n      group = "x"; # in ${key}\n    };`,
  },
  {
    rule: certificates,
    file: 'spread.nix' as FilePath,
    open: '{ x = 1;',
    close: 'y = 1; }',
    keys: ['a', 'b', 'c', 'd', 'e'],
    item: (key) => `security.acme.certs.${key}.extraDomainNames = [ ];`,
  },
  {
    rule: knownAccounts,
    file: 'accounts.nix' as FilePath,
    open: '{ users.knownUsers = [',
    close: ']; }',
    keys: ['ada', 'blog', 'git', 'git-coverage', 'todos'],
    item: (key) => `"${key}"`,
  },
  {
    rule: forEachKeys,
    file: 'backup.tf' as FilePath,
    open: 'module "backup" {\n  for_each = {',
    close: '}\n}',
    keys: ['blog', 'git', 'mail', 'shop', 'todos'],
    item: (key) => `"${key}" = {\n      # inside ${key}\n      name = "x" # in ${key}\n    },`,
  },
  {
    rule: securityGroupRules,
    file: 'rules.tf' as FilePath,
    open: '',
    close: 'output "address" {\n  value = 1\n}',
    keys: ['git', 'http', 'https', 'ssh', 'wireguard'],
    item: (key) =>
      `resource "aws_vpc_security_group_ingress_rule" "${key}" {\n  # inside ${key}\n  ip_protocol = "tcp"\n}`,
  },
];

/** What stands directly above or below each comment, whatever the order. */
export function attachments(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index) => {
    const owner = /# (above|after|more of|inside|in) (\S+)/.exec(line);
    if (!owner) return [];
    const [comment = '', place, key = ''] = owner;
    const step = place === 'above' ? 1 : place === 'more of' || place === 'inside' ? -1 : 0;
    let beside = index + step;
    while (step !== 0 && /^\s*#/.test(lines[beside] ?? '')) beside += step;
    const isThere = place === 'in' || place === 'after' || (lines[beside] ?? '').includes(key);
    return [`${comment}: ${isThere}`];
  });
}
