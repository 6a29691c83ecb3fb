import { ConfigError } from '../../errors/config-error.ts'
import { parsePath } from '../../values/path.ts'
import type { Source } from '../source.ts'

/**
 * What `lazy` makes: a source that stands for others, once something of its part is needed.
 * @throws ConfigError OPTION_INVALID
 */
export function lazySource(part: string, sources: readonly Source[]): Source {
  const path = parsePath(part)
  if (!path?.length || path.some((key) => typeof key !== 'string')) throw wrongPart(part)
  // From JavaScript they may be anything.
  if (sources.length === 0 || sources.some((each: unknown) => typeof (each as Partial<Source> | null)?.read !== 'function'))
    throw noSource(part)
  return {
    kind: sources[0]?.kind ?? 'object',
    name: sources.map(({ name }) => name).join(', '),
    optional: true,
    part: path,
    read: () => undefined,
    expand: () => sources,
  }
}

function noSource(part: string): ConfigError {
  const message = `lazy(${JSON.stringify(part)}) needs sources that set it`
  const hint = `write lazy(${JSON.stringify(part)}, file('…'))`
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
}

function wrongPart(part: string): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `${JSON.stringify(part)} is no part that a source can be lazy about`,
    expected: 'keys with dots between them',
    hint: 'name a map, such as "catalog" or "shop.catalog"',
  })
}
