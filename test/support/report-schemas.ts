/**
 * What consumers of reports read, as strict as their documentation: reviewdog's
 * `DiagnosticResult` and GitLab's Code Quality report with the fields of
 * Code Climate's issues. Fields that are not named there are refused.
 */
const position = object({ line: count(), column: count() }, ['line']);
const range = object({ start: position, end: position }, ['start']);
const location = object({ path: text(), range }, ['path']);
const lines = object({ begin: count(), end: count() }, ['begin']);
const place = object({ path: { type: 'string', pattern: '^(?!\\.?/).' }, lines }, [
  'path',
  'lines',
]);

export const rdjsonSchema = object(
  {
    source: object({ name: text(), url: text() }, ['name']),
    severity: { enum: ['UNKNOWN_SEVERITY', 'ERROR', 'WARNING', 'INFO'] },
    diagnostics: list(
      object(
        {
          message: text(),
          location,
          severity: { enum: ['ERROR', 'WARNING', 'INFO'] },
          source: object({ name: text(), url: text() }, ['name']),
          code: object({ value: text(), url: text() }, ['value']),
          suggestions: list(object({ range, text: { type: 'string' } }, ['range', 'text'])),
          related_locations: list(object({ message: text(), location }, ['message', 'location'])),
        },
        ['message', 'location', 'severity', 'code'],
      ),
    ),
  },
  ['diagnostics'],
);

export const gitlabSchema = list(
  object(
    {
      type: { const: 'issue' },
      check_name: text(),
      description: text(),
      categories: list({ enum: ['Bug Risk', 'Clarity', 'Compatibility', 'Security', 'Style'] }),
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      location: place,
      other_locations: list(place),
    },
    ['check_name', 'description', 'severity', 'fingerprint', 'location'],
  ),
);

function object(properties: object, required: readonly string[]): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

function list(items: object): object {
  return { type: 'array', items };
}

function text(): object {
  return { type: 'string', minLength: 1 };
}

function count(): object {
  return { type: 'integer', minimum: 1 };
}
