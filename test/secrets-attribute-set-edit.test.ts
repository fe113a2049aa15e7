import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type AttributeInsertion, insertAttributes } from '#analyzer/edit/attribute-set.ts';
import { parse } from '#parser/parse.ts';

const test = suite('attribute-set edit');

const group = { attributes: [{ name: 'group', value: '"web"' }], after: 'owner' };
const both = {
  attributes: [
    { name: 'owner', value: '"web"' },
    { name: 'group', value: '"web"' },
  ],
};

/** The text after the edit of the set between the marks `‹` and `›`; `undefined` without an edit. */
function edited(marked: string, insertion: AttributeInsertion): string | undefined {
  const start = marked.indexOf('‹');
  const end = marked.indexOf('›') - 1;
  const text = marked.replace(/[‹›]/g, '');
  const edit = insertAttributes(parse(text, 'nix'), { start, end }, insertion);
  return edit && text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
}

test('an attribute stands behind the one it is to follow, and its comment', () => {
  const text = '{\n  a = ‹{\n    owner = "web"; # who\n    mode = "0400";\n  }›;\n}\n';
  const wanted =
    '{\n  a = {\n    owner = "web"; # who\n    group = "web";\n    mode = "0400";\n  };\n}\n';
  assert.is(edited(text, group), wanted);
});

test('without that one it comes first, before the comment of what was first', () => {
  const text = '{\n  a = ‹{\n    # rights\n    mode = "0400";\n  }›;\n}\n';
  const wanted =
    '{\n  a = {\n    owner = "web";\n    group = "web";\n    # rights\n    mode = "0400";\n  };\n}\n';
  assert.is(edited(text, both), wanted);
});

test('a set on one line stays on one line', () => {
  assert.is(
    edited('{ a = ‹{ owner = "web"; }›; }', group),
    '{ a = { owner = "web"; group = "web"; }; }',
  );
  assert.is(
    edited('{ a = ‹rec { mode = "0400"; }›; }', both),
    '{ a = rec { owner = "web"; group = "web"; mode = "0400"; }; }',
  );
});

test('an empty set opens', () => {
  assert.is(
    edited('{\n    a = ‹{ }›; # why\n}\n', both),
    '{\n    a = {\n        owner = "web";\n        group = "web";\n    }; # why\n}\n',
  );
  assert.is(edited('{\n\ta = ‹{}›;\n}\n', group), '{\n\ta = {\n\t\tgroup = "web";\n\t};\n}\n');
});

test('an empty set stays on its line where others do', () => {
  assert.is(
    edited('{\n  a = ‹{ }›;\n  b = { owner = "x"; };\n}\n', both),
    '{\n  a = { owner = "web"; group = "web"; };\n  b = { owner = "x"; };\n}\n',
  );
});

test('comments in an empty set stay', () => {
  assert.is(
    edited('{\n  a = ‹{\n    # nothing yet\n  }›;\n}\n', group),
    '{\n  a = {\n    # nothing yet\n    group = "web";\n  };\n}\n',
  );
  assert.is(edited('{ a = ‹{ /* none */ }›; }', group), '{ a = { /* none */ group = "web"; }; }');
});

test('nothing is written where the set has the attribute, or where no set is', () => {
  assert.is(edited('{ a = ‹{ group = "x"; }›; }', group), undefined);
  assert.is(edited('{ a = ‹{ group.name = "x"; }›; }', group), undefined);
  assert.is(edited('{ a = ‹{ inherit owner group; }›; }', group), undefined);
  assert.is(edited('{ a = ‹{ inherit (x) "group"; }›; }', group), undefined);
  assert.is(edited('{ a = ‹f { }›; }', group), undefined);
  assert.is(edited('{ a = ‹{ owner = ; }›; }', group), undefined);
});

test('names and lines that need it are quoted and kept', () => {
  const attributes = [{ name: 'a/b', value: '1' }];
  assert.is(edited('‹{ }›', { attributes }), '{\n  "a/b" = 1;\n}');
  assert.is(
    edited('{\r\n  a = ‹{\r\n    owner = "x";\r\n  }›;\r\n}', group)?.includes('group'),
    true,
  );
});

test.run();
