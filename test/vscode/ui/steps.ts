import * as assert from 'uvu/assert';
import { beside, cedar, countedByTheCommandLine, goTo } from './fleet.ts';
import type { Step } from './scenario.ts';

export const findsWhatTheCommandLineFinds: Step = {
  name: 'the whole repository has the findings of the command line',
  async run(window) {
    await window.open(cedar);
    await window.until(() => window.status(), await countedByTheCommandLine());
  },
};

export const saysHowItIs: Step = {
  name: 'the status of the language says how it is',
  async run(window) {
    await window.until(() => window.status(), /flakewise \d+\.\d+\.\d+, \d+ findings in \d+ files/);
  },
};

export const linksPaths: Step = {
  name: 'paths are links, also in the file that was open before the server',
  async run(window) {
    const links = '.editor-group-container.active .detected-link';
    await window.until(() => window.texts(links), /services\/caddy/);
  },
};

export const listsProblems: Step = {
  name: 'problems name their rules, and the other places that have a part in them',
  async run(window) {
    await window.command('Problems: Focus on Problems View');
    await window.page.keyboard.press('Home');
    await window.show('problems');
    const row = window.problems().filter({ hasText: 'nothing opens TCP 8082' });
    await window.page
      .getByPlaceholder(/^Filter/)
      .first()
      .fill('8082');
    await row.first().waitFor();
    assert.match((await row.first().textContent()) ?? '', 'network/proxied-port-open');
    const related = window.problems().filter({ hasText: 'opens its TCP ports here' });
    await related.first().dblclick();
    await window.until(async () => [await window.place()], /configuration\.nix.*Ln 6\d/);
  },
};

export const explainsRules: Step = {
  name: 'the name of a rule leads to its page',
  async run(window) {
    await window.page.locator('.markers-panel a', { hasText: 'network/' }).first().click();
    await window.page.locator('.tab.active', { hasText: /proxied-port-open/ }).waitFor();
    await window.until(() => window.inFrames('h2'), /What is reported/);
    await window.page
      .getByPlaceholder(/^Filter/)
      .first()
      .fill('');
  },
};

/** For editors where nothing serves what frames show. */
export const leadsToPages: Step = {
  name: 'the name of a rule leads to a page',
  async run(window) {
    await window.page.locator('.markers-panel a', { hasText: '/' }).first().click();
    await window.page.locator('.tab.active', { hasText: /\.md/ }).waitFor();
  },
};

export const tellsValues: Step = {
  name: 'hovering an option tells its value on each machine, and where it is set',
  async run(window) {
    await goTo(window, cedar, 'allowedTCP$0Ports');
    // While facts are worked out, only what the text tells is there.
    const page = async (): Promise<string[]> => [await window.hover()];
    await window.until(page, /^networking\.firewall\.allowedTCPPorts.*80 443.*cedar/s);
    await window.show('hover');
  },
};

export const leadsToSecrets: Step = {
  name: 'the definition of a secret that is used is its key in the encrypted file',
  async run(window) {
    await goTo(
      window,
      'machines/cedar/services/tailscale/default.nix',
      'secrets."tailscale/au$0th"',
    );
    await window.page.keyboard.press('F12');
    const places = window.page.locator('.peekview-widget .monaco-list-row');
    await places.filter({ hasText: 'vault.yaml' }).first().click();
    const key = places.filter({ hasText: /auth: ENC/ });
    await key.first().waitFor();
    await key.first().dblclick();
    await window.until(async () => [await window.place()], /vault\.yaml.*Ln \d+, Col \d+/);
  },
};

export const showsImporters: Step = {
  name: 'a lens shows who imports a module',
  async run(window) {
    await window.open('modules/nix/default.nix');
    await window.page.locator('.codelens-decoration a', { hasText: 'imported by' }).click();
    const places = window.page.locator('.peekview-widget .monaco-list-row');
    await places.filter({ hasText: 'configuration.nix' }).first().waitFor();
    await window.page.keyboard.press('Escape');
  },
};

