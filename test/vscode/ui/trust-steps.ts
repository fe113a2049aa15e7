import { cedar } from './fleet.ts';
import type { Step } from './scenario.ts';

export const tellsOfFailure: Step = {
  name: 'a server that does not run is told of once, with what can be done',
  async run(window) {
    await window.open(cedar);
    // There they stay, while what pops up goes when somebody types.
    await window.command('Notifications: Show Notifications');
    const message = '.notifications-center .notification-list-item-message';
    await window.until(() => window.texts(message), /serverPath.*does not run/);
    // While it is laid out, the list may show a message twice.
    const told = async (): Promise<string[]> => {
      return [`${(await window.texts(message)).length} messages`];
    };
    await window.until(told, /^1 messages$/);
    const buttons = '.notifications-center .monaco-button';
    await window.until(() => window.texts(buttons), /Open Settings/);
    await window.until(() => window.status(), /flakewise, \S/);
  },
};

export const isRestricted: Step = {
  name: 'nobody trusts the workspace',
  async run(window) {
    await window.open(cedar);
    await window.until(() => window.status(), /Restricted Mode/);
  },
};

export const trusts: Step = {
  name: 'the workspace can be trusted',
  async run(window) {
    await window.command('Workspaces: Manage Workspace Trust');
    const buttons = window.page.locator('.workspace-trust-editor .monaco-button');
    await buttons
      .filter({ hasText: /^Trust$/ })
      .first()
      .click();
    const restricted = async (): Promise<string[]> => {
      return [`${(await window.status()).some((text) => /Restricted Mode/.test(text))}`];
    };
    await window.until(restricted, /^false$/);
  },
};

export const leavesFormatAlone: Step = {
  name: 'the formatter that the workspace names is not there',
  async run(window) {
    await window.open(cedar);
    await window.command('View: Focus Active Editor Group');
    await window.page.keyboard.press('Control+Shift+I');
    await window.until(() => window.texts('.monaco-dialog-box'), /no formatter for 'nix' files/);
    await window.page.getByRole('button', { name: 'Cancel' }).click();
  },
};

export const formats: Step = {
  name: 'the formatter that the workspace names formats',
  async run(window) {
    await window.open(cedar);
    await window.command('Format Document');
    await window.until(async () => [await window.text()], /formatted = true/);
  },
};
