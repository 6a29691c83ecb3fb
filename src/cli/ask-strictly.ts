import type { Config } from '../config/config.ts'
import { nearPath } from '../config/near-path.ts'
import { ConfigError } from '../errors/config-error.ts'
import { parsePath } from '../values/path.ts'
import type { Value } from '../values/value.ts'

/**
 * What a strict question about a path answers. Where there is no such key, the hint is for a command line: the
 * nearest names, or else `advice`.
 * @throws ConfigError KEY_MISSING
 */
export function askStrictly<Answer>(config: Config, text: string, advice: string, ask: () => Answer): Answer {
  try {
    return ask()
  } catch (error) {
    if (!ConfigError.is(error) || error.code !== 'KEY_MISSING') throw error
    // The configuration is plain data.
    const near = nearPath(config.value as Value, parsePath(text) ?? [])
    throw new ConfigError(error.issues.map((issue) => ({ ...issue, hint: near ?? advice })))
  }
}
