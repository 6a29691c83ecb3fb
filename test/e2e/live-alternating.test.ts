import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createConfig } from '../../src/config/create-config.ts'
import { file } from '../../src/sources/file.ts'

const schema = { type: 'object', properties: { port: { type: 'integer' } }, required: ['port'] }

/** What is wrong with each bad save, in turn. */
const bad = ['port: high\n', 'port: [\n', 'other: 1\n', 'port: null\n']

it('500 saves, good and bad in turn: each bad one is told once, each good one is taken, and nothing bad is ever seen', async () => {
  const root = mkdtempSync(join(tmpdir(), 'configmanage-alternating-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const save = (text: string): void => {
    writeFileSync(join(root, 'app.yaml.new'), text)
    renameSync(join(root, 'app.yaml.new'), join(root, 'app.yaml'))
  }
  save('port: 0\n')
  await using config = await createConfig<{ port: number }>({ schema, sources: [file('app.yaml')] }, { cwd: root, watch: true })
  const told: string[] = []
  let heard = (): void => undefined
  for (const name of ['changed', 'rejected'] as const) {
    config.on(name, ({ issues }) => {
      told.push(`${name} ${issues.length > 0 ? 'with issues' : config.value.port}`)
      heard()
    })
  }
  await new Promise((resolve) => setTimeout(resolve, 500))
  const expected: string[] = []
  for (let round = 1; round <= 500; round++) {
    const isGood = round % 2 === 0
    const next = new Promise<void>((resolve) => {
      heard = resolve
    })
    save(isGood ? `port: ${round}\n` : (bad[(round >> 1) % bad.length] as string))
    expected.push(isGood ? `changed ${round}` : 'rejected with issues')
    await next
    expect(config.value.port).toBe(isGood ? round : round - 1)
  }
  expect(told).toEqual(expected)
  expect(config.rejected).toBeUndefined()
}, 120_000)
