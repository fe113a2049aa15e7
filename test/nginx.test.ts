import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readDirectives } from '#analyzer/nginx/directives.ts';
import { type NginxStreams, nginxStreams } from '#analyzer/nginx/streams.ts';
import type { Span } from '#parser/span.ts';

const test = suite('nginx');

/** One line per server: what it listens on, what it passes to, and what cannot be told. */
function summary(text: string): string[] {
  const streams = nginxStreams(text);
  return [...streams.servers.map(serverLine), ...streams.gaps.map((gap) => `gap: ${gap.reason}`)];
}

function serverLine({ listens, endpoints, undecided }: NginxStreams['servers'][number]): string {
  const from = listens.map((listen) => {
    const ports = listen.port === listen.toPort ? listen.port : `${listen.port}-${listen.toPort}`;
    return `${listen.protocol}${listen.ssl ? '+ssl' : ''} ${listen.address ?? '*'}:${ports}`;
  });
  const to = endpoints.map((endpoint) => `${endpoint.address}:${endpoint.port}`);
  return `${from.join(', ')} -> ${to.join(', ')}${undecided === undefined ? '' : ` (${undecided})`}`;
}

test('upstreams and servers are joined by name, in any order', () => {
  const text = `
    server {
      listen 22;
      listen [::]:22;
      proxy_pass git;
    }
    # a comment { with a brace
    upstream git { server 10.0.0.2:23231; server [fd00::2]:23231 backup; }
    upstream ntp { server 10.0.0.2:123; }
    server { listen 123 udp reuseport; proxy_pass ntp; proxy_responses 1; }
  `;
  assert.equal(summary(text), [
    'tcp *:22, tcp *:22 -> 10.0.0.2:23231, fd00::2:23231',
    'udp *:123 -> 10.0.0.2:123',
  ]);
});

test('an address may stand in proxy_pass, and a listen may name its own', () => {
  const text = `
    server { listen 10.0.0.1:636 ssl; proxy_pass ldap.example.org:389; }
    server { listen "*:5000-5010"; proxy_pass 'backend:5000'; }
  `;
  assert.equal(summary(text), [
    'tcp+ssl 10.0.0.1:636 -> ldap.example.org:389',
    'tcp *:5000-5010 -> backend:5000',
  ]);
});

test('what the text does not say is undecided', () => {
  const text = `
    include /etc/nginx/streams/*.conf;
    map $ssl_preread_server_name $name { default git; example.org web; }
    upstream git { include servers.conf; server 10.0.0.2:22; }
    upstream sockets { server unix:/run/x.sock; server $host; }
    server { listen 443; proxy_pass $name; }
    server { listen 22; proxy_pass git; }
    server { listen 23; proxy_pass elsewhere; }
    server { listen $port; proxy_pass 10.0.0.2:1; }
    server { listen unix:/run/in.sock; proxy_pass unix:/run/out.sock; }
    server { listen 24; proxy_pass sockets; }
    server { listen 25; return "go away"; }
  `;
  assert.equal(summary(text), [
    'tcp *:443 ->  (`proxy_pass` goes through a variable)',
    'tcp *:22 -> 10.0.0.2:22 (the upstream includes another file)',
    'tcp *:23 ->  (no upstream `elsewhere` in this text)',
    ' -> 10.0.0.2:1 (the server listens on something other than a plain port)',
    ' -> ',
    'tcp *:24 ->  (a server of the upstream has no plain address and port)',
    'tcp *:25 -> ',
    'gap: includes `/etc/nginx/streams/*.conf`, which is not read',
  ]);
});

test('spans cover what they name', () => {
  const text =
    'upstream "git" {\n  server 10.0.0.2:23231;\n}\nserver { listen [::]:22 udp; proxy_pass git; }\n';
  const { upstreams, servers } = nginxStreams(text);
  const cut = (span: Span | undefined) => span && text.slice(span.start, span.end);
  const listen = servers[0]?.listens[0];
  assert.equal(cut(upstreams[0]?.nameSpan), '"git"');
  assert.equal(upstreams[0]?.name, 'git');
  assert.equal(cut(upstreams[0]?.span), 'upstream "git" {\n  server 10.0.0.2:23231;\n}');
  assert.equal(cut(upstreams[0]?.endpoints[0]), '10.0.0.2:23231');
  assert.equal(cut(upstreams[0]?.endpoints[0]?.portSpan), '23231');
  assert.equal(cut(listen), 'listen [::]:22 udp;');
  assert.equal(cut(listen?.portSpan), '22');
  assert.equal(cut(servers[0]?.span), 'server { listen [::]:22 udp; proxy_pass git; }');
});

test('a text that is not nginx gives what was read and where it ended', () => {
  assert.equal(readDirectives('a b; }').error, { start: 5, end: 6, message: 'unexpected `}`' });
  assert.is(readDirectives('server { listen 1;').error?.message, 'missing `}`');
  assert.is(readDirectives('listen 1').error?.message, 'missing `;`');
  assert.equal(summary('server { listen 1; proxy_pass h:2; } server {'), [
    'tcp *:1 -> h:2',
    'gap: not nginx configuration: missing `}`',
  ]);
  assert.ok(readDirectives('"never closed; server { }').error);
  assert.ok(readDirectives('{'.repeat(100_000)).error);
  assert.ok(readDirectives('}'.repeat(100_000)).error);
});

test('words keep quotes and braces of variables', () => {
  const variable = '$' + '{y}z';
  const { directives } = readDirectives(`log_format x "a \\" b" ${variable} w#v '';`);
  const words = directives[0]?.words.map((word) => word.text);
  assert.equal(words, ['log_format', 'x', 'a " b', variable, 'w#v', '']);
});

test.run();
