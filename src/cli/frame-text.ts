import { basename, resolve } from 'node:path'
import { decode } from '../formats/decode.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import type { CliContext } from './context.ts'
import { pathOf } from './paths.ts'
import { starSchema } from './star-schema.ts'
import { nameTest, starSecrets, starTokens, starValues } from './star-secrets.ts'
import { starSpans, starTexts } from './star-spans.ts'

/**
 * The text of a file for showing lines of it, with what looks like a secret starred out: the lines around an
 * error end up in build logs.
 */
export function frameText(context: CliContext, file: string): string | undefined {
  const text =
    context.frames.texts.get(file) ??
    readQuietly(pathOf(context, file)) ??
    readQuietly(resolve(context.frames.root ?? context.cwd, file))
  if (text === undefined) return undefined
  const { spans, texts } = context.frames.hidden ?? { spans: [], texts: [] }
  const starred = starSpans(
    text,
    spans.filter((span) => span.file === file),
  )
  // As they are, and as a quoted value has them.
  const safe = starTexts(starred, [...new Set(texts.flatMap((each) => [each, JSON.stringify(each).slice(1, -1)]))])
  const { schemas, secrets, hidesContents } = context.frames
  // The rules themselves are no secret.
  if (hidesContents && basename(file) !== '.sops.yaml') return starValues(safe)
  const schema = schemas?.has(file) ? starSchema(safe, file, nameTest(secrets ?? [])) : undefined
  return schema === undefined ? starSecrets(safe, secrets) : starTokens(schema)
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
