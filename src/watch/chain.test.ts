import { mkdirSync, symlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createSandbox } from '../testing/sandbox.ts'
import { followChain } from './chain.ts'
import { nodeDisk, type WatchedDisk } from './disk.ts'
import { silentKindOf } from './file-system-kinds.ts'
import { isMountPoint, mountList } from './mounted-files.ts'

const failing = (code: string, method: keyof WatchedDisk): WatchedDisk => ({
  ...nodeDisk(),
  [method]: () => {
    throw Object.assign(new Error(code), { code })
  },
})

describe('the way to a path', () => {
  it('has a step for each name, through links up and down', () => {
    using sandbox = createSandbox({ files: { 'a/b/app': '1' } })
    mkdirSync(sandbox.path('c'))
    symlinkSync('../a/./b', sandbox.path('c/link'))
    const chain = followChain(sandbox.path('c/link/app'), nodeDisk())
    expect(chain.path).toBe(sandbox.path('a/b/app'))
    expect(chain.steps.slice(-5).map(({ folder, name }) => `${folder.slice(sandbox.folder.length)}/${name}`)).toEqual([
      '/c',
      '/c/link',
      '/a',
      '/a/b',
      '/a/b/app',
    ])
    expect(chain.steps.slice(-5).map(({ near }) => near)).toEqual([false, true, false, false, true])
    expect(chain.linkedAtNs).toBeGreaterThan(0n)
  })

  it('may end at a folder, and at the root', () => {
    using sandbox = createSandbox({ files: { 'a/b': '' } })
    symlinkSync('..', sandbox.path('a/up'))
    symlinkSync('/', sandbox.path('top'))
    expect(followChain(sandbox.path('a/up'), nodeDisk()).path).toBe(sandbox.folder)
    expect(followChain(sandbox.path('top'), nodeDisk()).path).toBe('/')
    expect(followChain('/', nodeDisk()).end?.isDirectory()).toBe(true)
  })

  it('ends where something is missing, refused or no folder', () => {
    using sandbox = createSandbox({ files: { 'a/b': '' } })
    const { path } = sandbox
    expect(followChain(path('a/none/x'), nodeDisk())).toMatchObject({ end: undefined, failure: undefined })
    expect(followChain(path('a/b/x'), nodeDisk())).toMatchObject({ end: undefined, failure: undefined })
    expect(followChain(path('a'), failing('EACCES', 'lstatSync'))).toMatchObject({ end: undefined, failure: 'EACCES' })
    expect(followChain(path('a'), failing('ENOTDIR', 'lstatSync'))).toMatchObject({ end: undefined, failure: undefined })
    expect(followChain('/', failing('EIO', 'lstatSync'))).toMatchObject({ end: undefined, failure: 'EIO' })
    symlinkSync('b', path('a/link'))
    expect(followChain(path('a/link'), failing('EINVAL', 'readlinkSync')).end).toBeUndefined()
  })

  it('ends in a circle of links', () => {
    using sandbox = createSandbox()
    symlinkSync('b', sandbox.path('a'))
    symlinkSync('a', sandbox.path('b'))
    expect(followChain(sandbox.path('a'), nodeDisk()).failure).toBe('ELOOP')
  })
})

it('a mount point is told from the root of what is mounted', () => {
  const list = '36 35 98:0 /a /mnt/my\\040\\134x rw,noatime - ext4 /dev/root rw\n37 35 98:0 /b /c rw - ext4 /d rw\n'
  expect(['/mnt/my \\x', '/c', '/a', '/b', '/mnt'].map((path) => isMountPoint(path, list))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

describe('what the system does not say', () => {
  it('is taken for an ordinary file system, and for nothing mounted', () => {
    expect(silentKindOf('/', failing('ENOSYS', 'statfsSync'))).toBeUndefined()
    expect(mountList(failing('ENOENT', 'readFileSync'))).toBe('')
  })
})
