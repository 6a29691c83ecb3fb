import type { Issue } from '../errors/issue.ts'
import type { Source } from './source.ts'

/**
 * Sources that are read only while a condition on the profiles holds: names with `!`, `&`, `|` and parentheses.
 *
 * ```ts
 * sources: [file('config/base.yaml'), when('prod & !eu', file('config/us.yaml')), env({ prefix: 'SHOP_' })]
 * ```
 */
export function when(expression: string, ...sources: readonly Source[]): Source {
  return whenWritten(expression, {}, sources)
}

/** The same, with the place of the condition for what is wrong with it. */
export function whenWritten(expression: string, place: Partial<Issue>, sources: readonly Source[]): Source {
  return {
    kind: sources[0]?.kind ?? 'object',
    name: `${sources.map(({ name }) => name).join(', ')} when ${expression}`,
    optional: true,
    read: () => undefined,
    expand: ({ isActive }) => (isActive(expression, place) ? sources : []),
  }
}
