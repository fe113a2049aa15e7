import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseExample, renderExample } from '#linter/example.ts';
import type { Example } from '#linter/rule.ts';
import { rules } from '#rules/index.ts';
import { fixWith, lintWith, picture } from './support/lint-example.ts';

for (const rule of rules) {
  const test = suite(rule.meta.name);
  const examples = [...rule.docs.bad, ...rule.docs.good].map(written);

  for (const { code, fixed, options } of examples) {
    const example = parseExample(code);
    test(code, () => {
      const actual = picture(example.files, lintWith(rule, example.files, options));
      assert.fixture(actual, renderExample(example.files, example.markers));
    });

    if (fixed === undefined) continue;
    test(`fix: ${code}`, () => {
      const expected = new Map([...example.files, ...parseExample(fixed).files]);
      const actual = fixWith(rule, example.files, options);
      assert.fixture(renderExample(actual, []), renderExample(expected, []));
    });
  }

  test.run();
}

function written(example: Example): Exclude<Example, string> {
  return typeof example === 'string' ? { code: example } : example;
}
