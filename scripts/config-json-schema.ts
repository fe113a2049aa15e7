import { toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '#linter/config-schema.ts';
import type { Vocabulary } from '#linter/emission.ts';

/** What stands for the name of any template of a repository. */
const anyTemplate = 'name-of-a-template';

/** The schema of `flakewise.toml` for editors that check TOML by JSON schema. */
export function configJsonSchema(vocabulary: Vocabulary): object {
  const schema = toJsonSchema(configSchema(vocabulary, [anyTemplate]), { target: 'draft-07' });
  const names = vocabulary.emitters.map(({ name }) => name);
  const template = { type: 'string', not: { enum: names } };
  const text = JSON.stringify({ ...schema, title: 'flakewise.toml' })
    .replaceAll('"additionalProperties":{"not":{}}', '"additionalProperties":false')
    .replace(JSON.stringify({ const: anyTemplate }), JSON.stringify(template));
  return JSON.parse(text);
}
