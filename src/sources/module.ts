import { fileTargets } from './file-targets.ts'
import { checkOptions } from './known-options.ts'
import { reading } from './later.ts'
import { locationOf, pathOf, withSlashes } from './location.ts'
import type { Source } from './source.ts'

export interface ModuleOptions {
  /** Default: false. */
  readonly optional?: boolean
}

/** What a function that a module exports is called with. */
export interface ModuleArguments {
  /** The active profile, if there is one. */
  readonly profile: string | undefined
  /** The active profile and its parents, lowest priority first. */
  readonly profiles: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder that relative paths begin at. */
  readonly cwd: string
}

/**
 * The default export of a JavaScript or TypeScript module: a map, or a function that returns one (or its promise).
 * It is loaded afresh, with everything it imports from outside `node_modules`, when one of those files has changed.
 * Modules loaded earlier stay in memory, as Node never lets go of them; and a module that the program imports as
 * well is a second copy here. TypeScript needs Node 22.18 or later, which removes the types.
 *
 * ```ts
 * sources: [module('config/app.ts')]   // export default ({ profile }) => ({ server: { port: profile === 'prod' ? 80 : 8080 } })
 * ```
 */
export function module(path: string | URL, options: ModuleOptions = {}): Source {
  checkOptions('module', options)
  const written = withSlashes(pathOf(path))
  const name = `module:${written}`
  return {
    kind: 'module',
    name,
    optional: options.optional ?? false,
    async read(context) {
      // Few programs need it, so it is loaded with the first module.
      const { readModule } = await import('#sources/module')
      return readModule(written, name, context)
    },
    missing: (context) => reading().missingFile(locationOf(written, context.cwd), name),
    watchTargets: (context) => fileTargets(written, context),
  }
}
