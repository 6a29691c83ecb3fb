import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { module } from './module.ts'
import { contextOf } from './read-context.fixture.ts'
import type { Reading } from './source.ts'

let cwd = ''
beforeEach(() => {
  cwd = fs.realpathSync(fs.mkdtempSync(join(os.tmpdir(), 'module-')))
})
afterEach(() => fs.rmSync(cwd, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(join(cwd, name), text)
}
const read = async (name: string, previous?: Reading): Promise<Reading | undefined> =>
  module(name).read(contextOf({ cwd, previous }))

// That changes are seen is tested in a process of its own: here the test runner keeps what was imported once.
it('imports modules of both kinds', async () => {
  write({
    'a.mjs': 'import { b } from "./b.mjs"\nimport c, { n } from "./c.cjs"\nexport default { b, c, n }',
    'b.mjs': 'export const b = 1',
    'c.cjs': 'exports.n = require("./d.cjs")',
    'd.cjs': 'module.exports = 1',
  })
  const first = await read('a.mjs')
  expect(first).toMatchObject({ value: { b: 1, c: { n: 1 }, n: 1 }, warnings: [] })
  expect(await read('a.mjs', first)).toBe(first)
})

it('gives a program that requires the same module its own copy back', async () => {
  write({ 'c.cjs': 'module.exports = { n: 1 }', 'a.mjs': 'import c from "./c.cjs"\nexport default c' })
  const require = process.getBuiltinModule('node:module').createRequire(import.meta.url)
  const own: unknown = require(join(cwd, 'c.cjs'))
  write({ 'c.cjs': 'module.exports = { n: 22 }' })
  expect(await read('a.mjs')).toMatchObject({ value: { n: 22 } })
  expect(require(join(cwd, 'c.cjs'))).toBe(own)
})

it.each([
  ['export default () => {\n  throw new TypeError("hunter2")\n}', 'the module failed: TypeError', 2],
  ['\n\nthrow 5', 'the module failed: number', undefined],
  ['import "./none.mjs"', undefined, undefined],
  ['export const a = 1', 'the module has no default export', undefined],
  ['export default {', undefined, undefined],
])('says what is wrong with %j', async (text, message, line) => {
  write({ 'a.mjs': text })
  const error: unknown = await read('a.mjs').catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'SOURCE_FAILED', issues: [{ file: 'a.mjs', source: 'module:a.mjs' }] })
  if (message !== undefined) expect(error).toMatchObject({ issues: [{ message }] })
  if (line !== undefined) expect(error).toMatchObject({ issues: [{ span: { file: 'a.mjs', start: { line } } }] })
  expect(String(error)).not.toContain('hunter2')
})
