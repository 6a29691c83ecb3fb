import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/testing/sandbox.ts'
import { fileWatcher } from '../../src/watch/file-watcher.ts'
import { contextOf, readerOf, savings, sleep, swapVolume } from '../../src/watch/saving.fixture.ts'
import type { WatchTarget } from '../../src/watch/watcher.ts'

const fileAt = (path: string): WatchTarget => ({ kind: 'file', path })
const program = fileURLToPath(new URL('watching/module-imports.mjs', import.meta.url))
const node = ['--conditions=configmanage-source', program]

/** The next line that a program prints. */
function linesOf(child: ChildProcessWithoutNullStreams): () => Promise<string> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return async () => (await lines.next()).value ?? 'the end'
}

describe('watching', () => {
  it('follows what a module imports, and what it imports after a change', async () => {
    using sandbox = createSandbox({
      files: {
        'app.mjs': "import { a } from './a.mjs'\nexport default { a }",
        'a.mjs': 'export const a = 1',
        'b.mjs': 'export const a = 2',
      },
    })
    const child = spawn(process.execPath, node, { cwd: sandbox.folder })
    const next = linesOf(child)
    expect(await next()).toBe('watching')
    sandbox.write('a.mjs', 'export const a = 3')
    expect(await next()).toBe('{"a":3}')
    sandbox.write('app.mjs', "import { a } from './b.mjs'\nexport default { a, second: true }")
    expect(await next()).toBe('{"a":2,"second":true}')
    // Asked once more, because the new import is watched from now on.
    expect(await next()).toBe('{"a":2,"second":true}')
    sandbox.write('b.mjs', 'export const a = 4')
    expect(await next()).toBe('{"a":4,"second":true}')
    child.stdin.end()
    expect(await next()).toBe('the end')
  })

  it('keeps no process alive', () => {
    using sandbox = createSandbox({ files: { 'app.mjs': 'export default {}' } })
    const { status, stdout } = spawnSync(process.execPath, [...node, '--unref'], { cwd: sandbox.folder, timeout: 20_000 })
    expect([status, String(stdout)]).toEqual([0, 'watching\n'])
  })

  it.skipIf(process.platform !== 'linux')('leaves no handle, listener or watch behind', async () => {
    using sandbox = createSandbox({ files: { 'a/app.yaml': '0' } })
    const file = sandbox.path('a/app.yaml')
    const watcher = fileWatcher()
    const stop = new AbortController()
    const round = async (number: number): Promise<void> => {
      const reader = await readerOf(watcher, [fileAt(file)], file, contextOf({ signal: stop.signal }))
      swapVolume(sandbox.path('volume'), { key: `${number}` }, 'new')
      renameSync(sandbox.path('a'), sandbox.path('old'))
      sandbox.write('a/app.yaml', `${number}`)
      await reader.reads(`${number}`)
      renameSync(sandbox.path('old'), sandbox.path(`old-${number}`))
      await reader.watching[Symbol.asyncDispose]()
    }
    const count = (): readonly number[] => [
      readdirSync('/proc/self/fd').length,
      process.getActiveResourcesInfo().filter((name) => name === 'FSEventWrap').length,
    ]
    await round(1)
    const before = count()
    for (let number = 2; number <= 100; number++) await round(number)
    expect(count()).toEqual(before)
    expect(before[1]).toBe(0)
  })
})

/** `npm test` saves some times, `npm run campaign` 1,300 times; none may be missed. */
describe('of many saves', () => {
  const rounds = Number(process.env['WATCH_SAVES'] ?? 200)
  it(`none of ${rounds} is missed, whatever their style and pace`, { timeout: 3_600_000 }, async () => {
    using sandbox = createSandbox({ files: { 'config/app.yaml': 'number: 0\nend: 0\n' } })
    const file = sandbox.path('config/app.yaml')
    const reader = await readerOf(fileWatcher({ lookEveryMs: 3_600_000 }), [fileAt(file)], file)
    const styles = Object.entries(savings)
    for (let number = 1; number <= rounds; number++) {
      const [, save] = styles[number % styles.length] as (typeof styles)[number]
      const text = `number: ${number}\n${'# line\n'.repeat((number * 7) % 50)}end: ${number}\n`
      await save(file, text)
      // Now and then several follow each other without a rest.
      if (number % 10 < 3) await sleep(10)
      else await reader.reads(text)
    }
    await sleep(200)
    const torn = reader.contents.filter((text) => !/^number: (\d+)\n(# line\n)*end: \1\n$/.test(text ?? ''))
    expect(torn).toEqual([])
    await reader.watching[Symbol.asyncDispose]()
  })

  it('burst after burst, 10 ms between two saves, the last one is read', async () => {
    using sandbox = createSandbox({ files: { app: '0' } })
    const file = sandbox.path('app')
    const reader = await readerOf(fileWatcher({ lookEveryMs: 3_600_000 }), [fileAt(file)], file)
    for (let burst = 1; burst <= 5; burst++) {
      for (let number = 1; number <= 30; number++) {
        const text = `${burst}.${number}`
        if (number % 2 === 0) writeFileSync(file, text)
        else {
          writeFileSync(join(sandbox.folder, 'new'), text)
          renameSync(join(sandbox.folder, 'new'), file)
        }
        await sleep(10)
      }
      await reader.reads(`${burst}.30`)
    }
    await reader.watching[Symbol.asyncDispose]()
  })
})
