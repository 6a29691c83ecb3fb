import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createConfig } from '../../src/config/create-config.ts'
import { file } from '../../src/sources/file.ts'

const schema = { type: 'object', properties: { port: { type: 'integer' } }, required: ['port'] }

const rename = (path: string, text: string): void => {
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}
/** A writer that pauses within the text, for less time than any rest. */
const haltingly = async (path: string, text: string): Promise<void> => {
  const middle = Math.ceil(text.length / 2)
  writeFileSync(path, text.slice(0, middle))
  await new Promise((resolve) => setTimeout(resolve, 2))
  appendFileSync(path, text.slice(middle))
}

const yaml = {
  good: (port: number) => `port: ${port}\n`,
  /** What is wrong with each bad save, in turn. */
  bad: ['port: high\n', 'port: [\n', 'other: 1\n', 'port: null\n'],
}
const json = {
  good: (port: number) => `{ "port": ${port} }`,
  bad: ['{ "port": "high" }', '{ "port": [ }', '{ "other": 1 }\n', '{ "port": null }'],
}

it.each([
  ['by renaming', 500, 'app.yaml', yaml, rename],
  ['in place', 500, 'app.yaml', yaml, writeFileSync],
  ['in place', 500, 'app.json', json, writeFileSync],
  ['in place, with pauses', 100, 'app.json', json, haltingly],
] as const)(
  'good and bad saves in turn, %s, %i of %s: each bad one is told once, each good one is taken, and nothing bad is ever seen',
  async (_style, rounds, name, { good, bad }, save) => {
    const root = mkdtempSync(join(tmpdir(), 'configmanage-alternating-'))
    onTestFinished(() => rmSync(root, { recursive: true }))
    writeFileSync(join(root, name), good(0))
    await using config = await createConfig<{ port: number }>({ schema, sources: [file(name)] }, { cwd: root, watch: true })
    const told: string[] = []
    let heard = (): void => undefined
    for (const event of ['changed', 'rejected'] as const) {
      config.on(event, ({ issues }) => {
        told.push(`${event} ${issues.length > 0 ? 'with issues' : config.value.port}`)
        heard()
      })
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
    const expected: string[] = []
    for (let round = 1; round <= rounds; round++) {
      const isGood = round % 2 === 0
      const next = new Promise<void>((resolve) => {
        heard = resolve
      })
      await save(join(root, name), isGood ? good(round) : (bad[(round >> 1) % bad.length] as string))
      expected.push(isGood ? `changed ${round}` : 'rejected with issues')
      await next
      expect(config.value.port).toBe(isGood ? round : round - 1)
    }
    expect(told).toEqual(expected)
    expect(config.rejected).toBeUndefined()
  },
  120_000,
)
