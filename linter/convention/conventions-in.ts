import * as v from 'valibot';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Rule } from '#linter/rule.ts';
import type { TomlDocument } from '#linter/toml.ts';
import type { Span } from '#parser/span.ts';
import { checkConvention } from './check-convention.ts';
import { conventionRule } from './convention-rule.ts';
import { conventionSchema } from './convention-schema.ts';
import { readConvention } from './read-convention.ts';

/** A file with conventions. */
export interface ConventionFile {
  readonly file: FilePath;
  readonly document: TomlDocument;
}

/** The conventions of a file as rules, and what is wrong with those that have the right form. */
export interface FoundConventions {
  readonly conventions: readonly Rule[];
  readonly problems: readonly { readonly span: Span; readonly message: string }[];
}

/** Reads every `[[convention]]` that fits the schema; the others are the schema's to explain. */
export function conventionsIn(
  { file, document }: ConventionFile,
  rules: readonly Rule[],
): FoundConventions {
  const conventions: Rule[] = [];
  const problems: { span: Span; message: string }[] = [];
  const taken = new Set(rules.map(({ meta }) => meta.name));
  for (const [index, given] of listIn(document.value).entries()) {
    const result = v.safeParse(conventionSchema, given);
    if (!result.success) continue;
    const raw = result.output;
    const at = ['convention', index];
    for (const { path, part, message } of checkConvention(raw)) {
      const place = [...at, ...path];
      problems.push({
        span: part === 'key' ? document.keyAt(place) : document.valueAt(place),
        message,
      });
    }
    if (taken.has(raw.id)) {
      const message = `there is a rule \`${raw.id}\` already`;
      problems.push({ span: document.valueAt([...at, 'id']), message });
      continue;
    }
    taken.add(raw.id);
    conventions.push(conventionRule(readConvention(raw), file));
  }
  return { conventions, problems };
}

function listIn(value: unknown): readonly unknown[] {
  const found =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'convention') : undefined;
  return Array.isArray(found) ? found : [];
}
