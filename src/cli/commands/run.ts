import { basename } from 'node:path'
import { schemaOf } from '../../config/validating/make-checker.ts'
import { Redactor } from '../../secrets/redactor.ts'
import { secretContents } from '../../values/secret-contents.ts'
import { isMap, kindOf, type Value } from '../../values/value.ts'
import type { Command } from '../command.ts'
import { openConfig } from '../open-config.ts'
import { writeWarnings } from '../output.ts'
import { runChild } from '../run-child/child.ts'
import { injectedVariables } from '../run-child/injected-variables.ts'
import { prefixOf } from '../schema/project-schema.ts'
import { isLegalName } from '../schema/variable-name.ts'
import { recordReveal } from '../secrets/reveal.ts'
import { usageError } from '../usage-error.ts'

interface RunFlags {
  readonly file?: readonly string[]
  readonly from?: string
  readonly prefix?: string
  readonly redact?: boolean
  readonly clean?: boolean
}

/** `run [--] <command...>`: a child with the configuration in its environment. Its exit code is ours. */
export const runCommand: Command<RunFlags> = async (context, words, flags) => {
  const { prefix: asked } = flags
  if (asked !== undefined && asked !== '' && !isLegalName(asked))
    throw usageError(`${JSON.stringify(asked)} can be no part of a variable`, 'use letters, digits and _')
  const { variables, secrets } = await load()
  return runChild(context, {
    // The parser refuses a call without a word.
    words: words as [string, ...string[]],
    env: { ...(flags.clean ? {} : context.env), ...variables },
    redactor: new Redactor(secrets),
    pipes: flags.redact === true,
  })

  async function load(): Promise<{ variables: Readonly<Record<string, string>>; secrets: readonly string[] }> {
    await using opened = await openConfig(context, flags)
    const { config, definition } = opened
    writeWarnings(context, flags, config.current.warnings)
    const value = config.value as Value // plain data, whatever its shape
    if (!isMap(value)) throw usageError(`a ${kindOf(value)} has no names to hand on as variables`, 'name files that hold maps')
    // Only the program: its arguments may hold anything.
    await recordReveal(context, `run ${basename(words[0] ?? '')}`, ['', value])
    const { field } = schemaOf({ ...definition, root: definition.root ?? context.cwd })
    return { variables: injectedVariables(value, field, asked ?? prefixOf(definition)), secrets: secretContents(value) }
  }
}
