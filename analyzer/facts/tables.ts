import { groupSchema, knownAccountSchema, userSchema } from './accounts.ts';
import { agentRuleSchema, skillSchema } from './agents.ts';
import {
  cloudOutputSchema,
  cloudTunnelRouteSchema,
  cloudVariableSchema,
  resourceAttributeSchema,
  resourceMentionSchema,
  resourceSchema,
} from './cloud.ts';
import { commandSchema } from './commands.ts';
import { dataSchema } from './data.ts';
import {
  codeBlockSchema,
  codeSpanSchema,
  docLinkSchema,
  docTableSchema,
  frontmatterSchema,
  headingSchema,
  pathMentionSchema,
  sentenceSchema,
} from './documents.ts';
import { fileSchema } from './files.ts';
import {
  flagReadSchema,
  flagSchema,
  flagSetSchema,
  profileSchema,
  profileSettingSchema,
} from './flags.ts';
import {
  deploymentSchema,
  inputCopySchema,
  inputSchema,
  inputUseSchema,
  outputReferenceSchema,
  outputSchema,
} from './flakes.ts';
import { generatedSchema } from './generated.ts';
import { grantSchema } from './grants.ts';
import { identityCheckSchema } from './identity.ts';
import {
  homeOptionSchema,
  hostSchema,
  importSchema,
  moduleSchema,
  nixFileSchema,
  optionSchema,
  repeatedImportSchema,
} from './machines.ts';
import {
  certificateSchema,
  dnsRecordSchema,
  dnsZoneSchema,
  ingressRuleSchema,
  listenerSchema,
  openPortSchema,
  routeSchema,
  tunnelPeerSchema,
  tunnelRouteSchema,
  tunnelSchema,
} from './network.ts';
import { homebrewSchema } from './packages.ts';
import { runnerSchema } from './runners.ts';
import type { RowOf } from './schema.ts';
import {
  privateKeySchema,
  publicKeySchema,
  ruleRecipientSchema,
  secretFileSchema,
  secretIdentitySchema,
  secretKeySchema,
  secretRecipientSchema,
  secretRuleSchema,
} from './secret-files.ts';
import {
  secretLookupSchema,
  secretReferenceSchema,
  secretSchema,
  secretTemplateSchema,
} from './secrets.ts';
import { containerSchema, serviceSchema, triggerSchema } from './services.ts';
import {
  backupSchema,
  databaseSchema,
  databaseUserSchema,
  mountSchema,
  persistedSchema,
} from './storage.ts';
import { taskSchema, taskVariableSchema } from './tasks.ts';
import { workflowJobSchema, workflowSchema, workflowStepSchema } from './workflows.ts';

/** Every table: rules, conventions, emitters, the `facts` command and editors read these and nothing else. */
export const tables = {
  host: hostSchema,
  module: moduleSchema,
  import: importSchema,
  'repeated-import': repeatedImportSchema,
  file: fileSchema,
  'nix-file': nixFileSchema,
  // Before the options of machines, which are forgotten as soon as those are read.
  'home-option': homeOptionSchema,
  option: optionSchema,
  deployment: deploymentSchema,
  input: inputSchema,
  'input-use': inputUseSchema,
  'input-copy': inputCopySchema,
  output: outputSchema,
  'output-reference': outputReferenceSchema,
  secret: secretSchema,
  'secret-template': secretTemplateSchema,
  'secret-lookup': secretLookupSchema,
  'secret-reference': secretReferenceSchema,
  'secret-identity': secretIdentitySchema,
  'secret-file': secretFileSchema,
  'secret-key': secretKeySchema,
  'secret-recipient': secretRecipientSchema,
  'secret-rule': secretRuleSchema,
  'rule-recipient': ruleRecipientSchema,
  'public-key': publicKeySchema,
  'private-key': privateKeySchema,
  user: userSchema,
  group: groupSchema,
  'known-account': knownAccountSchema,
  service: serviceSchema,
  trigger: triggerSchema,
  container: containerSchema,
  runner: runnerSchema,
  backup: backupSchema,
  persisted: persistedSchema,
  mount: mountSchema,
  database: databaseSchema,
  'database-user': databaseUserSchema,
  homebrew: homebrewSchema,
  grant: grantSchema,
  'open-port': openPortSchema,
  listener: listenerSchema,
  route: routeSchema,
  tunnel: tunnelSchema,
  'tunnel-peer': tunnelPeerSchema,
  'tunnel-route': tunnelRouteSchema,
  certificate: certificateSchema,
  'dns-record': dnsRecordSchema,
  'dns-zone': dnsZoneSchema,
  'ingress-rule': ingressRuleSchema,
  'cloud-tunnel-route': cloudTunnelRouteSchema,
  resource: resourceSchema,
  'resource-attribute': resourceAttributeSchema,
  'resource-mention': resourceMentionSchema,
  'cloud-output': cloudOutputSchema,
  'cloud-variable': cloudVariableSchema,
  'doc-table': docTableSchema,
  heading: headingSchema,
  sentence: sentenceSchema,
  'doc-link': docLinkSchema,
  'code-span': codeSpanSchema,
  'code-block': codeBlockSchema,
  frontmatter: frontmatterSchema,
  'path-mention': pathMentionSchema,
  data: dataSchema,
  'agent-rule': agentRuleSchema,
  skill: skillSchema,
  workflow: workflowSchema,
  'workflow-job': workflowJobSchema,
  'workflow-step': workflowStepSchema,
  task: taskSchema,
  'task-variable': taskVariableSchema,
  command: commandSchema,
  'identity-check': identityCheckSchema,
  profile: profileSchema,
  'profile-setting': profileSettingSchema,
  flag: flagSchema,
  'flag-set': flagSetSchema,
  'flag-read': flagReadSchema,
  generated: generatedSchema,
} as const;

export type TableName = keyof typeof tables;

/** Every table with the type of its rows. */
export type TableRows = { readonly [Name in TableName]: RowOf<(typeof tables)[Name]> };
