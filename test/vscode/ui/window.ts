import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const patience = 60_000;

/** One window of an editor, and what a person does in it. */
export class Window {
  readonly #browser: Browser;
  readonly page: Page;
  /** Hosts beyond this machine that the page asked for; nothing of that gets through. */
  readonly hostsAsked = new Set<string>();

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async open(address: string, executablePath: string): Promise<Window> {
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const window = new Window(browser, await context.newPage());
    await context.route('**/*', (route) => {
      const { hostname } = new URL(route.request().url());
      if (/(^|\.)(127\.0\.0\.1|localhost)$/.test(hostname) || hostname === '') {
        return route.continue();
      }
      window.hostsAsked.add(hostname);
      return route.abort();
    });
    window.page.setDefaultTimeout(patience);
    await window.page.goto(address);
    await window.page.locator('.monaco-workbench .statusbar-item').first().waitFor();
    return window;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** Chooses what has a name among what a box at the top offers. */
  async pick(text: string, name = text): Promise<void> {
    const box = this.page.locator('.quick-input-widget:visible .quick-input-box input').first();
    await box.waitFor();
    await box.fill(text);
    const entry = this.page.locator('.quick-input-list .monaco-list-row .label-name', {
      hasText: new RegExp(`^\\W*${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    });
    await entry.first().click();
  }

  async command(title: string): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('F1');
    await this.pick(`>${title}`, title);
  }

  /** Opens a file of the workspace out of the explorer, for not every editor can search for files. */
  async open(file: string): Promise<void> {
    await this.command('File: Focus on Files Explorer');
    const parts = file.split('/');
    for (const [index, part] of parts.entries()) {
      const isFile = index === parts.length - 1;
      const row = this.page.locator(
        `.explorer-folders-view .monaco-list-row[aria-level="${index + 1}"]`,
        { has: this.page.getByText(part, { exact: true }) },
      );
      await row.first().waitFor();
      if (isFile) await row.first().dblclick();
      else if ((await row.first().getAttribute('aria-expanded')) !== 'true')
        await row.first().click();
    }
    await this.page.locator(`.tab.active[data-resource-name="${parts.at(-1)}"]`).waitFor();
  }

  /** Puts the cursor on the first character of a text in the open file, or further on in it. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('F1');
    const box = this.page.locator('.quick-input-box input').first();
    await box.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  async texts(selector: string): Promise<string[]> {
    return this.page.$$eval(selector, (elements) =>
      elements.map((element) =>
        (element.getAttribute('aria-label') ?? element.textContent ?? '')
          .replace(/\s+/g, ' ')
          .trim(),
      ),
    );
  }

  /** Waits until a text is to be seen, and returns all of them. */
  async until(read: () => Promise<string[]>, form: RegExp): Promise<string[]> {
    const end = Date.now() + patience;
    for (;;) {
      const found = await read();
      if (found.some((text) => form.test(text))) return found;
      if (Date.now() > end)
        throw new Error(`no ${form} in ${JSON.stringify(found).slice(0, 2000)}`);
      await this.page.waitForTimeout(100);
    }
  }

  async status(): Promise<string[]> {
    return this.texts('.statusbar-item');
  }

  async notifications(): Promise<string[]> {
    return this.texts('.notification-toast .notification-list-item-message');
  }

  /** The line of the cursor and the file it is in. */
  async place(): Promise<string> {
    const [tab = ''] = await this.texts('.editor-group-container.active .tab.active');
    const cursor = (await this.status()).find((text) => /Ln \d+/.test(text)) ?? '';
    return `${tab} ${cursor}`;
  }

  async hover(): Promise<string> {
    await this.command('Show or Focus Hover');
    const box = this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content').first();
    await box.waitFor();
    await this.page.waitForTimeout(500);
    return (await box.textContent()) ?? '';
  }

  /** The fixes that are offered at the cursor. */
  async fixes(): Promise<string[]> {
    await this.page.keyboard.press('Control+.');
    await this.page.locator('.action-widget .monaco-list-row.action').first().waitFor();
    return this.texts('.action-widget .monaco-list-row.action');
  }

  async applyFix(title: string): Promise<void> {
    await this.page
      .locator('.action-widget .monaco-list-row.action', { hasText: title })
      .first()
      .click();
    await this.page.locator('.action-widget').waitFor({ state: 'hidden' });
  }

  problems(): Locator {
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  async output(channel: string): Promise<string> {
    await this.command('Output: Show Output Channels...');
    await this.pick(channel);
    await this.page.waitForTimeout(1000);
    const lines = this.page.locator('.output-view .view-lines, .panel .view-lines').first();
    return (await lines.textContent()) ?? '';
  }

  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }
}
