import type { Content } from './marked-text.ts'

const port = { type: 'integer', minimum: 1, maximum: 65_535 }
const withPort = { type: 'object', properties: { name: { type: 'string' }, port } }

/** What the example configuration has to be. */
export const schema = {
  type: 'object',
  properties: {
    note: { type: 'string' },
    server: { type: 'object', properties: { port, mode: { enum: ['fast', 'slow'] } }, additionalProperties: false },
    hosts: { type: 'array', items: withPort },
    services: { type: 'object', additionalProperties: withPort },
    db: {
      type: 'object',
      properties: { port, user: { type: 'string', pattern: '^[a-z]+$' }, note: { type: 'string' } },
      required: ['user'],
    },
  },
}

export const right: Content = {
  values: {
    'server.port': 8080,
    'server.mode': 'fast',
    'hosts[0].port': 1001,
    'hosts[1].port': 1002,
    'services.web.port': 1003,
    'db.user': 'ana',
  },
  keys: {},
}

export function withValue(path: string, value: string | number): Content {
  return { ...right, values: { ...right.values, [path]: value } }
}

export function withKey(path: string, name: string): Content {
  return { ...right, keys: { [path]: name } }
}
