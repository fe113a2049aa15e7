import picomatch from 'picomatch';
import type { FilePath } from '../diagnostic.ts';
import { directoryOf } from '../evaluate/path-value.ts';

/** The patterns of one `.gitattributes`, with whether each turns the filter on or off. */
interface FilterPattern {
  readonly matches: (path: string) => boolean;
  readonly isOn: boolean;
}

/**
 * Which files git keeps encrypted with git-crypt, by the attributes of the
 * repository. The last pattern that says something of a file counts, and those
 * of nearer directories come later.
 */
export function gitCryptFilter(
  paths: readonly FilePath[],
  text: (file: FilePath) => string | undefined,
): (file: FilePath) => boolean {
  const sources = paths
    .filter((file) => file === name || file.endsWith(`/${name}`))
    .sort((a, b) => a.length - b.length)
    .map((file) => ({ directory: directoryOf(file), patterns: patternsOf(text(file) ?? '') }))
    .filter(({ patterns }) => patterns.length > 0);
  return (file) => {
    let isOn = false;
    for (const { directory, patterns } of sources) {
      const prefix = directory === '' ? '' : `${directory}/`;
      if (!file.startsWith(prefix)) continue;
      const path = file.slice(prefix.length);
      for (const pattern of patterns) if (pattern.matches(path)) isOn = pattern.isOn;
    }
    return isOn;
  };
}

const name = '.gitattributes';

/** More lines than attributes have. */
const mostLines = 5_000;

function patternsOf(text: string): readonly FilterPattern[] {
  return text.split('\n', mostLines).flatMap((line): readonly FilterPattern[] => {
    const [pattern = '', ...attributes] = line.trim().split(/\s+/);
    const filter = attributes.findLast((attribute) => /^[-!]?filter\b/.test(attribute));
    if (filter === undefined || /^[#!"]/.test(pattern) || pattern === '') return [];
    const isOn = /^filter=git-crypt(-|$)/.test(filter);
    // A pattern without a slash is for names; a directory takes nothing below it.
    const glob = pattern.includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`;
    return [{ matches: picomatch(glob, { dot: true, nonegate: true, noextglob: true }), isOn }];
  });
}
