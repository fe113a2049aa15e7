import { plainName } from '#analyzer/edit/attribute-set.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import { emitter, type Problem } from '../emitter.ts';
import { gapProblem } from '../gaps.ts';
import { pathFrom } from '../paths.ts';
import { type Recipe, recipeName, recipesText, recipeWord } from '../print/just.ts';

export const deployRecipes = emitter({
  name: 'deploy-recipes',
  summary: 'Recipes for just that check and deploy each machine, with the tool of its platform.',
  inputs: ['host', 'user', 'deployment', 'output'],
  formats: ['just'],
  output: 'deploy.just',
  effect: 'configuration',
  options: {
    controller: {
      summary: 'The machine that recipes are run on; they ask just for its platform otherwise.',
      default: '',
    },
    'nixos-rebuild': {
      summary: 'How nixos-rebuild is called.',
      default: 'nix run nixpkgs#nixos-rebuild --',
    },
    'darwin-rebuild': { summary: 'How darwin-rebuild is called.', default: 'sudo darwin-rebuild' },
    'home-manager': { summary: 'How Home Manager is called.', default: 'home-manager' },
    elevate: {
      summary: 'The flags with which nixos-rebuild becomes root on the machine.',
      default: '--sudo',
    },
  },
  emit: ({ facts, wants, compare, options, existing, file: fileOf }) => {
    const { rows, gaps } = facts.table('host');
    const file = fileOf({}) ?? '';
    const plan: Plan = { facts, file, options, rows };
    const taken = recipesOutside(facts, file, existing({}));
    const problems: Problem[] = [...gapProblem('machines', gaps)];
    const sorted = rows
      .filter(({ name }) => wants(name))
      .toSorted((a, b) => compare(a.name, b.name));
    const made = sorted.flatMap((host) =>
      recipesOf(plan, host).map((recipe) => withName(taken, host, recipe)),
    );
    const recipes = made.flatMap((each) => ('name' in each ? [each] : []));
    problems.push(...made.flatMap((each) => ('message' in each ? [each] : [])));
    const asks = recipes.some(({ lines }) => lines.some((line) => line.includes(platform)));
    const variables = asks
      ? [`${platform} := arch() + if os() == "macos" { "-darwin" } else { "-linux" }`]
      : [];
    const text = recipesText({ variables, recipes });
    return { parts: recipes.length === 0 ? [] : [{ names: {}, text }], problems };
  },
});

/** The variable with the platform that just runs on. */
const platform = 'this-platform';

interface Plan {
  readonly facts: Facts;
  /** The file of the recipes, from whose folder just runs them. */
  readonly file: string;
  readonly rows: readonly HostRow[];
  readonly options: {
    readonly controller: string;
    readonly 'nixos-rebuild': string;
    readonly 'darwin-rebuild': string;
    readonly 'home-manager': string;
    readonly elevate: string;
  };
}

/** Recipes of the file that are not among those written here. */
function recipesOutside(facts: Facts, file: string, text: string | undefined): Set<string> {
  const inside = new Set(text?.match(/^[a-zA-Z_][\w-]*(?=[^:\n]*:(?!=))/gm) ?? []);
  const tasks = facts.table('task').rows.filter((task) => task.file === file);
  return new Set(tasks.map(({ name }) => name).filter((name) => !inside.has(name)));
}

/** A recipe whose name nobody else has; it has it from then on. */
function withName(taken: Set<string>, host: HostRow, made: Recipe | NoRecipe): Recipe | Problem {
  if ('problem' in made) return { message: made.problem, at: host.at };
  const message = `there is a recipe \`${made.name}\` already`;
  if (taken.has(made.name)) return { message, at: host.at };
  taken.add(made.name);
  return made;
}

interface NoRecipe {
  readonly problem: string;
}

