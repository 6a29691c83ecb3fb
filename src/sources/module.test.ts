import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { module } from './module.ts'
import { contextOf } from './read-context.fixture.ts'

let cwd = ''
beforeEach(() => {
  cwd = fs.realpathSync(fs.mkdtempSync(join(os.tmpdir(), 'module-')))
})
afterEach(() => fs.rmSync(cwd, { recursive: true, force: true }))

interface Outcome {
  readonly value?: unknown
  readonly same?: boolean
  readonly issues?: readonly Record<string, unknown>[]
}

/**
 * Reads `entry` once for each step, after writing the step's files, in a process of its own: the test runner has
 * its own way of importing modules.
 */
function run(entry: string, ...steps: readonly Readonly<Record<string, string>>[]): readonly Outcome[] {
  const program = `
    import fs from 'node:fs'
    import { module } from ${JSON.stringify(join(import.meta.dirname, 'module.ts'))}
    import { contextOf } from ${JSON.stringify(join(import.meta.dirname, 'read-context.fixture.ts'))}
    const steps = ${JSON.stringify(steps)}
    const outcomes = []
    let previous
    for (const files of steps) {
      for (const [name, text] of Object.entries(files)) fs.writeFileSync(${JSON.stringify(cwd)} + '/' + name, text)
      try {
        const reading = await module(${JSON.stringify(entry)}).read(contextOf({ cwd: ${JSON.stringify(cwd)}, profiles: ['base', 'prod'], env: { A: '1' }, previous }))
        outcomes.push({ value: reading?.value, same: reading === previous })
        previous = reading
      } catch (error) {
        outcomes.push({ issues: error.issues ?? [{ code: String(error.stack) }] })
      }
    }
    console.log(JSON.stringify(outcomes))`
  fs.writeFileSync(join(cwd, 'program.mts'), program)
  const output = execFileSync(process.execPath, ['--conditions=configmanage-source', join(cwd, 'program.mts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(output.toString()) as readonly Outcome[]
}

describe('module', () => {
  it('reads the default export of JavaScript, TypeScript and CommonJS', () => {
    expect(run('a.mjs', { 'a.mjs': 'export default { port: 1, x: undefined }' })).toMatchObject([{ value: { port: 1 } }])
    expect(run('a.ts', { 'a.ts': 'const port: number = 2\nexport default { port }' })).toMatchObject([{ value: { port: 2 } }])
    expect(run('a.cjs', { 'a.cjs': 'module.exports = { port: 3 }' })).toMatchObject([{ value: { port: 3 } }])
  })

  it('calls a function with the profile and the environment', () => {
    const text = 'export default async ({ profile, profiles, env, cwd }) => ({ profile, profiles, a: env.A, cwd })'
    expect(run('a.mjs', { 'a.mjs': text })[0]?.value).toEqual({ profile: 'prod', profiles: ['base', 'prod'], a: '1', cwd })
  })

  it('is the same reading until the module changes', () => {
    const outcomes = run('a.mjs', { 'a.mjs': 'export default { n: 1 }' }, {}, { 'a.mjs': 'export default { n: 22 }' })
    expect(outcomes.map(({ value, same }) => [value, same])).toEqual([
      [{ n: 1 }, false],
      [{ n: 1 }, true],
      [{ n: 22 }, false],
    ])
  })

  it('sees changes in everything it imports, of every kind', () => {
    const start = {
      'a.ts':
        'import b from "./b.ts"\nimport c from "./c.cjs"\nimport j from "./j.json" with { type: "json" }\nexport default { b, c, j }',
      'b.ts': 'import { deep } from "./deep.mjs"\nexport default deep',
      'deep.mjs': 'export const deep = 1',
      'c.cjs': 'module.exports = require("./d.cjs")',
      'd.cjs': 'module.exports = 1',
      'j.json': '{"x": 1}',
    }
    const outcomes = run(
      'a.ts',
      start,
      {},
      { 'deep.mjs': 'export const deep = 22' },
      { 'd.cjs': 'module.exports = 22' },
      { 'j.json': '{"x": 22}' },
      {},
    )
    expect(outcomes.map(({ value, same }) => [value, same])).toEqual([
      [{ b: 1, c: 1, j: { x: 1 } }, false],
      [{ b: 1, c: 1, j: { x: 1 } }, true],
      [{ b: 22, c: 1, j: { x: 1 } }, false],
      [{ b: 22, c: 22, j: { x: 1 } }, false],
      [{ b: 22, c: 22, j: { x: 22 } }, false],
      [{ b: 22, c: 22, j: { x: 22 } }, true],
    ])
  })

  it('says where a module threw, and recovers when it is corrected', () => {
    const outcomes = run(
      'a.mjs',
      { 'a.mjs': 'import "./b.mjs"\nexport default {}', 'b.mjs': '\n  null.secret' },
      { 'b.mjs': '' },
      { 'a.mjs': 'export default () => {\n  throw new Error("hunter2")\n}' },
    )
    expect(outcomes[0]?.issues).toMatchObject([
      { code: 'SOURCE_FAILED', span: { file: join(cwd, 'b.mjs'), start: { line: 2, column: 8 } } },
    ])
    expect(outcomes[1]?.value).toEqual({})
    expect(outcomes[2]?.issues).toMatchObject([{ code: 'SOURCE_FAILED', span: { file: 'a.mjs', start: { line: 2, column: 9 } } }])
    expect(JSON.stringify(outcomes[2])).not.toContain('hunter2')
  })

  it('says so when it exports a class, which nobody can call', () => {
    expect(run('a.mjs', { 'a.mjs': 'export default class Settings {}' })[0]?.issues).toMatchObject([
      {
        code: 'SOURCE_FAILED',
        file: 'a.mjs',
        message: 'the default export is a class',
        hint: expect.stringContaining('function'),
      },
    ])
  })

  it('says where TypeScript is malformed', () => {
    expect(run('a.ts', { 'a.ts': 'export default {\n  a: b b\n}\n' })[0]?.issues).toMatchObject([
      { code: 'SOURCE_FAILED', file: 'a.ts', span: { file: 'a.ts', start: { line: 2, column: 8 } } },
    ])
    expect(run('a.mjs', { 'a.mjs': 'export default {\n  a: b b\n}\n' })[0]?.issues).toMatchObject([
      { code: 'SOURCE_FAILED', file: 'a.mjs', message: "the module is not well-formed: Unexpected identifier 'b'" },
    ])
  })

  it.each([
    ['import "./nothing.mjs"', 'SOURCE_FAILED'],
    ['export const a = 1', 'SOURCE_FAILED'],
    ['export default { a: () => 1 }', 'OPTION_INVALID'],
    ['export default 5', 'OPTION_INVALID'],
  ])('refuses %j', (text, code) => {
    expect(run('a.mjs', { 'a.mjs': text })[0]?.issues).toMatchObject([{ code }])
  })

  it('is absent when there is no file, with near names', async () => {
    fs.mkdirSync(dirname(join(cwd, 'x')), { recursive: true })
    fs.writeFileSync(join(cwd, 'app.config.ts'), '')
    const context = contextOf({ cwd })
    const source = module('app.confg.ts')
    expect(await source.read(context)).toBeUndefined()
    expect(source.missing?.(context)).toMatchObject({ code: 'SOURCE_MISSING', hint: 'did you mean "app.config.ts"?' })
    fs.mkdirSync(join(cwd, 'folder.ts'))
    await expect(async () => module('folder.ts').read(context)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' })
  })
})