export const findsInConfiguration: Step = {
  name: 'what is wrong in the configuration is found there, and told of',
  async run(window) {
    await window.open('flakewise.toml');
    await window.command('View: Focus Active Editor Group');
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.type('"order/import" = "error"\n');
    await window.until(() => window.status(), /flakewise.*`flakewise\.toml` is wrong/);
    await window.command('Problems: Focus on Problems View');
    const filter = window.page.getByPlaceholder(/^Filter/).first();
    await filter.fill('order/import');
    await window.problems().filter({ hasText: 'flakewise.toml' }).first().waitFor();
    await filter.fill('');
    await window.open('flakewise.toml');
    await window.command('View: Focus Active Editor Group');
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.press('Shift+ArrowUp');
    await window.page.keyboard.press('Delete');
    await window.until(() => window.status(), /findings in \d+ files/);
  },
};

export const writesLog: Step = {
  name: 'the output says what was started',
  async run(window) {
    await window.output('flakewise', /flakewise.\d+\.\d+\.\d+/);
  },
};

export const completesNix: Step = {
  name: 'typing is helped: brackets, comments and names',
  async run(window) {
    await goTo(window, 'programs/ssh/default.nix', '$0{');
    await window.page.keyboard.press('Control+/');
    await window.until(async () => [await window.text()], /^# \{/m);
    await window.page.keyboard.press('Control+/');
    await window.page.keyboard.press('Control+Home');
  },
};

export const tellsOfSettings: Step = {
  name: 'settings are listed',
  async run(window) {
    await window.command('Preferences: Open Settings (UI)');
    await window.page.keyboard.type('@ext:flakewise.flakewise');
    await window.until(() => window.texts('.settings-count-widget'), /\d\d Settings Found/);
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Escape');
  },
};

export const walks: Step = {
  name: 'a walkthrough shows the way',
  async run(window) {
    await window.command('Welcome: Open Walkthrough...');
    await window.pick('Get started with flakewise');
    await window.until(() => window.texts('.getting-started-step h3'), /See what is wrong/);
  },
};

/** The time is printed, not judged: it depends on the machine. */
export const startsQuickly: Step = {
  name: 'the extension is activated by what is in the repository',
  async run(window) {
    await window.command('Developer: Show Running Extensions');
    const rows = '.runtime-extensions-editor .monaco-list-row';
    const row = window.page.locator(rows, { hasText: 'flakewise' }).first();
    await window.page.locator(rows).first().hover();
    // Only what is to be seen is there, and the quickest extensions come last.
    for (let turn = 0; turn < 20 && !(await row.isVisible()); turn++) {
      await window.page.mouse.wheel(0, 200);
      await window.page.waitForTimeout(200);
    }
    const text = (await row.textContent()) ?? '';
    const [activation = ''] = /Activation: \d+ms/.exec(text) ?? [];
    assert.match(activation, /\d/);
    console.log(`       ${activation}`);
  },
};

export const startsAgain: Step = {
  name: 'the server can be started again, and says its version',
  async run(window) {
    await window.command('flakewise: Restart Server');
    await window.until(() => window.status(), /^No Problems$/);
    await window.until(() => window.status(), /^Errors: \d+/);
    await window.command('flakewise: Show Server Version');
    await window.until(() => window.notifications(), /flakewise: version \d+\.\d+\.\d+/);
  },
};

export const checksAsTask: Step = {
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

export const findsInBothFolders: Step = {
  name: 'both folders have the findings of the command line',
  async run(window) {
    await window.open(`fleet/${cedar}`);
    await window.until(() => window.status(), await countedByTheCommandLine(beside));
  },
};

export const followsEachConfiguration: Step = {
  name: 'each folder is judged by its own configuration',
  async run(window) {
    await window.open('beside/flake.nix');
    await window.command('Problems: Focus on Problems View');
    const errors = window.problems().filter({ has: window.page.locator('.codicon-error') });
    await errors.filter({ hasText: '`spare` is never used' }).first().waitFor();
  },
};
