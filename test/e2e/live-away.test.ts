import { renameSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createConfig } from '../../src/config/create-config.ts'
import { file } from '../../src/sources/file.ts'
import { createSandbox } from '../../src/testing/sandbox.ts'

/** Longer than anything waits for a file that is away. */
const restMs = 400

describe('a folder that is moved away and back', () => {
  it.each([true, false])('loses no values, whatever is reloaded meanwhile (optional: %s)', async (optional) => {
    const sandbox = createSandbox({ files: { 'base.yaml': 'n: 0', 'conf/a.yaml': 'a: 1', 'conf/b.yaml': 'b: 1' } })
    onTestFinished(() => sandbox[Symbol.dispose]())
    const config = await createConfig<{ n: number; a: number }>(
      { sources: [file('base.yaml'), file('conf/*.yaml', { optional })] },
      { cwd: sandbox.folder, env: {}, watch: true },
    )
    onTestFinished(() => config.close())
    // At first all sources are asked again.
    await pause(restMs)
    const away = sandbox.path('away')
    const told: unknown[] = []
    config.on('rejected', ({ issues }) => told.push(issues))
    // What is read while it is away must not count for longer than that.
    config.on('changed', () => {
      told.push(config.value)
      renameSync(away, sandbox.path('conf'))
    })
    for (let n = 1; n <= 5; n++) {
      renameSync(sandbox.path('conf'), away)
      sandbox.write('base.new', `n: ${n}`)
      renameSync(sandbox.path('base.new'), sandbox.path('base.yaml'))
      await pause(restMs)
      expect(config.value).toEqual({ n, a: 1, b: 1 })
    }
    expect(told).toEqual([1, 2, 3, 4, 5].map((n) => ({ n, a: 1, b: 1 })))
  })

  it('is there again when it was asked for while it was away', async () => {
    const sandbox = createSandbox({ files: { 'conf/a.yaml': 'a: 1', 'one.yaml': 'one: 1' } })
    onTestFinished(() => sandbox[Symbol.dispose]())
    const config = await createConfig(
      { sources: [file('conf/*.yaml', { optional: true }), file('one.yaml', { optional: true })] },
      { cwd: sandbox.folder, env: {}, watch: true },
    )
    onTestFinished(() => config.close())
    for (const name of ['conf', 'one.yaml']) {
      renameSync(sandbox.path(name), sandbox.path('away'))
      await pause(5)
      await config.reload()
      renameSync(sandbox.path('away'), sandbox.path(name))
      await pause(restMs)
      expect(config.value).toEqual({ a: 1, one: 1 })
    }
  })
})
