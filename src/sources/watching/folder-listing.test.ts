import { symlinkSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import { createSandbox } from '../../testing/sandbox.ts'
import { folderListing } from './folder-listing.ts'

it('lists files and folders by the paths that their owner knows, without hidden ones', () => {
  using sandbox = createSandbox({ files: { 's/a': '', 's/.b': '', 's/db/host': '' } })
  symlinkSync('db', sandbox.path('s/database'))
  symlinkSync('self', sandbox.path('s/self'))
  const { files, folders } = folderListing(sandbox.path('s'))
  expect(files.map((file) => file.slice(sandbox.folder.length)).sort()).toEqual([
    '/s/a',
    '/s/database/host',
    '/s/db/host',
    '/s/self',
  ])
  expect(folders.map((folder) => folder.slice(sandbox.folder.length)).sort()).toEqual(['/s', '/s/database', '/s/db'])
})

it('ends, although links lead in a circle', () => {
  using sandbox = createSandbox({ files: { 's/a': '' } })
  for (const name of ['one', 'two']) symlinkSync('.', sandbox.path(`s/${name}`))
  const { files, folders } = folderListing(sandbox.path('s'))
  expect(files.length + folders.length).toBeLessThan(10_100)
})

it('has nothing of a folder that is absent or a file, and fails for one that cannot be listed', () => {
  using sandbox = createSandbox({ files: { file: '' } })
  expect(folderListing(sandbox.path('none'))).toEqual({ files: [], folders: [sandbox.path('none')] })
  expect(folderListing(sandbox.path('file')).files).toEqual([])
  const fs = process.getBuiltinModule('node:fs')
  vi.spyOn(fs, 'readdirSync').mockImplementation(() => {
    throw Object.assign(new Error('no'), { code: 'EACCES' })
  })
  expect(() => folderListing(sandbox.folder)).toThrow('no')
  vi.restoreAllMocks()
})
