import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mergedText } from '#emit/files/merged-document.ts';

const test = suite('emit: documents that take over what Nix writes');

const policy = {
  replace: ['hooks'],
  lead: ['permissions.deny'],
  seed: ['permissions.allow', 'permissions.ask'],
};
const base =
  '{"hooks":{"Stop":[1]},"permissions":{"allow":["Read"],"deny":["Edit(**)","Read(é)"]}}';

function merged(existing: string | undefined): unknown {
  return mergedText(base, existing, policy);
}

test('a file that is not there becomes a copy', () => {
  assert.is(merged(undefined), base);
});

test('hooks are replaced, what is denied comes first, and what people allow stays', () => {
  const existing = `{
  "model": "b",
  "permissions": {
    "deny": ["Mine", "Edit(**)"],
    "allow": []
  },
  "hooks": {"Stop": [1, 2]},
  "a": 1
}
`;
  assert.is(
    merged(existing),
    `{
  "model": "b",
  "permissions": {
    "deny": [
      "Edit(**)",
      "Read(\\u00e9)",
      "Mine"
    ],
    "allow": []
  },
  "hooks": {
    "Stop": [
      1
    ]
  },
  "a": 1
}`,
  );
});

test('what is missing is given, behind what is there', () => {
  assert.is(
    merged('{"x": {}}'),
    `{
  "x": {},
  "hooks": {
    "Stop": [
      1
    ]
  },
  "permissions": {
    "deny": [
      "Edit(**)",
      "Read(\\u00e9)"
    ],
    "allow": [
      "Read"
    ]
  }
}`,
  );
});

test('where nothing changes the file keeps its bytes', () => {
  const existing =
    '{ "permissions": {"deny": ["Edit(**)", "Read(\\u00e9)", "More"], "allow": [1e2]},\n\n "hooks": {"Stop": [1]} }\n';
  assert.is(merged(existing), existing);
});

test('numbers, escapes and names that are numbers come out as Python writes them', () => {
  const existing =
    '{"2": 1e3, "1": [0.1, -0.0, 1e-7, 12345678901234567890, 1e16, 100000000000000000.0, null, true], "s": "a\\u2028\\ud83d\\ude00\\u007f/\\n", "e": {}, "l": []}';
  const text = String(merged(existing));
  assert.is(
    text.slice(0, text.indexOf('  "hooks"')),
    `{
  "2": 1000.0,
  "1": [
    0.1,
    -0.0,
    1e-07,
    12345678901234567890,
    1e+16,
    1e+17,
    null,
    true
  ],
  "s": "a\\u2028\\ud83d\\ude00\\u007f/\\n",
  "e": {},
  "l": [],
`,
  );
});

test('a file that is no object is left alone and told', () => {
  assert.equal(merged('[1]'), { wrong: 'the file that is there is no JSON object' });
  assert.equal(merged('{'), { wrong: 'the file that is there is no JSON object' });
});

test.run();
