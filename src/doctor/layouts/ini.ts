import { compareEnvironments, countKeys, type EnvironmentFile } from '../environments.ts'
import type { Found, Layout } from '../found.ts'
import { folderOf } from './dotenv.ts'

/** Settings of tools that only look like those of the program. */
const ofTools = /(?:^|\/)(?:tox|setup|pytest|mypy|desktop|php|\.?flake8|\.?coveragerc|\.?editorconfig|alembic)\.(?:ini|cfg)$/
const baseNames = /^(?:default|defaults|base|common|config|app|application|settings)$/

/** Folders with .ini files: one for all, or one for each environment. */
export const iniFiles: Layout = {
  tool: 'ini',
  async recognise(project) {
    const files = project.matching(/\.(?:ini|cfg|cnf)$/).filter((file) => !ofTools.test(file))
    const byFolder = Map.groupBy(files, folderOf)
    return Promise.all(
      [...byFolder.values()].map(async (names): Promise<Found> => {
        const read = await Promise.all(names.map(async (file) => ({ file, data: await project.read(file, 'ini') })))
        return found(read.map((each) => withRole(each, read.length)))
      }),
    )
  },
}

function withRole({ file, data }: Pick<EnvironmentFile, 'file' | 'data'>, siblings: number): EnvironmentFile {
  const stem = file.slice(file.lastIndexOf('/') + 1, file.lastIndexOf('.'))
  const isBase = siblings === 1 || baseNames.test(stem)
  return { file, role: isBase ? 'base' : 'profile', profile: isBase ? undefined : stem, keys: countKeys(data), data }
}

function found(files: readonly EnvironmentFile[]): Found {
  const { keys, agree, issues } = compareEnvironments(files)
  const readable = files.filter(({ data }) => data.document !== undefined).map(({ file }) => file)
  return {
    tool: 'ini',
    files: files.map(({ data: _, ...file }) => file),
    keys,
    profiles: files.flatMap(({ profile }) => profile ?? []),
    agreement: files.length < 2 ? undefined : { agree, of: keys },
    notes: ['every value is text: a schema says which are numbers'],
    next: readable.length === 0 ? [] : [`schema infer ${readable.join(' ')} --out schema.json`],
    issues: [...files.flatMap(({ data }) => data.issues), ...issues],
  }
}
