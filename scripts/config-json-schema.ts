import { toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '#linter/config-schema.ts';
import type { Rule } from '#linter/rule.ts';

/** The schema of `flakewise.toml` for editors that check TOML by JSON schema. */
export function configJsonSchema(rules: readonly Rule[]): object {
  const schema = toJsonSchema(configSchema(rules), { target: 'draft-07' });
  const text = JSON.stringify({ ...schema, title: 'flakewise.toml' });
  return JSON.parse(
    text.replaceAll('"additionalProperties":{"not":{}}', '"additionalProperties":false'),
  );
}
