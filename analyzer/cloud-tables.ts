import type { FilePath } from './diagnostic.ts';
import type { Table } from './facts/facts.ts';
import { type HclFacts, type HclInput, hclFacts } from './hcl/facts.ts';
import { type ResourceFacts, resourceFacts } from './hcl/resource-facts.ts';
import type { Caches } from './incremental/caches.ts';
import type { Sources, View } from './incremental/trace.ts';
import { languageOf } from './language.ts';

type CloudTable = keyof HclFacts | keyof ResourceFacts;

/** The tables that OpenTofu files fill, each made when it is first asked for. */
export function cloudTables(
  view: View,
  caches: Caches,
): { readonly [Name in CloudTable]: () => Table<Name> } {
  const network = (): HclFacts => cloudFacts(view, caches);
  const resources = (): ResourceFacts => cloudResources(view, caches);
  return {
    'dns-record': () => network()['dns-record'],
    'dns-zone': () => network()['dns-zone'],
    'ingress-rule': () => network()['ingress-rule'],
    'cloud-tunnel-route': () => network()['cloud-tunnel-route'],
    resource: () => resources().resource,
    'resource-attribute': () => resources()['resource-attribute'],
    'resource-mention': () => resources()['resource-mention'],
    'cloud-output': () => resources()['cloud-output'],
    'cloud-variable': () => resources()['cloud-variable'],
  };
}

function cloudFacts(view: View, { cloud, observe }: Caches): HclFacts {
  return cloud.get('', view, (sources) => {
    observe({ kind: 'cloud-evaluated' });
    return hclFacts(hclInputs(sources), sources.files);
  });
}

/** These are many, and most who ask about the cloud do not ask for them. */
function cloudResources(view: View, { resources }: Caches): ResourceFacts {
  return resources.get('', view, (sources) => resourceFacts(hclInputs(sources), sources.files));
}

function hclInputs(sources: Sources): readonly HclInput[] {
  return sources.choose(isCloudFile).flatMap((file) => hclInput(sources, file));
}

function isCloudFile(file: string): boolean {
  return languageOf(file) === 'hcl' || /\.tfvars\.json$|\.tf\.json$|\.tofu\.json$/.test(file);
}

function hclInput(sources: Sources, file: FilePath): HclInput[] {
  if (languageOf(file) === 'hcl') {
    const analysis = sources.analysis(file);
    return analysis ? [{ kind: 'hcl', file, tree: analysis.tree }] : [];
  }
  const text = sources.text(file);
  return text === undefined ? [] : [{ kind: 'json', file, text }];
}
