import * as assert from 'uvu/assert';
import { runIn } from '../../support/run-cli.ts';
import type { Scenario, Step } from './scenario.ts';

const cedar = 'machines/cedar/configuration.nix';

const findsWhatTheCommandLineFinds: Step = {
  name: 'the whole repository has the findings of the command line',
  async run(window) {
    await window.open(cedar);
    await window.until(() => window.status(), await countedByTheCommandLine());
  },
};

/** How the editor counts what `check` finds. */
async function countedByTheCommandLine(): Promise<RegExp> {
  const { output } = await runIn('fixtures/fleets/proxied/broken', ['check', '--format', 'json']);
  const findings: readonly { readonly severity: string }[] = JSON.parse(output).findings;
  const count = (level: string): number =>
    findings.filter(({ severity }) => severity === level).length;
  const [errors, warnings, hints] = ['error', 'warning', 'hint'].map(count);
  return new RegExp(`^Errors: ${errors}, Warnings: ${warnings}, Infos: ${hints}$`);
}

const saysHowItIs: Step = {
  name: 'the status of the language says how it is',
  async run(window) {
    await window.until(() => window.status(), /flakewise \d+\.\d+\.\d+, \d+ findings in \d+ files/);
  },
};

const listsProblems: Step = {
  name: 'problems name their rules, and the other places that have a part in them',
  async run(window) {
    await window.command('Problems: Focus on Problems View');
    const row = window.problems().filter({ hasText: 'nothing opens TCP 8082' });
    await window.page
      .getByPlaceholder(/^Filter/)
      .first()
      .fill('8082');
    await row.first().waitFor();
    assert.match((await row.first().textContent()) ?? '', 'network/proxied-port-open');
    const related = window.problems().filter({ hasText: 'opens its TCP ports here' });
    await related.first().waitFor();
    await related.first().dblclick();
    await window.until(async () => [await window.place()], /configuration\.nix.*Ln 6\d/);
  },
};

const explainsRules: Step = {
  name: 'the name of a rule leads to its page',
  async run(window) {
    await window.page.locator('.markers-panel a', { hasText: 'network/' }).first().click();
    await window.page.locator('.tab.active', { hasText: /proxied-port-open\.md/ }).waitFor();
  },
};

const tellsOfSettings: Step = {
  name: 'settings are listed',
  async run(window) {
    await window.command('Preferences: Open Settings (UI)');
    await window.page.keyboard.type('@ext:flakewise.flakewise');
    await window.until(() => window.texts('.settings-count-widget'), /\d\d Settings Found/);
  },
};

const walks: Step = {
  name: 'a walkthrough shows the way',
  async run(window) {
    await window.command('Welcome: Open Walkthrough...');
    await window.pick('Get started with flakewise');
    await window.until(() => window.texts('.getting-started-step h3'), /See what is wrong/);
  },
};

const checksAsTask: Step = {
  name: 'the task checks, and its lines become problems',
  async run(window) {
    await window.open(cedar);
    await window.until(() => window.status(), /^No Problems$/);
    await window.command('Tasks: Run Task');
    await window.pick('flakewise');
    await window.pick('flakewise: check');
    await window.until(() => window.status(), await countedByTheCommandLine());
  },
};

const brokenServer: Step = {
  name: 'a server that cannot be started is told of once, with what can be done',
  async run(window) {
    await window.open(cedar);
    const told = await window.until(() => window.notifications(), /serverPath.*does not run/);
    assert.is(told.length, 1);
    await window.until(() => window.texts('.notification-toast .monaco-button'), /Open Settings/);
    await window.until(() => window.status(), /flakewise, \S/);
  },
};

const endingServer: Step = {
  ...brokenServer,
  name: 'a server that ends at once is told of once, with what can be done',
};

const ordinary = [findsWhatTheCommandLineFinds, saysHowItIs];

export const scenarios: readonly Scenario[] = [
  {
    name: 'desktop',
    editor: 'desktop',
    settings: {},
    steps: [...ordinary, listsProblems, explainsRules, tellsOfSettings, walks],
  },
  { name: 'web', editor: 'web', settings: {}, steps: [...ordinary, listsProblems] },
  {
    name: 'task',
    editor: 'desktop',
    settings: { 'flakewise.enable': false },
    steps: [checksAsTask],
  },
  {
    name: 'no server',
    editor: 'desktop',
    settings: { 'flakewise.serverPath': '/nowhere/flakewise' },
    steps: [brokenServer],
  },
  {
    name: 'ending server',
    editor: 'desktop',
    settings: { 'flakewise.serverPath': '/bin/false' },
    steps: [endingServer],
  },
];
