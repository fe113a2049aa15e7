import type { Language } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import type { MachineFacts } from '../extract/machine.ts';
import type { Table } from '../facts/facts.ts';
import type { IdentityCheckRow } from '../facts/identity.ts';
import type { Discovery } from '../flake/fleet.ts';
import type { FlakeFacts } from '../flake-facts/flake-facts.ts';
import type { InputMentions } from '../flake-facts/input-mentions.ts';
import type { DeclaredInputs } from '../flake-facts/inputs.ts';
import type { FileReferences } from '../flake-facts/output-references.ts';
import type { HclFacts } from '../hcl/facts.ts';
import type { ResourceFacts } from '../hcl/resource-facts.ts';
import type { DocumentFacts } from '../markdown/facts.ts';
import type { CommentMentions } from '../mentions/comments.ts';
import type { MachineBriefs } from '../options/briefs.ts';
import type { TextWords } from '../reach/texts.ts';
import type { AgenixRules } from '../secret-files/agenix-rules.ts';
import type { KeyLine } from '../secret-files/key-lines.ts';
import type { NixKey } from '../secret-files/nix-keys.ts';
import type { PrivateKey } from '../secret-files/private-key.ts';
import type { SopsRules } from '../secret-files/sops-rules.ts';
import type { StoredFile } from '../secret-files/stored-file.ts';
import type { TaskFacts } from '../tasks/tasks.ts';
import type { WorkflowFacts } from '../workflows/workflows.ts';
import { AnalysisCache } from './analysis-cache.ts';
import { ContentParts } from './content-parts.ts';
import { FileParts } from './file-parts.ts';
import { FlagReads } from './flag-reads.ts';
import { KnownMachines } from './known-machines.ts';
import { MachineParts } from './machine-parts.ts';
import { Parts } from './parts.ts';

/** What a workspace computes anew, for whoever wants to watch. */
export type WorkEvent =
  | { readonly kind: 'file-analyzed'; readonly file: FilePath }
  | { readonly kind: 'flake-evaluated'; readonly flake: FilePath }
  | { readonly kind: 'outputs-evaluated'; readonly flake: FilePath }
  | { readonly kind: 'machine-evaluated'; readonly machine: string }
  | { readonly kind: 'cloud-evaluated' };

export type Observe = (event: WorkEvent) => void;

/** Everything that outlives a snapshot. */
export interface Caches {
  readonly analyses: Readonly<Record<Language, AnalysisCache>>;
  readonly discoveries: Parts<Discovery>;
  readonly knownMachines: KnownMachines;
  /** A machine that is not found again when it is evaluated by itself has no facts. */
  readonly machines: MachineParts<{ readonly facts: MachineFacts | undefined }>;
  readonly options: MachineParts<Table<'option'>>;
  readonly homeOptions: MachineParts<Table<'home-option'>>;
  readonly briefs: MachineParts<{ readonly briefs: MachineBriefs | undefined }>;
  readonly inputs: Parts<DeclaredInputs>;
  readonly inputMentions: FileParts<InputMentions>;
  readonly flakes: Parts<FlakeFacts>;
  readonly textWords: FileParts<TextWords>;
  readonly references: FileParts<FileReferences>;
  readonly cloud: Parts<HclFacts>;
  readonly resources: Parts<ResourceFacts>;
  readonly documents: FileParts<DocumentFacts>;
  readonly comments: FileParts<CommentMentions>;
  readonly data: FileParts<Table<'data'>>;
  readonly workflows: FileParts<WorkflowFacts>;
  readonly tasks: Parts<TaskFacts>;
  readonly rulesFiles: FileParts<Table<'grant'>>;
  readonly identity: FileParts<readonly IdentityCheckRow[]>;
  readonly flagReads: FlagReads;
  readonly agenix: Parts<{ readonly rules: AgenixRules | undefined }>;
  readonly nixKeys: FileParts<readonly NixKey[]>;
  /** What files of secrets say without being opened; no value of one is kept. */
  readonly stored: ContentParts<StoredFile | undefined>;
  readonly sopsRules: ContentParts<SopsRules>;
  readonly keyFiles: ContentParts<readonly KeyLine[]>;
  readonly privateKeys: ContentParts<readonly PrivateKey[]>;
  readonly observe: Observe;
}

export function createCaches(observe: Observe): Caches {
  return {
    analyses: { nix: new AnalysisCache('nix'), hcl: new AnalysisCache('hcl') },
    discoveries: new Parts(),
    knownMachines: new KnownMachines(),
    machines: new MachineParts(2),
    options: new MachineParts(2),
    homeOptions: new MachineParts(2),
    briefs: new MachineParts(),
    inputs: new Parts(),
    inputMentions: new FileParts(),
    flakes: new Parts(),
    textWords: new FileParts(),
    references: new FileParts(),
    cloud: new Parts(),
    resources: new Parts(),
    documents: new FileParts(),
    comments: new FileParts(),
    data: new FileParts(),
    workflows: new FileParts(),
    tasks: new Parts(),
    rulesFiles: new FileParts(),
    identity: new FileParts(),
    flagReads: new FlagReads(),
    agenix: new Parts(),
    nixKeys: new FileParts(),
    stored: new ContentParts(),
    sopsRules: new ContentParts(),
    keyFiles: new ContentParts(),
    privateKeys: new ContentParts(),
    observe,
  };
}
