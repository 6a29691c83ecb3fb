/** https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto, as JSON. */
const position = {
  type: 'object',
  required: ['line'],
  additionalProperties: false,
  properties: { line: { type: 'integer', minimum: 1 }, column: { type: 'integer', minimum: 1 } },
}
const range = {
  type: 'object',
  required: ['start'],
  additionalProperties: false,
  properties: { start: position, end: position },
}
const location = {
  type: 'object',
  required: ['path'],
  additionalProperties: false,
  properties: { path: { type: 'string', minLength: 1 }, range },
}
const severity = { enum: ['ERROR', 'WARNING', 'INFO'] }

export const rdjsonSchema = {
  type: 'object',
  required: ['source', 'diagnostics'],
  additionalProperties: false,
  properties: {
    source: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, url: { type: 'string', pattern: '^https:' } },
    },
    severity,
    diagnostics: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message', 'location'],
        additionalProperties: false,
        properties: {
          message: { type: 'string', minLength: 1 },
          location,
          severity,
          code: { type: 'object', required: ['value'], properties: { value: { type: 'string' }, url: { type: 'string' } } },
          suggestions: {
            type: 'array',
            items: { type: 'object', required: ['range', 'text'], properties: { range, text: { type: 'string' } } },
          },
          related_locations: {
            type: 'array',
            items: { type: 'object', required: ['location'], properties: { message: { type: 'string' }, location } },
          },
        },
      },
    },
  },
}

/** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export const gitlabSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string' },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\./)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
}
