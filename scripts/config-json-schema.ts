import { toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '#linter/config-schema.ts';
import type { Vocabulary } from '#linter/emission.ts';

/** The schema of `flakewise.toml` for editors that check TOML by JSON schema. */
export function configJsonSchema(vocabulary: Vocabulary): object {
  const schema = toJsonSchema(configSchema(vocabulary), { target: 'draft-07' });
  const text = JSON.stringify({ ...schema, title: 'flakewise.toml' });
  return JSON.parse(
    text.replaceAll('"additionalProperties":{"not":{}}', '"additionalProperties":false'),
  );
}
