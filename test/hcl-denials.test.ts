import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rules } from './support/hcl-rules.ts';

const test = suite('rules that deny');

const google = (name: string, priority: number, block: string, more = ''): string => `
  resource "google_compute_firewall" "${name}" {
    network       = google_compute_network.main.id
    priority      = ${priority}
    source_ranges = ["0.0.0.0/0"]
    ${block} {
      protocol = "tcp"
      ports    = ["20-25"]
    }
    ${more}
  }`;

test('a rule that denies and may come first leaves nothing certain', () => {
  const allow = google('a', 1000, 'allow');
  const known = 'tcp 20-25 from 0.0.0.0/0, open true, into google_compute_firewall.a';
  assert.equal(rules(allow + google('b', 2000, 'deny')), [known]);
  assert.equal(rules(allow + google('b', 900, 'deny')), ['gap: a rule that denies may come first']);
  const elsewhere = google('b', 900, 'deny').replace('network.main', 'network.other');
  assert.equal(rules(allow + elsewhere), [known]);
  const other = google('b', 900, 'deny').replace('20-25', '80');
  assert.equal(rules(allow + other), [known]);
  const some = google('b', 900, 'deny').replace('0.0.0.0/0', '192.0.2.0/24');
  assert.equal(rules(allow + some), [
    'tcp 20-25 from 0.0.0.0/0, open ?(a rule that denies some may come first), into google_compute_firewall.a',
  ]);
});

test('where the order of rules counts, a rule that denies hides those behind it', () => {
  const firewall = (...actions: readonly string[]): string => `
    resource "linode_firewall" "a" {
      inbound_policy = "DROP"
      ${actions
        .map(
          (action) => `inbound {
        action   = "${action}"
        protocol = "TCP"
        ports    = "22"
        ipv4     = ["0.0.0.0/0"]
      }`,
        )
        .join('\n')}
    }`;
  const known = 'tcp 22-22 from 0.0.0.0/0, open true, into linode_firewall.a';
  assert.equal(rules(firewall('ACCEPT', 'DROP')), [known]);
  assert.equal(rules(firewall('DROP', 'ACCEPT')), ['gap: a rule that denies may come first']);
});

test.run();
