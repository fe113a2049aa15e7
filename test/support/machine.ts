import type { FilePath } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { type TableName, tables } from '#analyzer/facts/tables.ts';
import { snapshotOf } from './fleet.ts';

/** The facts of one NixOS machine `oak`, one Mac `elm` and one home `ada`, each made of one module. */
export function factsOf(modules: {
  readonly oak?: string;
  readonly elm?: string;
  readonly ada?: string;
}): Facts {
  const { oak = '{ }', elm = '{ }', ada = '{ }' } = modules;
  const texts = {
    'flake.nix': flake,
    'oak.nix': oak,
    'elm.nix': elm,
    'ada.nix': ada,
  };
  return snapshotOf(new Map(Object.entries(texts)) as Map<FilePath, string>).facts();
}

const flake = `{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.other.url = "github:somebody/other";
  outputs = { nixpkgs, darwin, home-manager, ... }@inputs: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      specialArgs = { inherit inputs; };
      modules = [ ./oak.nix ];
    };
    darwinConfigurations.elm = darwin.lib.darwinSystem { modules = [ ./elm.nix ]; };
    homeConfigurations.ada = home-manager.lib.homeManagerConfiguration { modules = [ ./ada.nix ]; };
  };
}`;

/** Rows as short texts: every column that says something, but for the machine. */
export function linesOf(facts: Facts, table: TableName): string[] {
  const columns = Object.keys(tables[table].columns).filter((column) => column !== 'host');
  return facts.table(table).rows.map((row) => {
    const values: { readonly [column: string]: unknown } = { ...row };
    return columns
      .map((column) => [column, textOf(values[column])])
      .filter(([, text]) => text !== '')
      .map((entry) => entry.join(' '))
      .join(', ');
  });
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  if (isUndecided(value)) return '?';
  return Array.isArray(value) ? value.join(' | ') : String(value);
}

/** Gaps as short texts: what is known of them. */
export function gapsOf(facts: Facts, table: TableName): string[] {
  return facts.table(table).gaps.map(({ known }) => Object.values(known).filter(Boolean).join(' '));
}
