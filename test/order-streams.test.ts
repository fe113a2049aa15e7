import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import nginxStreams from '#rules/order/nginx-streams.ts';
import { fixWith, lintWith } from './support/lint-example.ts';

const test = suite('the order of streams');

const file = 'proxy.nix' as FilePath;

function module(streams: string, quotes = "''"): ReadonlyMap<FilePath, string> {
  return new Map([
    [file, `{ port, ... }: { services.nginx.streamConfig = ${quotes}${streams}${quotes}; }`],
  ]);
}

function said(streams: string, quotes?: string): string[] {
  const { diagnostics } = lintWith(nginxStreams, module(streams, quotes));
  return diagnostics.map(({ message }) => message);
}

const wrong = ['`a` should come before `b` (alphabetical)'];

test('a plain string counts as an indented one', () => {
  assert.equal(said('upstream b { server x:1; } upstream a { server x:2; }', '"'), wrong);
  assert.equal(said('upstream b { server x:1; } upstream a { server x:2; }'), wrong);
});

test('what Nix puts in moves with its stream', () => {
  const streams = 'upstream b { server x:1; } upstream a { server x:${toString port}; }';
  const fixed = fixWith(nginxStreams, module(streams)).get(file) ?? '';
  assert.match(fixed, "''upstream a { server x:${toString port}; } upstream b { server x:1; }''");
});

test('a text with escapes is left alone', () => {
  assert.equal(said("upstream b { server x:1; } upstream a { server ''$x:2; }"), []);
  assert.equal(said('upstream b { server x:1; }\\nupstream a { server x:2; }', '"'), []);
});

test('a comment that could swallow a block leaves the text alone', () => {
  assert.equal(said('upstream b { server x:1; } upstream a { server x:2; } # games\n'), []);
});

test('a server that stands far from its upstream is all that is said of the text', () => {
  const streams =
    'server { listen 1; proxy_pass a; } upstream b { server x:1; } upstream a { server x:2; }';
  assert.equal(said(streams), ['the server of `a` should stand right below its upstream']);
});

test.run();
