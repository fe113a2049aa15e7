import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import type { NamedMachine } from '#analyzer/flake/fleet.ts';
import { KnownMachines } from '#analyzer/incremental/known-machines.ts';

const test = suite('machines worth knowing');

function machine(name: string): NamedMachine {
  const flake = filePath('flake.nix');
  const output = ['nixosConfigurations', name];
  return { name, wanted: name, class: 'nixos', flake, output, place: 0, at: undefined };
}

const [oak, yew, elm] = ['oak', 'yew', 'elm'].map(machine) as [
  NamedMachine,
  NamedMachine,
  NamedMachine,
];

function namesOf(machines: readonly NamedMachine[]): readonly string[] {
  return [...new Set(machines.map(({ name }) => name))].sort();
}

test('those that are out of sight are known for long, and not for good', () => {
  const known = new KnownMachines();
  assert.equal(namesOf(known.with([oak, yew])), ['oak', 'yew']);
  for (let snapshot = 0; snapshot < 500; snapshot++)
    assert.equal(namesOf(known.with([oak])), ['oak', 'yew']);
  assert.equal(namesOf(known.with([oak])), ['oak']);
});

test('those that others have taken the place of are gone', () => {
  const known = new KnownMachines();
  known.with([oak, yew]);
  assert.equal(namesOf(known.with([oak, elm])), ['elm', 'oak']);
  assert.equal(namesOf(known.with([])), ['elm', 'oak']);
});

test.run();
