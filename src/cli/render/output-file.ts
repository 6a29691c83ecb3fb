import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { decode } from '../../formats/decode.ts'
import { writeFileAtomically } from '../../runtime/atomic-write.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import type { CliContext } from '../context.ts'
import { pathOf } from '../paths.ts'

/** What the file holds now; `undefined` if it is not there. @throws ConfigError SOURCE_UNREADABLE, SOURCE_ENCODING */
export function textOfOutput(context: CliContext, file: string): string | undefined {
  const content = readFileBytes(pathOf(context, file), { file })
  return content && decode(content.bytes, file)
}

/** Writes the file, and makes its folder. @throws ConfigError FILE_WRITE */
export function writeOutput(context: CliContext, file: string, text: string): void {
  const path = pathOf(context, file)
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (cause) {
    const message = 'the folder of the file could not be made'
    throw new ConfigError({ code: 'FILE_WRITE', severity: 'error', message, file, hint: 'correct --out' }, { cause })
  }
  writeFileAtomically(path, text, { file })
}

/** GENERATED_STALE: the file is there or not, but is not what the template gives. */
export function staleOutput(file: string, template: string): Issue {
  return {
    code: 'GENERATED_STALE',
    severity: 'error',
    message: `${JSON.stringify(file)} is not what ${JSON.stringify(template)} gives now`,
    file,
    hint: 'write it again: the same command without --check',
  }
}
