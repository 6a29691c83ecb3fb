import { expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { dotenv } from './dotenv/index.ts'
import type { Format } from './format.ts'
import { ini } from './ini/index.ts'
import { json } from './json/index.ts'
import { json5 } from './json5/index.ts'
import { jsonc } from './jsonc/index.ts'
import { properties } from './properties/index.ts'
import { toml } from './toml/index.ts'
import { yaml } from './yaml/index.ts'

function issueOf(format: Format, text: string): Issue | undefined {
  try {
    return format.parse(text, 'f').warnings[0]
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return error.issues[0]
  }
}

it.each([
  [json(), '{"port": 1,\n"port": 2}'],
  [jsonc(), '{"port": 1,\n"port": 2}'],
  [json5(), '{port: 1,\nport: 2}'],
  [yaml(), 'port: 1\nport: 2'],
  [toml(), 'port = 1\nport = 2'],
  [ini(), 'port = 1\nport = 2'],
  [dotenv(), 'port=1\nport=2'],
  [properties(), 'port=1\nport=2'],
])('a key that is written twice is said in the same words by $name', (format, text) => {
  const issue = issueOf(format, text)
  expect(issue?.code).toBe('FORMAT_DUPLICATE_KEY')
  expect(issue?.message).toMatch(
    issue?.severity === 'error' ? /^the key "port" is written twice$/ : /^the key "port" is written twice; the last one counts$/,
  )
  expect(issue?.span?.start.line).toBe(2)
  expect(issue?.related).toMatchObject([{ message: 'first written here', span: { start: { line: 1 } } }])
})
