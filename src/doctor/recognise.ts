import type { Found, Layout } from './found.ts'
import { c12 } from './layouts/c12.ts'
import { convict } from './layouts/convict.ts'
import { dotenvFiles } from './layouts/dotenv.ts'
import { dotenvx } from './layouts/dotenvx.ts'
import { iniFiles } from './layouts/ini.ts'
import { nconf } from './layouts/nconf.ts'
import { nodeConfig } from './layouts/node-config.ts'
import type { ProjectFiles } from './project-files.ts'

/** Every layout that is known, in the order in which what was found is shown. */
export const layouts: readonly Layout[] = [nodeConfig, convict, nconf, c12, dotenvx, dotenvFiles, iniFiles]

/** Which ways of configuration a project uses. */
export async function recogniseLayouts(project: ProjectFiles): Promise<readonly Found[]> {
  return (await Promise.all(layouts.map((layout) => layout.recognise(project)))).flat()
}
