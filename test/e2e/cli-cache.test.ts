import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileStore } from '../../src/cache/file-store.ts'
import { Sandbox } from './cli-sandbox.ts'

/** The command's clock stands at 0 in a sandbox. */
const clock = { now: () => 0, sleep: () => Promise.resolve() }

async function filled(dir: string): Promise<Sandbox> {
  const sandbox = new Sandbox({ 'mine.txt': 'mine' })
  const store = fileStore({ folder: join(sandbox.folder, dir), clock })
  const entry = { bytes: Buffer.from('content'), storedAt: -60_000, tags: [], absent: false }
  await store.set('old', { ...entry, expiresAt: 0, goneAt: 0 })
  await store.set('a', { ...entry, expiresAt: 1000, goneAt: 1000 })
  await store.set('b', { ...entry, storedAt: 0, expiresAt: 1000, goneAt: 1000 })
  await store.close()
  // Closing waits for the prune that the first entry starts; this one is stored after it.
  await store.set('old', { ...entry, expiresAt: 0, goneAt: 0 })
  return sandbox
}

describe('cache', () => {
  it('stats says what there is', async () => {
    const sandbox = await filled('.cache')
    const { code, stdout } = await sandbox.call('cache stats --dir .cache')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^folder {3}\/.*\.cache\nentries {2}3\nsize {5}\d+ bytes\noldest {3}1969-12-31T23:59:00\.000Z, 1m ago\nnewest {3}1970-01-01T00:00:00\.000Z, now\n$/,
    )
  })

  it('stats answers as data', async () => {
    const sandbox = await filled('.cache')
    sandbox.write(`.cache/entries-1/ab/${'0'.repeat(62)}.entry`, 'nonsense')
    const { stdout } = await sandbox.call('cache stats --dir .cache --json')
    expect(JSON.parse(stdout)).toMatchObject({
      apiVersion: 'configmanage/v1',
      kind: 'CacheResult',
      ok: true,
      exitCode: 0,
      data: {
        dir: join(sandbox.folder, '.cache'),
        entries: 3,
        damaged: 1,
        oldestAt: '1969-12-31T23:59:00.000Z',
        newestAt: '1970-01-01T00:00:00.000Z',
      },
    })
    expect((await sandbox.call('cache stats --dir .cache')).stdout).toContain('damaged  1')
  })

  it('stats of a folder that is not there is empty, and makes none', async () => {
    const sandbox = new Sandbox({})
    const { code, stdout } = await sandbox.call('cache stats --json', { env: { XDG_CACHE_HOME: join(sandbox.folder, 'xdg') } })
    expect(code).toBe(0)
    const dir = join(sandbox.folder, 'xdg/configmanage')
    expect(JSON.parse(stdout).data).toEqual({ dir, entries: 0, bytes: 0, damaged: 0, oldestAt: null, newestAt: null })
    expect(readdirSync(sandbox.folder)).toEqual([])
  })

  it('looks in the folder for caches of the user', async () => {
    const sandbox = await filled('home/.cache/configmanage')
    const { stdout } = await sandbox.call('cache stats', { env: { HOME: join(sandbox.folder, 'home') } })
    expect(stdout).toContain('entries  3\n')
    expect(await sandbox.call('cache stats')).toMatchObject({ code: 2, stderr: expect.stringContaining('OPTION_INVALID') })
  })

  it('prune removes what is gone by age, and the oldest over a size', async () => {
    const sandbox = await filled('.cache')
    expect((await sandbox.call('cache prune --dir .cache')).stderr).toMatch(/^removed 1 entry, \d+ bytes, from \/.*\.cache\n$/)
    const { stdout } = await sandbox.call('cache prune --dir .cache --max-size 200B --json')
    expect(JSON.parse(stdout).data).toMatchObject({ removed: 1 })
    expect((await sandbox.call('cache stats --dir .cache')).stdout).toContain('oldest   1970-01-01T00:00:00.000Z')
    expect(await sandbox.call('cache prune --dir .cache --max-size big')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"big" is no size'),
    })
    expect((await sandbox.call('cache prune --dir .cache --quiet')).stderr).toBe('')
  })

  it('touches nothing when --dir names no folder, as of a variable that is not set', async () => {
    const sandbox = await filled('.')
    for (const command of ['stats', 'prune', 'clear']) {
      const refused = { code: 2, stderr: expect.stringContaining('--dir names no folder') }
      expect(await sandbox.call(`cache ${command} --dir=`)).toMatchObject(refused)
    }
    expect((await sandbox.call('cache stats --dir .')).stdout).toContain('entries  3')
  })

  it('clear removes all entries, and nothing else', async () => {
    const sandbox = await filled('.')
    expect((await sandbox.call('cache clear --dir .')).stderr).toMatch(/^removed 3 entries, \d+ bytes, from /)
    expect((await sandbox.call('cache clear --dir . --json')).stdout).toContain('"removed": 0')
    expect(sandbox.read('mine.txt')).toBe('mine')
  })

  it('is one command with three parts', async () => {
    const { stdout } = await new Sandbox({}).call('cache --help')
    for (const part of ['stats', 'prune', 'clear']) expect(stdout).toContain(part)
  })
})
