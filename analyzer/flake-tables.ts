import type { FilePath } from './diagnostic.ts';
import { directoryOf } from './evaluate/path-value.ts';
import { joinedTable } from './extract/table.ts';
import type { Table } from './facts/facts.ts';
import { isFlakeFile, machineFilesIn } from './flake/flake-files.ts';
import { flakeSession } from './flake/fleet.ts';
import { mayHoldCommands } from './flake-facts/command-texts.ts';
import { deploymentTable } from './flake-facts/deployments.ts';
import { type FlakeFacts, flakeFacts } from './flake-facts/flake-facts.ts';
import { type InputMentions, inputMentions } from './flake-facts/input-mentions.ts';
import { inputUseTable } from './flake-facts/input-uses.ts';
import { type DeclaredInputs, flakeInputs } from './flake-facts/inputs.ts';
import {
  type FileReferences,
  outputReferenceTable,
  referencesInNix,
  referencesInText,
} from './flake-facts/output-references.ts';
import type { Caches } from './incremental/caches.ts';
import type { FleetFacts } from './incremental/fleet-facts.ts';
import { textsOf } from './incremental/texts.ts';
import type { View } from './incremental/trace.ts';
import { languageOf } from './language.ts';
import { once } from './once.ts';

/** The tables about flakes themselves, each made when it is first asked for. */
type Makers = {
  readonly [Name in
    | 'deployment'
    | 'input'
    | 'input-use'
    | 'input-copy'
    | 'output'
    | 'output-reference']: () => Table<Name>;
};

interface Workspace {
  readonly view: View;
  readonly caches: Caches;
  /** The flakes of the workspace, without those that are templates for others. */
  readonly flakes: readonly FilePath[];
  /** The folders of all flakes. */
  readonly folders: ReadonlySet<string>;
}

export function flakeMakers(view: View, caches: Caches, fleet: FleetFacts): Makers {
  const workspace: Workspace = {
    view,
    caches,
    flakes: machineFilesIn(view.paths).filter(isFlakeFile),
    folders: new Set(view.paths.filter(isFlakeFile).map(directoryOf)),
  };
  const inputs = once(() => inputsOf(workspace));
  const facts = once(() => factsOf(workspace));
  const references = once(() => referencesOf(workspace));
  return {
    input: () => joinedTable(inputs().map(({ table }) => table)),
    'input-copy': () => joinedTable(inputs().map(({ copies }) => copies)),
    'input-use': () =>
      inputUseTable(workspace.folders, inputs(), [...mentionsOf(workspace), ...references()]),
    output: () => joinedTable(facts().map(({ output }) => output)),
    'output-reference': () => outputReferenceTable(workspace.folders, references()),
    deployment: () => deploymentsOf(fleet, facts()),
  };
}

function inputsOf({ view, caches, flakes }: Workspace): readonly DeclaredInputs[] {
  caches.inputs.keepOnly(new Set(flakes));
  return flakes.map((flake) =>
    caches.inputs.get(flake, view, (sources) => flakeInputs(flakeSession(sources), flake)),
  );
}

function factsOf({ view, caches, flakes }: Workspace): readonly FlakeFacts[] {
  caches.flakes.keepOnly(new Set(flakes));
  return flakes.map((flake) =>
    caches.flakes.get(flake, view, (sources) => {
      caches.observe({ kind: 'outputs-evaluated', flake });
      return flakeFacts(flakeSession(sources), flake);
    }),
  );
}

function referencesOf({ view, caches }: Workspace): readonly FileReferences[] {
  const isNix = (file: FilePath): boolean => languageOf(file) === 'nix';
  const texts = textsOf(view, (file) => isNix(file) || mayHoldCommands(file));
  return caches.references.of(texts, (file, text) => {
    const module = isNix(file) ? view.analysis(file)?.module : undefined;
    return module ? referencesInNix(file, module) : referencesInText(file, text);
  });
}

/** What flakes say of machines goes before what the machines say of themselves. */
function deploymentsOf(fleet: FleetFacts, flakes: readonly FlakeFacts[]): Table<'deployment'> {
  const own = joinedTable(fleet.machines.map(({ tables }) => tables.deployment));
  return deploymentTable(
    own,
    fleet.named,
    flakes.map(({ deployments }) => deployments),
  );
}

function mentionsOf({ view, caches }: Workspace): readonly InputMentions[] {
  const texts = textsOf(view, (file) => languageOf(file) === 'nix');
  return caches.inputMentions.of(texts, (file) => {
    const module = view.analysis(file)?.module;
    return module ? inputMentions(file, module) : { mentions: [], any: [] };
  });
}
