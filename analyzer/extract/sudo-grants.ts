import type { Thunk, Value } from '../evaluate/value.ts';
import type { Cell } from '../facts/cell.ts';
import type { GrantRow } from '../facts/grants.ts';
import { type FleetHost, optionAt } from '../flake/fleet.ts';
import { fieldOf, type Item, itemsIn, nameIn, textIn } from './item-fields.ts';
import { boolCell, itemsOf, siteOf, type TableBuilder } from './table.ts';
import { textsIn } from './texts.ts';

type Grants = TableBuilder<'grant'>;

/** What `security.sudo` allows beside the rule that upstream has for administrators. */
export function addSudo(table: Grants, host: FleetHost): void {
  const sudo = optionAt(host, ['security', 'sudo']);
  if (boolCell(sudo.child('enable')) === false) return;
  const known = { host: host.name, mechanism: 'sudo' } as const;
  const wheel = sudo.child('wheelNeedsPassword');
  const at = siteOf(wheel);
  if (boolCell(wheel) === false && at)
    table.add({ ...rowFor({ ...known, at }), group: 'wheel', command: 'ALL', result: 'yes' });
  const rules = itemsOf(sudo.child('extraRules'));
  if (rules.open) table.gap(known, rules.open);
  for (const rule of itemsIn(rules.items)) addRule(table, known, rule);
  const text = sudo.child('extraConfig');
  if (text.isPresent() && !isSettingsOnly(text.value))
    table.gap(known, 'rules in the own language of sudo are not read', siteOf(text));
}

type Known = { readonly host: string; readonly mechanism: GrantRow['mechanism'] };

/** A row of which everything else is unset. */
export function rowFor({ host, mechanism, at }: Known & Pick<GrantRow, 'at'>): GrantRow {
  return {
    at,
    host,
    mechanism,
    user: undefined,
    group: undefined,
    action: undefined,
    'action-match': undefined,
    unit: undefined,
    'unit-match': undefined,
    verb: undefined,
    command: undefined,
    result: 'auth_self',
    conditions: [],
  };
}

/** `Defaults` and comments grant nothing. */
function isSettingsOnly(value: Value): boolean {
  if (value.kind !== 'string') return false;
  return value.value.split('\n').every((line) => /^\s*($|#|Defaults\b)/.test(line));
}

function addRule(table: Grants, known: Known, rule: Item): void {
  const at = rule.thunk.site;
  const accounts = accountsOf(rule);
  const commands = fieldOf(rule, 'commands');
  if (!at || !accounts || commands?.kind !== 'list') {
    table.gap(known, 'a rule of sudo that is not known', at);
    return;
  }
  if (commands.open) table.gap(known, commands.open);
  for (const account of accounts)
    for (const command of itemsIn(commands.items))
      table.add({
        ...rowFor({ ...known, at: command.thunk.site ?? at }),
        ...account,
        command: nameIn(command, 'command'),
        result: isFree(command) ? 'yes' : 'auth_self',
        conditions: runAs(rule),
      });
}

function isFree(command: Item): boolean {
  const options = fieldOf(command, 'options');
  return options?.kind === 'list' && textsIn(options).includes('NOPASSWD');
}

/** Whom the command may be run as, where that is not everybody. */
function runAs(rule: Item): readonly string[] {
  const text = textIn(rule, 'runAs');
  return typeof text === 'string' && !text.startsWith('ALL') ? [`run as ${text}`] : [];
}

/** The users and groups of a rule; `undefined` when they are not known. */
export function accountsOf(
  rule: Item,
): readonly { readonly user?: Cell<string>; readonly group?: Cell<string> }[] | undefined {
  if (rule.value.kind !== 'attrs' || rule.value.open) return undefined;
  const [users, groups] = [namesIn(rule, 'users'), namesIn(rule, 'groups')];
  if (!users || !groups) return undefined;
  return [...users.map((user) => ({ user })), ...groups.map((group) => ({ group }))];
}

function namesIn(rule: Item, name: string): readonly Cell<string>[] | undefined {
  const value = fieldOf(rule, name);
  if (!value) return [];
  if (value.kind !== 'list' || value.open) return undefined;
  return itemsIn(value.items).map((item: { readonly thunk: Thunk; readonly value: Value }) =>
    nameIn(item),
  );
}
