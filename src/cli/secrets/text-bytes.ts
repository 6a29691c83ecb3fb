import { ConfigError } from '../../errors/config-error.ts'
import { type ReadAt, readFileBytes } from '../../runtime/read-file.ts'
import { printByteSize } from '../../values/byte-size.ts'

/** No text in this language can be much longer. */
const mostBytes = 268_435_456
/** So much of a file tells whether it is a text. */
const headBytes = 8_000

/**
 * The bytes of a text of any size and encoding; of a binary file no more is read than tells that it is one.
 * @throws ConfigError SOURCE_UNREADABLE, SOURCE_TOO_LARGE
 */
export function readTextBytes(path: string, file: string): Uint8Array | 'absent' | 'binary' {
  const readPart = (read: ReadAt, size: number): Uint8Array | undefined => {
    const head = new Uint8Array(Math.min(size, headBytes))
    if (isBinary(head.subarray(0, read(head, 0)))) return head
    if (size > mostBytes) throw tooLarge(file)
    return undefined
  }
  const content = readFileBytes(path, { file, maxBytes: Number.POSITIVE_INFINITY, readPart })
  if (content === undefined) return 'absent'
  return isBinary(content.bytes) ? 'binary' : content.bytes
}

/** The text of bytes that may be damaged: what is no character is replaced. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder(utf16Of(bytes)).decode(bytes)
}

/** As git tells it: a zero byte near the beginning. A text in UTF-16 says what it is. */
function isBinary(bytes: Uint8Array): boolean {
  return utf16Of(bytes) === undefined && bytes.subarray(0, headBytes).includes(0)
}

/** By its mark, little end first or big end first. PowerShell writes it. */
function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

function tooLarge(file: string): ConfigError {
  return new ConfigError({
    code: 'SOURCE_TOO_LARGE',
    severity: 'error',
    message: `a text of more than ${printByteSize(mostBytes)} was not looked at`,
    hint: 'cut it into parts, or name the files to look at',
    file,
  })
}
