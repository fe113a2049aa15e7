import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { textsBelow } from '../support/fleet.ts';

const test = suite('the published fleet and the programs that read it');
const fleet = 'fixtures/fleets/published';

function has(program: string): boolean {
  const found = spawnSync(program, ['-v']).error === undefined;
  if (!found) test(`skipped: no ${program} is on the PATH`, () => {});
  return found;
}

/** What Nix makes of an expression about a file of the fleet. */
function nix(expression: string): unknown {
  const flags = ['--eval', '--strict', '--json', '--expr', expression];
  const { stdout, stderr, status } = spawnSync('nix-instantiate', flags, { encoding: 'utf8' });
  assert.is(status, 0, stderr);
  return JSON.parse(stdout);
}

if (has('nix-instantiate')) {
  test('Nix reads the firewalls', () => {
    const firewall = (machine: string): unknown =>
      nix(`(import ./${fleet}/machines/${machine}).networking.firewall`);
    assert.equal(firewall('gate'), {
      allowedTCPPorts: [22, 80, 443],
      allowedUDPPorts: [123, 51_820],
      enable: true,
    });
    assert.equal(firewall('orchard'), {
      allowedTCPPorts: [22, 4000, 8083, 23_231],
      allowedUDPPorts: [123, 51_820],
      enable: true,
    });
  });

  test('Nix finds a certificate for each virtual host', () => {
    const names = (path: string): unknown =>
      nix(`builtins.attrNames (import ./${fleet}/machines/gate/nginx.nix).${path}`);
    assert.equal(names('security.acme.certs'), names('services.nginx.virtualHosts'));
    assert.equal(names('security.acme.certs'), ['basket.plum.example', 'pear.example']);
  });
}

const streams = '/usr/lib/nginx/modules/ngx_stream_module.so';

if (has('nix-instantiate') && has('nginx') && existsSync(streams)) {
  test('nginx takes the streams and what the virtual hosts come to', () => {
    const { streamConfig, virtualHosts } = nix(
      `(import ./${fleet}/machines/gate/nginx.nix).services.nginx`,
    ) as { streamConfig: string; virtualHosts: Record<string, VirtualHost> };
    const servers = Object.entries(virtualHosts).map(([name, host]) => serverText(name, host));
    assert.is(testedBy(streamConfig, servers.join('')), '');
  });
}

interface VirtualHost {
  readonly serverAliases?: readonly string[];
  readonly locations: Readonly<Record<string, { readonly proxyPass: string }>>;
}

function serverText(name: string, { serverAliases = [], locations }: VirtualHost): string {
  const places = Object.entries(locations).map(
    ([path, { proxyPass }]) => `location ${path} { proxy_pass ${proxyPass}; }`,
  );
  const names = [name, ...serverAliases].join(' ');
  return `server { listen 8080; server_name ${names}; ${places.join(' ')} }\n`;
}

/** What nginx says of a configuration; nobody needs to be root for its ports. */
function testedBy(stream: string, http: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'flakewise-nginx-'));
  const high = stream.replace(
    /\blisten (\d+)/g,
    (_, port: string) => `listen ${20_000 + Number(port)}`,
  );
  const text = `
    load_module ${streams};
    pid ${folder}/pid;
    error_log stderr emerg;
    events { }
    stream { ${high} }
    http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}/p;
      fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
      ${http} }`;
  writeFileSync(join(folder, 'nginx.conf'), text);
  const flags = ['-t', '-q', '-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  const { stderr, status } = spawnSync('nginx', flags, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return status === 0 ? '' : stderr;
}

for (const program of ['tofu', 'terraform']) {
  if (!has(program)) continue;
  test(`${program} would not lay the files out in another way`, () => {
    const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null' };
    for (const [file, text] of textsBelow(fleet)) {
      if (!/\.tf$/.test(file)) continue;
      const { stdout, stderr } = spawnSync(program, ['fmt', '-'], {
        input: text,
        env,
        encoding: 'utf8',
      });
      assert.is(stdout, text, `${file}: ${stderr}`);
    }
  });
}

test.run();
