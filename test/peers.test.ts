import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { peerOmissions } from '#linter/peer-omissions.ts';
import { peerChecks, peers } from '#linter/peers.ts';
import { rules } from '#rules/index.ts';

const test = suite('checks of other linters');

test('what is left out has a reason, and no rule stands for it', () => {
  for (const { peer, code, reason } of peerOmissions) {
    assert.match(reason, /^[A-Z`].*\.$/, `${peer} ${code}`);
    const same = peerChecks(rules, peer).filter((check) => check.code === code);
    assert.is(same.length, 1, `${peer} ${code}`);
  }
});

test('every linter has checks, sorted, and those without a rule say why', () => {
  for (const peer of peers) {
    const checks = peerChecks(rules, peer);
    const codes = checks.map(({ code }) => code);
    assert.ok(codes.length > 0 || peer === 'statix', peer);
    assert.equal(codes, codes.toSorted());
    assert.ok(checks.every(({ rule, differs }) => rule !== undefined || differs !== undefined));
  }
});

test.run();
