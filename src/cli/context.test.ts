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

  it('ends the process when nobody reads any more, and lets other errors pass', () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
    const real = stream()
    outputOf(real)
    real.emit('error', Object.assign(new Error('closed'), { code: 'EPIPE' }))
    expect(exit).toHaveBeenCalledOnce()
    expect(() => real.emit('error', new Error('disk full'))).toThrow('disk full')
    exit.mockRestore()
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
