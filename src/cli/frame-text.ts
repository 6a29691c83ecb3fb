import { resolve } from 'node:path'
import { decode } from '../formats/decode.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import type { CliContext } from './context.ts'
import { pathOf } from './paths.ts'

/**
 * The text of a file for showing lines of it, with what looks like a secret starred out: the lines around an
 * error end up in build logs.
 */
export function frameText(context: CliContext, file: string): string | undefined {
  const text =
    context.frames.texts.get(file) ??
    readQuietly(pathOf(context, file)) ??
    readQuietly(resolve(context.frames.root ?? context.cwd, file))
  return text === undefined ? undefined : starSecrets(text)
}

/** A picture is an extra: a file that cannot be read now has an issue of its own, or is shown without lines. */
function readQuietly(path: string): string | undefined {
  try {
    const content = readFileBytes(path)
    return content && decode(content.bytes, path)
  } catch {
    return undefined
  }
}

const secretWord = /password|passwd|passphrase|secret|token|api[-_]?key|private[-_]?key|credential/i
const assignment = /^([ \t]*(?:export[ \t]+|-[ \t]+|[{,][ \t]*)?["']?)([\w.$-]+)(["']?[ \t]*[:=][ \t]*)([^\s#].*)$/gm
const userInfo = /(\/\/[^\s/:@]{0,200}:)([^\s/@]{1,500})(?=@)/g

/** Every unit becomes one star, so marks still stand where they should. */
export function starSecrets(text: string): string {
  return text
    .replace(assignment, (line, before: string, name: string, sign: string, value: string) =>
      secretWord.test(name) ? before + name + sign + '*'.repeat(value.length) : line,
    )
    .replace(userInfo, (_, before: string, password: string) => before + '*'.repeat(password.length))
}
