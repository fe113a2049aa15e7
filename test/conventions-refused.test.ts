import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readConfig } from '#linter/config.ts';

const refused = suite('conventions: what is refused');

const wrong: readonly (readonly [toml: string, text: string, message: string])[] = [
  [
    'id = "a/b"\neach = "secrets"\nforbids = true',
    '"secrets"',
    'there is no table `secrets`, did you mean `secret`?',
  ],
  [
    'id = "a/b"\neach = "secret"',
    '[convention]',
    'the convention demands nothing; give it one of `must-set`, `needs`, `forbids`, `unique`, `matches`, `ordered`, `equals`',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nunique = ["name"]',
    'unique',
    'a convention demands one thing, and this one has `forbids` and `unique`',
  ],
  [
    'id = "a/b"\neach = "secret"\nmust-set = ["ownr"]',
    '"ownr"',
    'the table `secret` has no column `ownr`, did you mean `owner`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nwhere = { nam = "x" }',
    'nam',
    'the table `secret` has no column `nam`, did you mean `name`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nwhere = { "owner.groop" = "x" }',
    '"owner.groop"',
    'the table `user` has no column `groop`, did you mean `group`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nmessage = "{nme}"',
    '"{nme}"',
    '`nme` is neither a column of `secret` nor captured by `where`, did you mean `name`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nmessage = "{name | uper}"',
    '"{name | uper}"',
    'there is no filter `uper`, did you mean `upper`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nmessage = "{owner.groop}"',
    '"{owner.groop}"',
    'the table `user` has no column `groop`, did you mean `group`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbid = true',
    'forbid',
    'there is no key `forbid`, did you mean `forbids`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nunless = { table = "usr", key = "x" }',
    '"usr"',
    'there is no table `usr`, did you mean `user`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nforbids = true\nwhere = [{ name = "x" }, { table = "user", kye = "x" }]',
    'kye',
    'the table `user` has no column `kye`, did you mean `key`?',
  ],
  [
    'id = "ab"\neach = "secret"\nforbids = true',
    '"ab"',
    '`id` must be a group and a name: `database/password`',
  ],
  [
    'id = "a/b"\neach = "secret"\nmust-set = ["owner"]\nwrite = { onwer = "x" }',
    'onwer',
    'the table `secret` has no column `onwer`, did you mean `owner`?',
  ],
  [
    'id = "a/b"\neach = "secret"\nneeds = { table = "user", write = { group = "{groop}" } }',
    '"{groop}"',
    '`groop` is neither a column of `secret` nor captured by `where`, did you mean `group`?',
  ],
  ['each = "secret"\nforbids = true', '[convention]', '`id` is missing'],
];

for (const [toml, text, message] of wrong)
  refused(message, () => {
    const config = `[[convention]]\n${toml}\n`;
    const result = readConfig(config, { rules: [], emitters: [] });
    assert.is(result.kind, 'problems');
    if (result.kind !== 'problems') return;
    assert.equal(
      result.problems.map((problem) => [
        config.slice(problem.span.start, problem.span.end),
        problem.message,
      ]),
      [[text.replace(/^\[|\]$/g, ''), message]],
    );
  });

refused.run();
