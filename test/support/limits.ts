import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { TableName } from '#analyzer/facts/tables.ts';
import { evaluateText, shown } from './evaluate.ts';
import { factsOf, picture } from './picture.ts';

/** Collects an example for every sentence that stands below one heading of `docs/limits.md`. */
export interface Limits {
  /** One sentence, as it stands there, and what shows that it is so. */
  readonly say: (sentence: string, example: () => void | Promise<void>) => void;
  /** Runs the examples, and fails where a sentence has none or stands there no more. */
  readonly run: () => void;
}

export function limitsBelow(heading: string): Limits {
  const test = suite(`limits: ${heading}`);
  const said: string[] = [];
  return {
    say: (sentence, example) => {
      said.push(sentence);
      test(sentence, example);
    },
    run: () => {
      test('every sentence has an example, and every example its sentence', () => {
        assert.equal(said.toSorted(), sentencesBelow(heading).toSorted());
      });
      test.run();
    },
  };
}

const page = readFileSync('docs/limits.md', 'utf8');

/** The headings of the page that have sentences below them. */
export function headings(): readonly string[] {
  return [...page.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
}

function sentencesBelow(heading: string): readonly string[] {
  const [, part = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = part.split('\n## ');
  const points = own.split('\n').filter((line) => line.startsWith('- '));
  return points.flatMap((point) => point.slice(2).split(/(?<=\.) (?=[A-Z`*])/));
}

/** What an expression of Nix gives; what is unknown is in angle brackets. */
export function value(expression: string): string {
  return shown(evaluateText(expression));
}

/** A table of a workspace as text: a line for each row, and one with a question mark for each gap. */
export function table(source: string, name: TableName): string {
  return picture(factsOf(source), name).join('\n');
}

/** An option of a machine `web` that is made of a module, as the table of options has it. */
export function option(module: string, path = 'a'): string {
  const { rows } = factsOf(machine(module)).table('option');
  const row = rows.find((each) => each.path === path);
  return row ? JSON.stringify(row.value ?? null) : 'no row';
}

/** A workspace with a machine `web` that is made of a module, of files beside it, and of inputs. */
export function machine(module: string, files = ''): string {
  return `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.other.url = "github:someone/else";
  inputs.private.url = "git+ssh://git@example.org/me/modules";
  inputs.sops-nix.url = "github:Mic92/sops-nix";
  inputs.agenix.url = "github:ryantm/agenix";
  inputs.agenix-rekey.url = "github:oddlama/agenix-rekey";
  inputs.home-manager.url = "github:nix-community/home-manager";
  outputs = { nixpkgs, ... }@inputs: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      specialArgs = { inherit inputs; };
      modules = [ (${module}) ];
    };
  };
}
${files}`;
}

/** A workspace with a home `ada` that is made of a module. */
export function home(module: string): string {
  return flake(
    'home-manager.url = "github:nix-community/home-manager";',
    `{ home-manager, ... }: {
      homeConfigurations.ada = home-manager.lib.homeManagerConfiguration { modules = [ (${module}) ]; };
    }`,
  );
}

/** A flake with these inputs and outputs, and files beside it. */
export function flake(inputs: string, outputs: string, files = ''): string {
  const all = `nixpkgs.url = "github:NixOS/nixpkgs"; ${inputs}`;
  return `\n-- flake.nix --\n{ inputs = { ${all} }; outputs = ${outputs}; }\n${files}`;
}
