import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { readHiddenLine } from './hidden-line.ts'

/** A terminal that says what was done to it. */
class Terminal extends EventEmitter {
  readonly calls: string[] = []
  setRawMode = (on: boolean): void => void this.calls.push(`raw ${on}`)
  resume = (): void => void this.calls.push('resume')
  pause = (): void => void this.calls.push('pause')
  type(...pieces: readonly (string | Uint8Array)[]): void {
    for (const piece of pieces) this.emit('data', Buffer.from(piece as string)) // or bytes, which are copied
  }
}

async function typed(...pieces: readonly (string | Uint8Array)[]): Promise<{ line: string; shown: string; terminal: Terminal }> {
  const terminal = new Terminal()
  let shown = ''
  const line = readHiddenLine(terminal, 'password: ', (text) => (shown += text), expect.fail)
  terminal.type(...pieces)
  return { line: await line, shown, terminal }
}

describe('a hidden line', () => {
  it.each([
    ['hunter2\r', 'hunter2'],
    ['hunter2\n', 'hunter2'],
    ['hunter2\u0004', 'hunter2'],
    ['hux\u007fnter2\r', 'hunter2'],
    ['\u007f\bhunter2\r', 'hunter2'],
    ['wrong\u0015hunter2\r', 'hunter2'],
    ['hun\u001b[Dter2\u001bOA\r', 'hunter2'],
    ['\u001b[200~hunter2\u001b[201~\r', 'hunter2'],
    ['grüße 🔑x\u007f\r', 'grüße 🔑'],
    ['first\rsecond\r', 'first'],
    ['\r', ''],
  ])('is what was typed: %j', async (keys, line) => {
    const outcome = await typed(keys)
    expect(outcome.line).toBe(line)
    expect(outcome.shown).toBe('password: \n')
    expect(outcome.terminal.calls).toEqual(['raw true', 'resume', 'raw false', 'pause'])
    expect(outcome.terminal.listenerCount('data')).toBe(0)
  })

  it('may come in pieces that part a letter', async () => {
    const bytes = Buffer.from('ü\r')
    expect((await typed('gr', bytes.subarray(0, 1), bytes.subarray(1))).line).toBe('grü')
  })

  it('ends with Ctrl-C, and the terminal is as it was', () => {
    const terminal = new Terminal()
    let interrupted = 0
    void readHiddenLine(
      terminal,
      '',
      () => undefined,
      () => interrupted++,
    )
    terminal.type('hun\u0003ter2\r')
    expect([interrupted, terminal.calls.at(-2), terminal.listenerCount('data')]).toEqual([1, 'raw false', 0])
  })
})
