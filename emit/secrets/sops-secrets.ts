import { inDeclaredOrder } from '#analyzer/order/arrange.ts';
import { rootNames } from '#analyzer/secrets/root-names.ts';
import { type EmitContext, emitter } from '../emitter.ts';
import { machineNames } from '../machine-names.ts';
import { type NixData, nixBindings, nixExpression } from '../print/nix.ts';
import { writtenSets } from '../print/written-nix.ts';
import { type WantedSecret, wantedSecrets } from './wanted-secrets.ts';

export const sopsSecrets = emitter({
  name: 'sops-secrets',
  summary: 'Declarations of the secrets that units, runners and backups read.',
  inputs: ['secret-reference', 'service', 'runner', 'backup'],
  formats: ['nix'],
  output: 'machines/{folder}/secrets.nix',
  effect: 'configuration',
  options: {
    part: {
      summary: 'A whole module, or only what stands between the braces of `sops.secrets`.',
      default: 'module',
      choices: ['module', 'secrets'],
    },
    order: {
      summary: 'Whether secrets are in the order of their names or of their owners.',
      default: 'name',
      choices: ['name', 'owner'],
    },
    'ordered-sets': {
      summary: 'Names with an order of their own, one set per text, separated by spaces.',
      default: ['mercury venus earth mars jupiter saturn uranus neptune pluto'],
    },
    'root-allowed': {
      summary: 'Names of secrets that belong to root, whatever reads them; a star is any text.',
      default: [...rootNames],
    },
  },
  emit: (context) => {
    const { facts, wants, options, existing, machine } = context;
    const made = facts.table('host').rows.flatMap((row) => {
      if (!wants(row.name) || row.class === 'home') return [];
      const names = machineNames(row);
      const before = existing(names);
      const option = options.part === 'module' ? ['sops', 'secrets'] : [];
      const { secrets, problems } = wantedSecrets(facts, {
        host: row.name,
        machine: machine(row.name),
        rootNames: options['root-allowed'],
        existing: writtenSets(before, option),
      });
      const isAny = secrets.length > 0 || before !== undefined;
      const text = textOf(secrets, context);
      return [{ parts: isAny ? [{ names, text }] : [], problems }];
    });
    return {
      parts: made.flatMap(({ parts }) => parts),
      problems: made.flatMap(({ problems }) => problems),
    };
  },
});

interface Ordering {
  readonly part: string;
  readonly order: string;
  readonly 'ordered-sets': readonly string[];
}

function textOf(
  secrets: readonly WantedSecret[],
  { options, compare }: Pick<EmitContext<Ordering>, 'options' | 'compare'>,
): string {
  const owners = new Map(secrets.map(({ name, owner }) => [name, owner]));
  const sets = options['ordered-sets'].map((set) => set.split(/[\s,]+/).filter(Boolean));
  const names = inDeclaredOrder([...owners.keys()], sets, compare);
  const ownerOf = (name: string): string => owners.get(name) ?? '';
  const ordered =
    options.order === 'owner' ? names.toSorted((a, b) => compare(ownerOf(a), ownerOf(b))) : names;
  const attributes = new Map(secrets.map((secret) => [secret.name, secret.attributes]));
  const set: { readonly [name: string]: NixData } = Object.fromEntries(
    ordered.map((name) => [name, attributes.get(name) ?? {}]),
  );
  if (options.part === 'secrets') return nixBindings(set);
  return `${nixExpression(ordered.length === 0 ? {} : { sops: { secrets: set } })}\n`;
}
