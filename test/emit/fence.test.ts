import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BrokenFence, type Fence, fenceNamed, indented, unindented } from '#emit/fence.ts';
import type { Format } from '#emit/format.ts';

const test = suite('fences');

const comments: readonly (readonly [language: string, open: string, close: string])[] = [
  ['Markdown', '<!-- ', ' -->'],
  ['Nix, HCL, YAML, TOML and shell', '# ', ''],
  ['JavaScript', '// ', ''],
  ['SQL', '-- ', ''],
];

for (const [language, open, close] of comments) {
  test(`in the comments of ${language}`, () => {
    const text = `a\n${open}flakewise:begin list${close}\nb\nc\n${open}flakewise:end list${close}\nd\n`;
    assert.is(insideOf(text, 'list'), 'b\nc\n');
  });
}

test('lines keep the ends that they have', () => {
  assert.is(insideOf('# flakewise:begin a\r\nb\r\n# flakewise:end a\r\n', 'a'), 'b\r\n');
});

test('an empty fence is one', () => {
  assert.is(insideOf('# flakewise:begin a\n# flakewise:end a', 'a'), '');
});

test('several fences, one of them by a name that begins like another', () => {
  const text =
    '# flakewise:begin a\n1\n# flakewise:end a\n# flakewise:begin a-b\n2\n# flakewise:end a-b\n';
  assert.is(insideOf(text, 'a'), '1\n');
  assert.is(insideOf(text, 'a-b'), '2\n');
  assert.is(fenceNamed(text, 'b'), undefined);
});

const broken: readonly (readonly [text: string, problem: string])[] = [
  ['# flakewise:begin a\nb\n', 'the fence `a` is not closed'],
  ['# flakewise:end a\n', 'the fence `a` has no beginning'],
  ['# flakewise:begin a\n# flakewise:begin a\n', 'the fence `a` is not closed'],
  [
    '# flakewise:begin a\n# flakewise:end a\n# flakewise:begin a\n# flakewise:end a\n',
    'there are two fences `a`',
  ],
  [
    '# flakewise:begin a\n# flakewise:begin b\n# flakewise:end a\n# flakewise:end b\n',
    'the fence `a` reaches into the fence `b`',
  ],
  [
    '# flakewise:begin b\n# flakewise:begin a\n# flakewise:end b\n# flakewise:end a\n',
    'the fence `a` reaches into the fence `b`',
  ],
  [
    '# flakewise:begin a\n# flakewise:begin b\n# flakewise:end b\n# flakewise:end a\n',
    'the fence `a` reaches into the fence `b`',
  ],
];

for (const [text, problem] of broken) {
  test(`${JSON.stringify(text)}: ${problem}`, () => {
    const found = fenceNamed(text, 'a');
    assert.is(found && 'problem' in found ? found.problem : undefined, problem);
  });
}

test('a name ends at a space or with the comment', () => {
  assert.is(insideOf('<!--flakewise:begin a-->\nb\n<!-- flakewise:end a-->\n', 'a'), 'b\n');
  const text = '# flakewise:begin a@1\nb\n# flakewise:end a@1\n';
  assert.is(insideOf(text, 'a@1'), 'b\n');
  assert.is(fenceNamed(text, 'a'), undefined);
});

test('a mark of byte order may stand in front of the first comment', () => {
  assert.is(insideOf('\uFEFF# flakewise:begin a\nb\n# flakewise:end a\n', 'a'), 'b\n');
});

const example = '<!-- flakewise:begin a -->\n<!-- flakewise:end a -->\n';
const blocks: readonly string[] = [
  `\`\`\`markdown\n${example}\`\`\`\n`,
  `\`\`\`markdown\r\n${example}\`\`\`\r\n`,
  `~~~\n\`\`\`\n${example}~~~\n`,
  `\`\`\`\`\n\`\`\`\n${example}\`\`\`\n\`\`\`\`\n`,
  `- \`\`\`md\n${example}  \`\`\`\n`,
];

for (const block of blocks) {
  test(`a block of code in Markdown shows none: ${JSON.stringify(block)}`, () => {
    assert.is(fenceNamed(block, 'a', 'markdown'), undefined);
    const text = `\`code\` \`\`\`inline\`\`\`\n${block}${example.replace('\n', '\nb\n')}`;
    assert.is(insideOf(text, 'a', 'markdown'), 'b\n');
  });
}

test('lines inside are as far to the right as the comment', () => {
  const text = 'a\n\n  b\n';
  assert.is(indented(text, '    '), '    a\n\n      b\n');
  assert.is(unindented(indented(text, '    '), '    '), text);
});

function insideOf(text: string, name: string, format?: Format): string | undefined {
  const fence: Fence | BrokenFence | undefined = fenceNamed(text, name, format);
  if (fence === undefined || 'problem' in fence) return undefined;
  return text.slice(fence.inside.start, fence.inside.end);
}

test.run();