function recipesOf(plan: Plan, host: HostRow): readonly (Recipe | NoRecipe)[] {
  const output = outputOf(host);
  if (output === undefined)
    return [{ problem: `\`${host.output}\` is no output that a tool for rebuilding takes` }];
  const flake = flakeOf(plan, output);
  const name = recipeName(host.name);
  const system = known(host.system);
  const on = system === undefined ? '' : ` (${system})`;
  const check: Recipe = {
    name: `check-${name}`,
    summary: `Evaluate ${host.name}${on} without building it.`,
    parameters: [],
    lines: [`nix eval --raw ${recipeWord(`${flake}#${output}.${outputs[host.class][1]}.drvPath`)}`],
  };
  const deploy = deploysOf(plan, host, flake);
  return [check, 'problem' in deploy ? deploy : { ...deploy, name: `deploy-${name}` }];
}

/** The outputs that tools for rebuilding know, and what they build of a machine there. */
const outputs: { readonly [Class in HostRow['class']]: readonly [string, string] } = {
  nixos: ['nixosConfigurations', 'config.system.build.toplevel'],
  darwin: ['darwinConfigurations', 'system'],
  home: ['homeConfigurations', 'activationPackage'],
};

/** The output of a machine as Nix writes it; `undefined` for one that no tool looks for. */
function outputOf({ class: kind, output }: HostRow): string | undefined {
  const [name] = outputs[kind];
  const isThere = output.startsWith(`${name}.`);
  return isThere ? `${name}.${plainName(output.slice(name.length + 1))}` : undefined;
}

/** The folder of the machine's flake, from where just runs the recipe. */
function flakeOf({ facts, file }: Plan, output: string): string {
  const row = facts.table('output').rows.find(({ path }) => path === output);
  const flake = row?.flake ?? 'flake.nix';
  const folder = pathFrom(file, flake).replace(/\/?flake\.nix$/, '');
  return folder === '' ? '.' : folder.startsWith('..') ? folder : `./${folder}`;
}

function deploysOf(plan: Plan, host: HostRow, flake: string): Omit<Recipe, 'name'> | NoRecipe {
  const { options } = plan;
  const own = host.output.slice(host.output.indexOf('.') + 1);
  const summary = `Build and activate ${host.name}`;
  if (host.class === 'home') {
    const line = `${options['home-manager']} switch --flake ${recipeWord(`${flake}#${own}`)}`;
    return { summary: `${summary}; run it there, as that user.`, parameters: [], lines: [line] };
  }
  if (host.class === 'darwin') {
    if (plainName(own) !== own) return { problem: `darwin-rebuild cannot be told of \`${own}\`` };
    const line = `${options['darwin-rebuild']} switch --flake ${recipeWord(`${flake}#${own}`)}`;
    return { summary: `${summary}; run it there.`, parameters: [], lines: [line] };
  }
  const target = targetOf(plan.facts, host);
  const build = buildHost(plan, host);
  if ('problem' in build) return build;
  const line = [
    `${options['nixos-rebuild']} switch --flake ${recipeWord(`${flake}#${host.name}`)}`,
    `--target-host {{ quote(target) }}`,
    build.words,
    target.startsWith('root@') ? '' : options.elevate,
  ];
  return {
    summary: `${summary}.`,
    parameters: [`target=${JSON.stringify(target)}`],
    lines: [line.filter((word) => word !== '').join(' ')],
  };
}

/** The login and the name by which a machine is reached, as far as they are known. */
function targetOf(facts: Facts, host: HostRow): string {
  const rows = facts.table('deployment').rows.filter((row) => known(row.host) === host.name);
  const address = rows.map((row) => known(row.address)).find((each) => each !== undefined);
  const login = rows.map((row) => known(row.user)).find((each) => each !== undefined);
  const name = address ?? known(host['host-name']) ?? host.name;
  const user = login ?? primaryUser(facts, host);
  return user === undefined ? name : `${user}@${name}`;
}

/** The one person on a machine, or the one who may become root. */
function primaryUser(facts: Facts, host: HostRow): string | undefined {
  const people = facts
    .table('user')
    .rows.filter((row) => row.host === host.name && known(row.kind) === 'normal');
  const admins = people.filter((row) => known(row['extra-groups'])?.includes('wheel'));
  const [only, ...others] = admins.length > 0 ? admins : people;
  return only !== undefined && others.length === 0 ? known(only.name) : undefined;
}

/** Machines of other platforms build for themselves. */
function buildHost({ rows, options }: Plan, host: HostRow): { readonly words: string } | NoRecipe {
  const there = '--build-host {{ quote(target) }}';
  const system = known(host.system);
  if (options.controller !== '') {
    const here = known(rows.find(({ name }) => name === options.controller)?.system);
    if (here === undefined || system === undefined)
      return {
        problem: `the platform of \`${here === undefined ? options.controller : host.name}\` is not known`,
      };
    return { words: here === system ? '' : there };
  }
  const systems = new Set(rows.map((row) => known(row.system)));
  if (systems.size === 1 && system !== undefined) return { words: '' };
  if (system === undefined) return { problem: `the platform of \`${host.name}\` is not known` };
  const words = `{{ if ${platform} == ${JSON.stringify(system)} { "" } else { "--build-host " + quote(target) } }}`;
  return { words };
}
