import { type FleetHost, optionAt } from '../flake/fleet.ts';
import { fieldOf, type Item, itemsIn, textIn } from './item-fields.ts';
import { accountsOf, rowFor } from './sudo-grants.ts';
import { isTrue, itemsOf, siteOf, type TableBuilder } from './table.ts';

type Grants = TableBuilder<'grant'>;

/** What `security.doas` allows beside the rule that upstream has for administrators. */
export function addDoas(table: Grants, host: FleetHost): void {
  const doas = optionAt(host, ['security', 'doas']);
  if (!isTrue(doas.child('enable'))) return;
  const rules = itemsOf(doas.child('extraRules'));
  const known = { host: host.name, mechanism: 'doas' } as const;
  if (rules.open) table.gap(known, rules.open);
  for (const rule of itemsIn(rules.items)) addRule(table, known, rule);
  const text = doas.child('extraConfig');
  if (text.isPresent())
    table.gap(known, 'rules in the own language of doas are not read', siteOf(text));
}

function addRule(
  table: Grants,
  known: { readonly host: string; readonly mechanism: 'doas' },
  rule: Item,
): void {
  const at = rule.thunk.site;
  const accounts = accountsOf(rule);
  if (!at || !accounts) {
    table.gap(known, 'a rule of doas that is not known', at);
    return;
  }
  const command = textIn(rule, 'cmd');
  const runAs = textIn(rule, 'runAs');
  for (const account of accounts)
    table.add({
      ...rowFor({ ...known, at }),
      ...account,
      command: command ?? 'ALL',
      result: isFlag(rule, 'noPass') ? 'yes' : 'auth_self',
      conditions: typeof runAs === 'string' ? [`run as ${runAs}`] : [],
    });
}

function isFlag(rule: Item, name: string): boolean {
  const value = fieldOf(rule, name);
  return value?.kind === 'bool' && value.value;
}
