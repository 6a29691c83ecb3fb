import { EventEmitter } from 'node:events'
import { Readable } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import { inputOf, outputOf } from './context.ts'

describe('outputOf', () => {
  function stream() {
    return Object.assign(new EventEmitter(), { isTTY: true as const, columns: 80, write: vi.fn(() => true) })
  }

  it('writes to the stream and knows its width', () => {
    const real = stream()
    const output = outputOf(real)
    output.write('x')
    expect(real.write).toHaveBeenCalledWith('x')
    expect(output).toMatchObject({ isTTY: true, columns: 80 })
  })

  async function exitOf(error: object): Promise<unknown> {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
    const real = stream()
    outputOf(real)
    real.emit('error', error)
    await vi.waitFor(() => expect(exit).toHaveBeenCalledOnce())
    const [code] = exit.mock.calls[0] ?? []
    exit.mockRestore()
    return code
  }

  it('ends the process quietly when nobody reads any more', async () => {
    expect(await exitOf(Object.assign(new Error('closed'), { code: 'EPIPE' }))).toBeUndefined()
  })

  it('says why when the answer cannot be written, and never with the exit code of findings', async () => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(await exitOf(Object.assign(new Error('no space'), { code: 'ENOSPC' }))).toBe(3)
    expect(told.mock.calls.join('')).toMatch(
      /^error FILE_WRITE: standard output cannot be written: the disk is full \(ENOSPC\)\n/,
    )
    told.mockRestore()
  })
})

describe('inputOf', () => {
  it('reads to the end once, however often it is asked', async () => {
    const input = inputOf(Object.assign(Readable.from([Buffer.from('a'), Buffer.from('b')]), { isTTY: undefined }))
    expect(Buffer.from(await input.read()).toString()).toBe('ab')
    expect(Buffer.from(await input.read()).toString()).toBe('ab')
    expect(input.isTTY).toBe(false)
  })
})
