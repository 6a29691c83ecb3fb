import { ConfigError } from '../errors/config-error.ts'
import type { Source, TextReading } from '../sources/source.ts'

/** The world of tests: nothing of the machine's own. */
export const world = { env: { HOME: '/home/ana' }, cwd: '/', args: [] }

/** A source whose text a test can change, as if a file were saved. */
export function text(file: string, content: string, parts: Partial<TextReading> = {}): Source & { content: string } {
  const source = {
    kind: 'text',
    name: file,
    content,
    read: (): TextReading => ({
      kind: 'bytes',
      uri: `text:${file}`,
      version: source.content,
      file,
      bytes: new TextEncoder().encode(source.content),
      ...parts,
    }),
  }
  return source
}

/** The error an action is refused with. */
export async function failure(action: () => unknown): Promise<ConfigError> {
  try {
    await action()
  } catch (error) {
    if (ConfigError.is(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
