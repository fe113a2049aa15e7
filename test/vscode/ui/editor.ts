import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tools } from './tools.ts';

/** An editor that is to be started. */
export interface Wanted {
  readonly tools: Tools;
  /** The extension: packed for a program, unpacked for a browser. */
  readonly vsix: string;
  readonly extension: string;
  /** What is opened: a folder, or a file that names several. */
  readonly workspace: string;
  /** A folder for what the editor remembers. */
  readonly state: string;
  readonly settings: object;
  /** Whether it is to ask whom to trust, instead of trusting everybody. */
  readonly asksForTrust: boolean;
}

/** A running editor. */
export interface Editor {
  readonly address: string;
  stop(): Promise<void>;
}

const quiet = {
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'explorer.compactFolders': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.hotExit': 'off',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.editor.useModal': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** No gallery of extensions, which the editor would otherwise ask for. */
const noGallery = JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' });

/** VS Code with an extension host of its own, where the server is a program. */
export async function startDesktop(wanted: Wanted, port: number): Promise<Editor> {
  const { tools, vsix, workspace, state, asksForTrust } = wanted;
  const data = join(state, 'data');
  writeSettings(data, wanted);
  const places = [
    ...['--config', join(state, 'code-server.yaml')],
    ...['--user-data-dir', data],
    ...['--extensions-dir', join(state, 'extensions')],
  ];
  const environment = { ...process.env, EXTENSIONS_GALLERY: noGallery };
  const argv = [tools.codeServer, ...places, '--install-extension', vsix];
  const install = spawnSync(tools.node, argv, { encoding: 'utf8', env: environment });
  if (install.status !== 0) throw new Error(`cannot install ${vsix}: ${install.stderr}`);
  const server = spawn(
    tools.node,
    [
      ...[tools.codeServer, ...places, '--bind-addr', `127.0.0.1:${port}`, '--auth', 'none'],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...(asksForTrust ? [] : ['--disable-workspace-trust']),
      ...['--disable-proxy', workspace],
    ],
    { stdio: 'pipe', env: environment },
  );
  const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const opened = encodeURIComponent(workspace);
  return running(server, `http://127.0.0.1:${port}/?${kind}=${opened}`);
}

/**
 * Settings of the window, and those of the machine. The window is in a browser and the machine is
 * another for it, so what names programs counts only among the second: it would be read from the
 * first for as long as the editor does not know yet what it means, and be dropped then.
 */
function writeSettings(data: string, { settings, asksForTrust }: Wanted): void {
  const window = { ...quiet, 'security.workspace.trust.enabled': asksForTrust };
  for (const [level, set] of [
    ['User', window],
    ['Machine', settings],
  ] as const) {
    mkdirSync(join(data, level), { recursive: true });
    writeFileSync(join(data, level, 'settings.json'), JSON.stringify(set));
  }
}

/** VS Code for the Web, where the server is a worker and files are not on a disk. */
export async function startWeb(wanted: Wanted, port: number): Promise<Editor> {
  const { tools, extension, workspace } = wanted;
  const server = spawn(
    tools.node,
    [
      ...[tools.webServer, '--browser=none', '--host', '127.0.0.1', '--port', String(port)],
      ...['--quality', 'stable', '--commit', tools.webCommit],
      ...['--testRunnerDataDir', tools.webData, '--extensionPath', extension, workspace],
    ],
    { stdio: 'pipe' },
  );
  return running(server, `http://127.0.0.1:${port}`);
}

/** Waits until it says that it listens. */
async function running(server: ChildProcess, address: string): Promise<Editor> {
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let log = '';
    const read = (chunk: Buffer): void => {
      log += chunk.toString('utf8');
      if (/HTTP server listening|Listening on http/.test(log)) resolve();
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    void ended.then(() => reject(new Error(`the editor does not start: ${log}`)));
  });
  return {
    address,
    async stop() {
      server.kill();
      await ended;
    },
  };
}
