import { renameSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createSandbox } from '../testing/sandbox.ts'
import { nodeDisk, type WatchedDisk } from './disk.ts'
import { FolderWatches, type FolderWatchesOptions, type Follower, type Silence } from './folder-watches.ts'

/** Watches that hear what the test says. */
function heardFrom(parts: Partial<FolderWatchesOptions> & { readonly stats?: object } = {}) {
  const told = new Map<string, (event: string, name: string | null) => void>()
  const closed: string[] = []
  const silences: Silence[] = []
  const watch = ((path: string, _options: object, listener: (event: string, name: string | null) => void) => {
    told.set(path, listener)
    return { close: () => closed.push(path), on: () => undefined }
  }) as unknown as WatchedDisk['watch']
  const statSync = ((path: string, options: { readonly bigint: true }) => {
    const stats = nodeDisk().statSync(path, options)
    return Object.assign(stats, parts.stats)
  }) as unknown as WatchedDisk['statSync']
  const disk = { ...nodeDisk(), watch, statSync }
  const folders = new FolderWatches({
    disk,
    keepAlive: false,
    native: true,
    far: true,
    onSilence: (silence) => silences.push(silence),
    ...parts,
  })
  return { folders, told, closed, silences }
}

function listener(): Follower & { readonly heardOf: readonly string[] } {
  const heardOf: string[] = []
  return {
    heardOf,
    heard: (what, _folder, name) => heardOf.push(`${what} ${name}`),
    heardInside: (what, name) => heardOf.push(`inside: ${what} ${name}`),
  }
}

describe('one watch of a folder', () => {
  it('serves all who follow a name in it, and ends with the last of them', () => {
    using sandbox = createSandbox()
    const { folders, told, closed } = heardFrom()
    const [a, b, all] = [listener(), listener(), listener()]
    const { folder } = sandbox
    folders.follow(folder, 'a', a, true, undefined)
    folders.follow(folder, 'a', a, true, undefined)
    folders.follow(folder, 'b', b, false, undefined)
    folders.follow(folder, undefined, all, true, undefined)
    expect([told.size, folders.watched]).toEqual([1, 1])
    told.get(folder)?.('change', 'a')
    told.get(folder)?.('rename', 'b')
    told.get(folder)?.('rename', null)
    expect(a.heardOf).toEqual(['written a', 'unknown a'])
    expect(b.heardOf).toEqual(['renamed b', 'unknown b'])
    expect(all.heardOf).toEqual(['inside: written a', 'inside: renamed b', 'inside: unknown undefined'])
    folders.unfollow(folder, 'a', a, true)
    folders.unfollow(folder, 'b', b, false)
    folders.unfollow(folder, undefined, all, true)
    expect(closed).toEqual([])
    folders.unfollow(folder, 'a', a, true)
    folders.unfollow(folder, 'a', a, true)
    expect([closed, folders.watched]).toEqual([[folder], 0])
  })

  it('begins anew when another folder has taken the place', () => {
    using sandbox = createSandbox({ files: { 'a/x': '', 'b/x': '' } })
    const { folders, closed } = heardFrom()
    const follower = listener()
    const path = sandbox.path('a')
    folders.follow(path, 'x', follower, true, undefined)
    folders.check()
    expect(closed).toEqual([])
    renameSync(path, sandbox.path('old'))
    folders.check()
    renameSync(sandbox.path('b'), path)
    folders.check()
    expect([closed.length, folders.watched]).toEqual([1, 1])
    expect(follower.heardOf).toEqual(['unknown x', 'unknown x'])
  })

  it('is not begun for a crowded folder further up, unless it becomes near', () => {
    using sandbox = createSandbox()
    const { folders, told, silences } = heardFrom({ stats: { size: 100_000n } })
    folders.follow(sandbox.folder, 'a', listener(), false, undefined)
    expect(told.size).toBe(0)
    expect(folders.silenceOf(sandbox.folder)).toBeUndefined()
    folders.follow(sandbox.folder, 'b', listener(), true, undefined)
    expect([told.size, silences]).toEqual([1, []])
  })

  it('ends for a folder further up in which too much happens', () => {
    using sandbox = createSandbox()
    const { folders, told, closed } = heardFrom()
    folders.follow(sandbox.folder, 'a', listener(), false, undefined)
    for (let index = 0; index <= 1_000; index++) told.get(sandbox.folder)?.('change', `${index}`)
    expect([closed, folders.watched]).toEqual([[sandbox.folder], 0])
    expect(folders.silenceOf(sandbox.folder)).toBeUndefined()
  })

  it('is not begun for folders further up where the system would watch all that is below', () => {
    using sandbox = createSandbox()
    const { folders, told } = heardFrom({ far: false })
    folders.follow(sandbox.folder, 'a', listener(), false, undefined)
    expect(told.size).toBe(0)
    folders.follow(sandbox.folder, 'a', listener(), true, undefined)
    expect(told.size).toBe(1)
  })

  it('ends without a word when the folder is gone', () => {
    using sandbox = createSandbox()
    const { folders, told, silences } = heardFrom()
    folders.follow(sandbox.path('none'), 'a', listener(), true, undefined)
    folders.unfollow(sandbox.path('never'), 'a', listener(), true)
    expect([told.size, silences]).toEqual([0, []])
  })
})
