import fs from 'node:fs'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nodeRuntime } from './node-runtime.ts'
import { isAlive, ownIdentity, parseIdentity, printIdentity } from './process-identity.ts'

afterEach(() => {
  vi.restoreAllMocks()
  vi.resetModules()
})

/** The module as it is on a machine that has no /proc. */
async function elsewhere(): Promise<typeof import('./process-identity.ts')> {
  const real = process.getBuiltinModule
  const absent = (): never => {
    throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' })
  }
  vi.spyOn(process, 'getBuiltinModule').mockImplementation((id: string) =>
    id === 'node:fs' ? { ...fs, readFileSync: absent, readlinkSync: absent } : real(id as 'node:fs'),
  )
  vi.resetModules()
  return await import('./process-identity.ts')
}

describe('a process', () => {
  it('is recognised from its printed identity', () => {
    expect(parseIdentity(printIdentity(ownIdentity()))).toEqual(ownIdentity())
    expect(isAlive(ownIdentity())).toBe(true)
  })

  it.each(['', '12', '1.2', 'x.1.place', '1.2.pl-ace', '12345678901.1.place'])('is not read from %j', (text) => {
    expect(parseIdentity(text)).toBeUndefined()
  })

  it('of another place cannot be known here', () => {
    expect(isAlive({ ...ownIdentity(), place: 'elsewhere' })).toBeUndefined()
  })

  it('that did not tell when it started counts as alive while its pid is in use', () => {
    const { place } = ownIdentity()
    expect(isAlive({ pid: process.ppid, startedAt: '0', place })).toBe(true)
    expect(isAlive({ pid: 4_194_000, startedAt: '0', place })).toBe(false)
  })

  it('of another user is alive', () => {
    vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' })
    })
    expect(isAlive({ pid: process.ppid, startedAt: '0', place: ownIdentity().place })).toBe(true)
  })
})

describe('where the system does not tell when a process started', () => {
  it('a pid in use is enough to be alive', async () => {
    const { isAlive: alive, ownIdentity: self } = await elsewhere()
    expect(self()).toMatchObject({ pid: process.pid, startedAt: '0' })
    expect(alive(self())).toBe(true)
    expect(alive({ ...self(), pid: process.ppid, startedAt: 'abc' })).toBe(true)
    expect(alive({ ...self(), pid: 4_194_000 })).toBe(false)
  })

  it('the place is another one than with it', async () => {
    expect((await elsewhere()).ownIdentity().place).not.toBe(ownIdentity().place)
  })
})

describe('standard input', () => {
  it('is read to its end', async () => {
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([Buffer.from('a: '), Buffer.from('1\n')]) as never)
    expect(Buffer.from(await nodeRuntime().stdin()).toString()).toBe('a: 1\n')
  })
})
