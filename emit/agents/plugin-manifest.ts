import { directoryOf } from '#analyzer/evaluate/path-value.ts';
import { emitter } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { plainDocument, readDocument } from '../print/json-document.ts';
import type { Plain } from '../values.ts';
import { skillOptions, skillsBelow } from './skills.ts';

export const pluginManifest = emitter({
  name: 'plugin-manifest',
  summary: 'The skills in the manifest of a plugin; everything else in it stays.',
  inputs: ['skill'],
  formats: ['json'],
  output: '.claude-plugin/plugin.json',
  effect: 'configuration',
  options: {
    ...skillOptions,
    plugin: { summary: 'The name of the plugin, where the manifest has none yet.', default: '' },
  },
  emit: ({ facts, options, compare, existing, file: fileOf }) => {
    const { skills, problems } = skillsBelow({ facts, compare, ...options });
    const now = existing({});
    if (skills.length === 0 && now === undefined) return { parts: [], problems };
    const before = manifestOf(now);
    if ('problem' in before) return { parts: [], problems: [{ message: before.problem }] };
    const root = rootOf(fileOf({}) ?? '');
    const outside = skills.filter(({ folder }) => root !== '' && !folder.startsWith(`${root}/`));
    const inside = skills.filter((skill) => !outside.includes(skill));
    const paths = inside.map(({ folder }) => {
      return `./${root === '' ? folder : folder.slice(root.length + 1)}`;
    });
    const own = Reflect.get(before.value, 'name') ?? options.plugin;
    if (own === '')
      return { parts: [], problems: [{ message: 'the plugin has no name: `plugin` is for it' }] };
    const text = prettyJson({ name: own, ...before.value, skills: inOrder(before.value, paths) });
    const lost = outside.map(({ row }) => {
      return { message: `\`${row.file}\` is outside of the plugin`, at: row.at };
    });
    return { parts: [{ names: {}, text }], problems: [...problems, ...lost] };
  },
});

/** The folder that paths of a manifest begin at. */
function rootOf(file: string): string {
  const folder = directoryOf(file);
  return /^\.[\w-]+-plugin$/.test(folder.slice(folder.lastIndexOf('/') + 1))
    ? directoryOf(folder)
    : folder;
}

type Manifest =
  | { readonly value: { readonly [key: string]: Plain } }
  | { readonly problem: string };

/** What people broke in a manifest is theirs to mend. */
function manifestOf(text: string | undefined): Manifest {
  if (text === undefined || text.trim() === '') return { value: {} };
  const document = readDocument(text);
  if (document === undefined) return { problem: 'the manifest is not JSON' };
  if (document.kind !== 'object') return { problem: 'the manifest is no object' };
  const entries = [...document.entries].map(([name, value]) => [name, plainDocument(value)]);
  return { value: Object.fromEntries(entries) };
}

/** Skills that are there stay in the order that somebody gave them; new ones follow. */
function inOrder({ skills }: { readonly [key: string]: Plain }, paths: readonly string[]): Plain {
  const before = Array.isArray(skills) ? skills.filter((each) => typeof each === 'string') : [];
  const there = before.filter((path) => paths.includes(path));
  return [...there, ...paths.filter((path) => !there.includes(path))];
}
