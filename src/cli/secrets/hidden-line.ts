import { StringDecoder } from 'node:string_decoder'

/** What is used of a terminal. */
export interface HiddenInput {
  setRawMode(on: boolean): unknown
  resume(): unknown
  pause(): unknown
  on(event: 'data', listener: (piece: Uint8Array) => void): unknown
  off(event: 'data', listener: (piece: Uint8Array) => void): unknown
}

const enter = new Set(['\r', '\n', '\u0004'])
const erase = new Set(['\u007f', '\b'])
const interrupt = '\u0003'
const eraseLine = '\u0015'

/**
 * One line typed or pasted at a terminal, of which nothing is shown. Ctrl-D ends it too, Ctrl-U begins again, and Ctrl-C
 * calls `interrupted` and never comes back. The terminal is left as it was found.
 */
export function readHiddenLine(
  terminal: HiddenInput,
  prompt: string,
  write: (text: string) => void,
  interrupted: () => void,
): Promise<string> {
  const decoder = new StringDecoder('utf8')
  let line: readonly string[] = []
  write(prompt)
  return new Promise((resolve) => {
    const listen = (piece: Uint8Array): void => {
      for (const letter of withoutKeys(decoder.write(Buffer.from(piece)))) {
        if (enter.has(letter) || letter === interrupt) {
          end(letter === interrupt ? interrupted : () => resolve(line.join('')))
          return
        }
        if (letter === eraseLine) line = []
        else if (erase.has(letter)) line = line.slice(0, -1)
        else line = [...line, letter]
      }
    }
    const end = (settle: () => void): void => {
      terminal.off('data', listen)
      terminal.setRawMode(false)
      terminal.pause()
      write('\n')
      settle()
    }
    terminal.setRawMode(true)
    terminal.on('data', listen)
    terminal.resume()
  })
}

/** Arrows and other keys send sequences, and some terminals mark what is pasted with them. */
function withoutKeys(text: string): string {
  return text.replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O[A-Z]|.)/g, '')
}
