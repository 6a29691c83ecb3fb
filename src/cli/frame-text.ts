import { decode } from '../formats/decode.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import type { CliContext } from './context.ts'
import { pathOf } from './paths.ts'

/**
 * The text of a file for showing lines of it, with what looks like a secret starred out: the lines around an
 * error end up in build logs.
 */
export function frameText(context: CliContext, file: string): string | undefined {
  const text = context.texts.get(file) ?? readQuietly(context, file)
  return text === undefined ? undefined : starSecrets(text)
}

/** A picture is an extra: a file that cannot be read now has an issue of its own, or is shown without lines. */
function readQuietly(context: CliContext, file: string): string | undefined {
  try {
    const content = readFileBytes(pathOf(context, file), { file })
    return content && decode(content.bytes, file)
  } catch {
    return undefined
  }
}

const secretWord = /password|passwd|passphrase|secret|token|api[-_]?key|private[-_]?key|credential/i
const assignment = /^(\s*(?:export\s+|-\s+)?["']?)([\w.$-]+)(["']?\s*[:=]\s*)(\S.*)$/gm
const userInfo = /(\/\/[^\s/:@]*:)([^\s/@]+)(?=@)/g

/** Every unit becomes one star, so the marks still stand where they should. */
function starSecrets(text: string): string {
  return text
    .replace(assignment, (line, before: string, name: string, sign: string, value: string) =>
      secretWord.test(name) ? before + name + sign + '*'.repeat(value.length) : line,
    )
    .replace(userInfo, (_, before: string, password: string) => before + '*'.repeat(password.length))
}
