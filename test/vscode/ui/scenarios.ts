import * as actions from './action-steps.ts';
import { beside } from './fleet.ts';
import type { Scenario } from './scenario.ts';
import * as steps from './steps.ts';
import * as trust from './trust-steps.ts';

const shared = [
  steps.findsWhatTheCommandLineFinds,
  steps.saysHowItIs,
  steps.linksPaths,
  steps.tellsValues,
  steps.leadsToSecrets,
  actions.fixesTwoFiles,
  actions.fixesOneFinding,
  actions.fixesFile,
  steps.findsInConfiguration,
  actions.silencesInConfiguration,
  actions.silencesInText,
];

export const scenarios: readonly Scenario[] = [
  {
    name: 'desktop',
    editor: 'desktop',
    settings: {},
    steps: [
      ...shared,
      steps.showsImporters,
      steps.listsProblems,
      steps.explainsRules,
      steps.writesLog,
      steps.startsAgain,
      steps.completesNix,
      steps.tellsOfSettings,
      steps.walks,
      steps.startsQuickly,
    ],
  },
  {
    name: 'web',
    editor: 'web',
    settings: {},
    steps: [...shared, steps.listsProblems, steps.leadsToPages],
  },
  {
    name: 'task',
    editor: 'desktop',
    settings: { 'flakewise.enable': false },
    steps: [steps.checksAsTask],
  },
  {
    name: 'no server',
    editor: 'desktop',
    settings: { 'flakewise.serverPath': '/nowhere/flakewise' },
    steps: [trust.tellsOfFailure],
  },
  {
    name: 'ending server',
    editor: 'desktop',
    settings: { 'flakewise.serverPath': '/bin/false' },
    steps: [trust.tellsOfFailure],
  },
  {
    name: 'server of strangers',
    editor: 'desktop',
    settings: {},
    untrusted: { 'flakewise.serverPath': '/nowhere/flakewise' },
    steps: [
      trust.isRestricted,
      steps.findsWhatTheCommandLineFinds,
      trust.trusts,
      trust.tellsOfFailure,
    ],
  },
  {
    name: 'formatter of strangers',
    editor: 'desktop',
    settings: {},
    untrusted: { 'flakewise.formatting.command': ['echo', '{ formatted = true; }'] },
    steps: [
      trust.isRestricted,
      steps.findsWhatTheCommandLineFinds,
      trust.leavesFormatAlone,
      trust.trusts,
      trust.formats,
    ],
  },
  {
    name: 'two folders',
    editor: 'desktop',
    settings: {},
    beside,
    steps: [steps.findsInBothFolders, steps.followsEachConfiguration],
  },
];
