import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolderOf, makeFolders } from './make-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'make-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('makeFolders', () => {
  it('makes what is missing, for its owner only, and leaves what is there', () => {
    mkdirSync(join(folder, 'a'), { mode: 0o755 })
    makeFolders(join(folder, 'a/b/c'))
    makeFolders(join(folder, 'a/b/c'))
    const modes = ['a', 'a/b', 'a/b/c'].map((name) => statSync(join(folder, name)).mode & 0o777)
    expect(modes).toEqual(process.platform === 'win32' ? [0o666, 0o666, 0o666] : [0o755, 0o700, 0o700])
  })

  it('follows links to folders', () => {
    mkdirSync(join(folder, 'real'))
    symlinkSync('real', join(folder, 'link'))
    makeFolders(join(folder, 'link/inner'))
    expect(existsSync(join(folder, 'real/inner'))).toBe(true)
  })

  it.each(['file', 'file/below', 'dangling', 'dangling/below'])('refuses %s', (name) => {
    writeFileSync(join(folder, 'file'), '')
    symlinkSync('nowhere', join(folder, 'dangling'))
    expect(() => makeFolderOf(join(folder, name, 'x'), 'x')).toThrow(expect.objectContaining({ code: 'FILE_WRITE' }))
  })

  it.runIf(process.platform === 'linux')('ends where no folder can be made', () => {
    expect(() => makeFolderOf('/proc/nothing-here/below/x', 'x')).toThrow(expect.objectContaining({ code: 'FILE_WRITE' }))
  })
})
