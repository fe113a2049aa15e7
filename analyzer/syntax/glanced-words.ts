import type { Words } from '#parser/glance.ts';
import { builtinReleases, plainBuiltins } from './builtin-names.ts';
import { isGlobal } from './globals.ts';
import { isSetting, settingNames } from './option-names.ts';

/** Names beside those of `builtins` that rules ask for. */
const further = ['__isNull', '__toPath', '__curPos', 'optional', 'or'];

/** The names that a glance at a text tells apart. */
export const glancedWords: Words = {
  names: [...new Set([...builtinReleases.keys(), ...plainBuiltins, ...further, ...settingNames])],
  isGlobal,
  isBuiltin: (name) => builtinReleases.has(name),
  isSetting,
};
