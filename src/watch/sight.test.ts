import { renameSync, rmSync, utimesSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createSandbox } from '../testing/sandbox.ts'
import { followChain } from './chain.ts'
import { nodeDisk, type WatchedDisk } from './disk.ts'
import { isSame, remember, type Sight, sightOf } from './sight.ts'

const disk = nodeDisk()
const see = (path: string): Sight => sightOf(followChain(path, disk))

describe('what was seen at a path', () => {
  it('is compared by content only if its times prove nothing', () => {
    using sandbox = createSandbox({ files: { young: 'a', old: 'a', seconds: 'a', future: 'a' } })
    const path = sandbox.path
    utimesSync(path('old'), new Date(1_700_000_000_123), new Date(1_700_000_000_123))
    utimesSync(path('seconds'), 1_700_000_000, 1_700_000_000)
    utimesSync(path('future'), new Date(Date.now() + 3_600_123.5), new Date(Date.now() + 3_600_123.5))
    expect(remember(see(path('old')), path('old'), disk).hash).toBeUndefined()
    expect(remember(see(path('seconds')), path('seconds'), disk).hash).toBeDefined()
    expect(remember(see(path('future')), path('future'), disk).hash).toBeDefined()
    const young = { ...see(path('young')), writtenAt: Date.now() + 1_000 }
    const remembered = remember(young, path('young'), disk)
    expect(isSame(remembered, young, path('young'), disk)).toBe(true)
    sandbox.write('young', 'b')
    expect(isSame(remembered, young, path('young'), disk)).toBe(false)
    expect(isSame(remembered, see(path('young')), path('young'), disk)).toBe(false)
  })

  it('is remembered without a hash when it is too large or cannot be read', () => {
    using sandbox = createSandbox({ files: { file: 'a' } })
    const file = sandbox.path('file')
    const sight = { ...see(file), writtenAt: undefined }
    expect(remember({ ...sight, size: 20_000_000 }, file, disk).hash).toBeUndefined()
    const locked: WatchedDisk = {
      ...disk,
      readFileSync: (() => {
        throw new Error('locked')
      }) as unknown as WatchedDisk['readFileSync'],
    }
    expect(remember(sight, file, locked).hash).toBeUndefined()
  })

  it('is a word for what is no file', () => {
    using sandbox = createSandbox({ files: { 'folder/file': 'a' } })
    const first = see(sandbox.path('folder'))
    expect(first).toMatchObject({ size: undefined })
    expect(first.signature).toMatch(/^no file /)
    renameSync(sandbox.path('folder'), sandbox.path('other'))
    expect(see(sandbox.path('folder'))).toEqual({ signature: 'absent', size: undefined, writtenAt: undefined })
    rmSync(sandbox.path('other'), { recursive: true })
  })
})
