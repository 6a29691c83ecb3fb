import { getEventListeners } from 'node:events'
import { writeFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createConfig, file } from '../../src/index.ts'
import { createSandbox, type Sandbox } from '../../src/testing/sandbox.ts'

/** The short form; `npm run campaign` asks for 10,000. */
const reloads = Number(process.env.SOAK_RELOADS ?? 600)

let sandbox: Sandbox
beforeEach(() => {
  sandbox = createSandbox({ files: { 'app.json': textOf(0) } })
})
afterEach(() => sandbox[Symbol.dispose]())

const textOf = (round: number): string =>
  JSON.stringify({ round, groups: Object.fromEntries(Array.from({ length: 200 }, (_, key) => [`key${key}`, `value ${key}`])) })

it(`${reloads} reloads leave no handles, listeners or memory behind`, async () => {
  const stop = new AbortController()
  await using config = await createConfig<{ round: number; groups: object }>(
    { sources: [file('app.json')] },
    { cwd: sandbox.folder, watch: true, signal: stop.signal },
  )
  const round = config.at('round')
  const seen = { last: 0, calls: 0 }
  config.watch('round', (value) => {
    seen.last = value ?? -1
    seen.calls++
  })
  const figures: Figures[] = []
  for (let number = 1; number <= reloads; number++) {
    // Whoever comes and goes meanwhile leaves nothing either.
    const mine = new AbortController()
    config.watch('round', () => undefined, { signal: mine.signal })
    const steps = config.watch('groups.*', { signal: mine.signal })[Symbol.asyncIterator]()
    const ended = steps.next()
    writeFileSync(sandbox.path('app.json'), textOf(number))
    await config.reload()
    expect(config.value.round).toBe(number)
    using _ = config.override({ round: -1 })
    config.at('groups')
    mine.abort()
    expect((await ended).done).toBe(true)
    // What compiles and grows at the beginning is no leak.
    if (number === Math.floor(reloads / 3) || number === reloads) figures.push(await figuresNow(stop.signal))
  }
  expect([round.value, seen.last]).toEqual([reloads, reloads])
  const [early, late] = figures as [Figures, Figures]
  process.stdout.write(`${reloads} reloads: ${JSON.stringify({ early, late })}\n`)
  expect(late.handles).toBeLessThanOrEqual(early.handles)
  expect(late.listeners).toBe(early.listeners)
  // A megabyte is noise; a leak of one generation each would be several, and ten times that in the long form.
  expect(late.heapKilobytes - early.heapKilobytes).toBeLessThan(1024)
})

it('a write is seen without a call of reload(), however many there were', async () => {
  await using config = await createConfig<{ round: number }>(
    { sources: [file('app.json')] },
    { cwd: sandbox.folder, watch: true },
  )
  for (let number = 1; number <= 30; number++) {
    writeFileSync(sandbox.path('app.json'), textOf(number))
    await expect.poll(() => config.value.round, { interval: 1, timeout: 5_000 }).toBe(number)
  }
})

interface Figures {
  readonly handles: number
  readonly listeners: number
  readonly heapKilobytes: number
}

async function figuresNow(signal: AbortSignal): Promise<Figures> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let turn = 0; turn < 4; turn++) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed } = process.memoryUsage()
  return {
    handles: process.getActiveResourcesInfo().filter((name) => name !== 'Immediate' && name !== 'Timeout').length,
    listeners: getEventListeners(signal, 'abort').length,
    heapKilobytes: Math.round(heapUsed / 1024),
  }
}
