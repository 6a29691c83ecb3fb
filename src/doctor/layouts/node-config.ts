import type { Issue } from '../../errors/issue.ts'
import type { FormatName } from '../../formats/choose.ts'
import { count } from '../../text/words.ts'
import { printPath } from '../../values/path.ts'
import { isMap } from '../../values/value.ts'
import { walkLeaves } from '../../values/walk.ts'
import { compareEnvironments, countKeys, type EnvironmentFile } from '../environments.ts'
import type { FileRole, Found, Layout } from '../found.ts'
import { hasAt } from '../has-at.ts'
import type { ProjectFiles } from '../project-files.ts'

const variablesStem = 'custom-environment-variables'
const code = /\.(?:[cm]?[jt]s|coffee|iced)$/
const inFolder = /^(?:.*\/)?config\/[^/]+\.(?:json5?|jsonc|ya?ml|toml|properties|[cm]?[jt]s|coffee|iced|cson|hjson|xml)$/

/** https://github.com/node-config/node-config: `config/default.*`, a file for each NODE_ENV, `local-*`, variables. */
export const nodeConfig: Layout = {
  tool: 'node-config',
  async recognise(project) {
    const byFolder = Map.groupBy(project.matching(inFolder), (file) => file.slice(0, file.lastIndexOf('/')))
    const found: Found[] = []
    for (const [folder, files] of byFolder) {
      const stems = files.map(stemOf)
      const isUsed = project.dependencies.has('config') && folder === 'config' && files.some((file) => !code.test(file))
      if (isUsed || stems.some((stem) => stem === 'default' || stem === variablesStem)) found.push(await look(project, files))
    }
    return found
  },
}

async function look(project: ProjectFiles, names: readonly string[]): Promise<Found> {
  const files = await Promise.all(names.map((file) => readFile(project, file)))
  const { keys, agree, issues } = compareEnvironments(files)
  const variables = files.filter(({ role }) => role === 'variables')
  const programs = files.filter(({ file }) => code.test(file))
  const data = files
    .filter(({ role, data: { document } }) => document !== undefined && role !== 'variables')
    .map(({ file }) => file)
  const readable = data.filter((file) => project.isWhatItsNameSays(file))
  const json5 = data.filter((file) => !project.isWhatItsNameSays(file))
  return {
    tool: 'node-config',
    files: files.map(({ data: _, ...file }) => file),
    keys,
    profiles: [...new Set(files.flatMap(({ profile }) => profile ?? []))],
    agreement: { agree, of: keys },
    notes: [
      ...variables.map((file) => `${file.file} maps ${count(file.keys ?? 0, 'variable')}`),
      ...programs.map(({ file }) => `${file} is a program, and was not run`),
      ...json5.map((file) => `${file} is JSON5: other readers want it to be called so`),
    ],
    next: readable.length === 0 ? [] : [`schema infer ${readable.join(' ')} --out schema.json`],
    issues: [
      ...files.flatMap(({ data: { issues: own } }) => own),
      ...issues,
      ...variables.flatMap((file) => unmatched(file, files)),
    ],
  }
}

async function readFile(project: ProjectFiles, file: string): Promise<EnvironmentFile> {
  const data = await project.read(file, formatOf(file))
  const stem = stemOf(file)
  const role = roleOf(stem, file)
  const profile = role === 'profile' ? stem : undefined
  return { file, role, profile, keys: role === 'variables' ? countVariables(data.document?.value) : countKeys(data), data }
}

/** node-config reads .json files as JSON5. */
function formatOf(file: string): FormatName | undefined {
  if (/\.json[5c]?$/.test(file)) return 'json5'
  if (/\.ya?ml$/.test(file)) return 'yaml'
  if (file.endsWith('.toml')) return 'toml'
  return file.endsWith('.properties') ? 'properties' : undefined
}

function stemOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1)
  return name.slice(0, name.lastIndexOf('.'))
}

function roleOf(stem: string, file: string): FileRole {
  if (stem === variablesStem) return 'variables'
  if (stem === 'default' || stem.startsWith('default-')) return 'base'
  if (stem === 'local' || stem.startsWith('local-') || stem === 'runtime') return 'local'
  return code.test(file) ? 'code' : 'profile'
}

/** `{ __name: 'PORT', __format: 'number' }` is one variable. */
function countVariables(value: unknown): number | undefined {
  if (!isMap(value)) return undefined
  let found = 0
  walkLeaves(value, (path, leaf) => {
    if (typeof leaf === 'string' && path.at(-1) !== '__format') found++
  })
  return found
}

function unmatched(file: EnvironmentFile, all: readonly EnvironmentFile[]): readonly Issue[] {
  const { document } = file.data
  // What a program sets for everybody, nobody knows without running it.
  if (document === undefined || all.some(({ file: name, role }) => role === 'base' && code.test(name))) return []
  const others = all.filter((each) => each !== file).flatMap(({ data }) => data.document?.value ?? [])
  const issues: Issue[] = []
  walkLeaves(document.value, (path, leaf) => {
    const isForm = path.at(-1) === '__format' || path.at(-1) === '__name'
    const key = isForm ? path.slice(0, -1) : path
    if (path.at(-1) === '__format' || typeof leaf !== 'string' || others.some((value) => hasAt(value, key))) return
    const message = `${leaf} sets ${printPath(key)}, which no other file has`
    const hint = 'correct the key, or add it to default'
    const span = document.locate(key, 'key')
    issues.push({
      code: 'LAYOUT_KEY_UNMATCHED',
      severity: 'warning',
      message,
      path: key,
      file: file.file,
      span,
      name: leaf,
      hint,
    })
  })
  return issues
}
