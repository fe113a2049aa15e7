import { emitter } from '../emitter.ts';
import { pathFrom } from '../paths.ts';
import { NixCode, type NixData, nixExpression } from '../print/nix.ts';
import { skillOptions, skillsBelow } from './skills.ts';

export const skillSettings = emitter({
  name: 'skill-settings',
  summary: 'The module that gives homes the skills of the buckets that are there.',
  inputs: ['skill'],
  formats: ['nix'],
  output: 'modules/skills.nix',
  effect: 'configuration',
  options: {
    ...skillOptions,
    source: { summary: 'What the source of the skills is called.', default: 'own' },
    input: {
      summary: 'The input that has the skills; empty for this repository itself.',
      default: '',
    },
    targets: { summary: 'Programs that get the skills.', default: ['claude'] },
  },
  emit: ({ facts, options, compare, file: fileOf }) => {
    const { skills, problems } = skillsBelow({ facts, compare, ...options });
    const buckets = [...new Set(skills.map(({ bucket }) => bucket.split('/')[0] ?? ''))];
    const named = buckets.filter((bucket) => bucket !== '');
    const loose = skills.filter(({ bucket }) => bucket === '').map(({ row }) => row.folder);
    const regex = regexOf(named.map(escaped), loose.map(escaped));
    const source: NixData =
      options.input === ''
        ? { path: new NixCode(nixPath(pathFrom(fileOf({}) ?? '', options.folder))) }
        : { input: options.input, subdir: options.folder };
    const settings: NixData = {
      enable: true,
      sources: {
        [options.source]: { ...source, filter: { nameRegex: regex } },
      },
      skills: { enableAll: true },
      targets: Object.fromEntries(options.targets.map((name) => [name, { enable: true }])),
    };
    const text = `${nixExpression({ programs: { 'agent-skills': settings } })}\n`;
    return { parts: skills.length === 0 ? [] : [{ names: {}, text }], problems };
  },
});

/** What takes the skills of these buckets, and those of no bucket. */
function regexOf(buckets: readonly string[], loose: readonly string[]): string {
  const inBuckets = buckets.length === 0 ? [] : [`(${buckets.join('|')})/.*`];
  const all = [...inBuckets, ...loose];
  return all.length === 1 ? `^${all.join('')}$` : `^(${all.join('|')})$`;
}

/** A name in a regular expression of POSIX. */
function escaped(name: string): string {
  return name.replace(/[.[\]{}()\\*+?|^$]/g, '\\$&');
}

/** A way between folders as a path of Nix. */
function nixPath(path: string): string {
  const plain = path.startsWith('.') ? path : `./${path}`;
  return /^[\w./+-]+$/.test(plain) ? plain : `./. + ${JSON.stringify(`/${path}`)}`;
}
