import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const patience = 60_000;

interface Opened {
  readonly address: string;
  readonly executablePath: string;
  readonly pictures: string;
}

/** One window of an editor, and what a person does in it. */
export class Window {
  readonly #browser: Browser;
  readonly #pictures: string;
  readonly page: Page;
  /** Hosts beyond this machine that the page asked for; nothing of that gets through. */
  readonly hostsAsked = new Set<string>();

  private constructor(browser: Browser, page: Page, pictures: string) {
    this.#browser = browser;
    this.#pictures = pictures;
    this.page = page;
  }

  /** Opens an address in a browser; pictures go into a folder. */
  static async open({ address, executablePath, pictures }: Opened): Promise<Window> {
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const window = new Window(browser, await context.newPage(), pictures);
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
    await box.waitFor({ timeout: patience / 4 });
    await box.fill(text);
    const entry = this.page.locator('.quick-input-list .monaco-list-row .label-name', {
      hasText: new RegExp(`^\\W*${literally(name)}$`),
    });
    await entry.first().click({ timeout: patience / 4 });
  }

  /**
   * Runs a command by its title. A box that another one leaves may close under it, and an editor
   * that has just begun hears no keys yet, so it tries again.
   */
  async command(title: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('F1');
      try {
        await this.pick(`>${title}`, title);
        return;
      } catch (error) {
        if (attempt === 5) throw error;
      }
    }
  }

  /** Opens a file of the workspace out of the explorer, for not every editor can search for files. */
  async open(file: string): Promise<void> {
    await this.command('File: Focus on Files Explorer');
    await this.command('Collapse Folders in Explorer');
    const parts = file.split('/');
    // Rows move while others collapse, so each look begins with what is to be seen then.
    const end = Date.now() + patience;
    for (;;) {
      const rows = await this.#rowsTo(parts);
      const last = rows.at(-1);
      if (rows.length === parts.length) {
        await last?.dblclick();
        break;
      }
      if ((await last?.getAttribute('aria-expanded')) === 'false') await last?.click();
      if (Date.now() > end) throw new Error(`the explorer has no ${file}`);
      await this.page.waitForTimeout(300);
    }
    const path = async (): Promise<string[]> => {
      const crumbs = '.editor-group-container.active .monaco-breadcrumb-item';
      return [`${(await this.texts(crumbs)).join('/')}/`];
    };
    await this.until(path, new RegExp(`(^|/)${file.replaceAll('.', '\\.')}/`));
  }

  /** The rows of the explorer that lead to a file, as far as they are there. */
  async #rowsTo(parts: readonly string[]): Promise<Locator[]> {
    const explorer = '.explorer-folders-view .monaco-list-row';
    const rows = await this.page.$$eval(explorer, (elements) =>
      elements.map((element) => ({
        index: Number(element.getAttribute('data-index')),
        level: element.getAttribute('aria-level'),
        name: element.querySelector('.label-name')?.textContent ?? '',
      })),
    );
    const found: Locator[] = [];
    let above = -1;
    for (const [depth, part] of parts.entries()) {
      const below = rows.filter(({ index, level, name }) => {
        return index > above && level === `${depth + 1}` && name === part;
      });
      if (below.length === 0) break;
      above = Math.min(...below.map(({ index }) => index));
      found.push(this.page.locator(`${explorer}[data-index="${above}"]`));
    }
    return found;
  }

  /** Opens a file and puts the cursor where `$0` stands in a piece of its text. */
  async goTo(text: string, file: string, piece: string): Promise<void> {
    const [before = ''] = piece.split('$0');
    const offset = text.indexOf(piece.replace('$0', ''));
    if (offset === -1) throw new Error(`${file} has no ${piece}`);
    const lines = text.slice(0, offset + before.length).split('\n');
    const place = `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
    await this.open(file);
    // A slow editor may take the key that confirms for one of the box before.
    const isThere = new RegExp(`Ln ${lines.length}, Col ${place.split(':')[1]}( |$)`);
    for (let attempt = 1; attempt <= 3; attempt++) {
      await this.page.keyboard.press('Control+G');
      const box = this.page.locator('.quick-input-widget:visible .quick-input-box input').first();
      await box.fill(`:${place}`);
      await this.page.keyboard.press('Enter');
      await this.page.waitForTimeout(500 * attempt);
      if ((await this.status()).some((text) => isThere.test(text))) return;
    }
    throw new Error(`the cursor does not get to ${place} of ${file}`);
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

  /** Texts on pages that are shown in frames. */
  async inFrames(selector: string): Promise<string[]> {
    const found = this.page.frames().map((frame) => frame.locator(selector).allTextContents());
    return (await Promise.allSettled(found)).flatMap((texts) =>
      texts.status === 'fulfilled' ? texts.value : [],
    );
  }

  /** The lines that are to be seen of the file in the active editor. */
  async text(): Promise<string> {
    const lines = await this.page.$$eval(
      '.editor-group-container.active .editor-instance .view-line',
      (elements) =>
        elements.map((element) => ({
          top: element.getBoundingClientRect().top,
          text: element.textContent ?? '',
        })),
    );
    const inOrder = lines.toSorted((one, other) => one.top - other.top);
    return inOrder.map(({ text }) => text.replaceAll('\u00a0', ' ')).join('\n');
  }

  /** Waits until the active editor shows a text. */
  async shows(piece: string): Promise<void> {
    const form = new RegExp(literally(piece));
    await this.until(async () => [`\n${await this.text()}\n`], form);
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
    // What the mouse is over has a hover of its own.
    await this.page.mouse.move(640, 795);
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
    const focused = this.page.locator('.action-widget .monaco-list-row.action.focused');
    for (const _ of await this.texts('.action-widget .monaco-list-row.action')) {
      if (((await focused.first().textContent()) ?? '').includes(title)) break;
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
    await this.page.locator('.action-widget').first().waitFor({ state: 'hidden' });
  }

  /** Ticks and applies everything in a preview of changes. */
  async applyPreview(): Promise<void> {
    const files = this.page.locator('.bulk-edit-panel .monaco-list-row[aria-level="1"]');
    await files.first().waitFor();
    for (const file of await files.all()) await file.locator('.edit-checkbox').click();
    await this.page.locator('.bulk-edit-panel .monaco-button', { hasText: 'Apply' }).click();
    await this.page.locator('.bulk-edit-panel .monaco-button').first().waitFor({ state: 'hidden' });
  }

  problems(): Locator {
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  /** Waits until an output has a text of a form. */
  async output(channel: string, form: RegExp): Promise<void> {
    await this.command('Output: Show Output Channels...');
    await this.pick(channel);
    // What narrows the list of problems may narrow this as well.
    const filter = this.page.getByPlaceholder(/^Filter/).locator('visible=true');
    await filter.first().fill('');
    const lines = this.page.locator('.output-view .view-lines, .panel .view-lines').first();
    await this.until(async () => [(await lines.textContent()) ?? ''], form);
  }

  /** A picture of what is to be seen now. */
  async show(name: string): Promise<void> {
    await this.page.mouse.move(640, 795);
    await this.page.waitForTimeout(300);
    await this.page.screenshot({ path: join(this.#pictures, `${name}.png`) });
  }
}

/** A pattern for a text as it is. */
function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
