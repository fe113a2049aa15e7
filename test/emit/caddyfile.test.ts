import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCaddyfile } from '#analyzer/caddy/directives.ts';
import { caddyfile, caddyProblem, caddyToken } from '#emit/print/caddyfile.ts';
import { errorsIn } from '#emit/valid.ts';
import { formattedByCaddy, hasCaddy } from '../support/caddy.ts';

const test = suite('emit: caddyfile');

const values = [
  'plain',
  '',
  'two words',
  '{',
  '}',
  'x{',
  '{env.NAME}',
  'a"b',
  'ends in \\',
  'quote \\" within',
  '`raw`',
  '#comment',
  'a#b',
  '<<TEXT',
  'two\nlines',
  '\\"`',
  '/path/*',
];

test('whatever a value holds, Caddy reads it as one word', () => {
  for (const value of values) {
    const { directives, error } = readCaddyfile(`respond ${caddyToken(value)} 200`);
    assert.is(error, undefined, value);
    assert.equal(
      directives.map(({ words, block }) => [words.map(({ text }) => text), block]),
      [[['respond', value, '200'], undefined]],
    );
  }
});

const untidy = `# first

redir   /old  /new   # moved
handle /a/*{

  respond "a  b" 200


}

respond <<TEXT
  keeps   its
    spaces
  TEXT 200
`;

const tidy = `site.example {
	# first

	redir /old /new # moved
	handle /a/* {
		respond "a  b" 200
	}

	respond <<TEXT
  keeps   its
    spaces
  TEXT 200
}
`;

test('what somebody wrote keeps its words and comments, and gets the layout of its place', () => {
  assert.is(caddyfile([{ words: ['site.example'], block: [{ written: untidy }] }]), tidy);
  assert.is(caddyfile([{ written: tidy }]), tidy);
});

test('braces that are not balanced are told', () => {
  assert.is(caddyProblem('handle {'), 'a brace is never closed');
  assert.is(caddyProblem('handle { \n}\n}'), 'a brace closes nothing');
  assert.is(caddyProblem('respond "{"'), undefined);
  assert.is(errorsIn('proxy/Caddyfile', 'handle {'), 1);
  assert.is(errorsIn('proxy/sites.caddyfile', 'handle {\n}'), 0);
});

test('Caddy itself would lay it out the same way', () => {
  if (!hasCaddy()) return;
  const written = untidy.slice(0, untidy.indexOf('respond <<'));
  const text = caddyfile([
    { words: ['a.example,', 'b.example'], block: [{ written }, { words: ['respond', 'x y'] }] },
  ]);
  assert.is(formattedByCaddy(text), text);
});

test.run();
