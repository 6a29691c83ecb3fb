import { isMap } from '../../values/value.ts'
import { compareEnvironments, countKeys, type EnvironmentFile } from '../environments.ts'
import type { FileRole, Found, Layout } from '../found.ts'
import type { ProjectFiles } from '../project-files.ts'

export const envFile = /^(?:.*\/)?\.env(?:\.[A-Za-z0-9_.-]+)?$/
const notData = /\.(?:keys|vault|me|enc|schema|previous|bak)$/
const examples = /\.(?:example|sample|template|dist|defaults?)$/

/** https://github.com/motdotla/dotenv and those who read the same files: `.env`, `.env.production`, `.env.local`. */
export const dotenvFiles: Layout = {
  tool: 'dotenv',
  async recognise(project) {
    const all = await readEnvFiles(project)
    const plain = all.filter((file) => !isEncrypted(file))
    return [...Map.groupBy(plain, ({ file }) => folderOf(file)).values()].map((files) => found(files))
  },
}

/** Every .env file that holds values, read. */
export async function readEnvFiles(project: ProjectFiles): Promise<readonly EnvironmentFile[]> {
  const names = project.matching(envFile).filter((file) => !notData.test(file))
  return Promise.all(
    names.map(async (file): Promise<EnvironmentFile> => {
      const data = await project.read(file, 'dotenv')
      return { file, ...roleOf(file), keys: countKeys(data), data }
    }),
  )
}

/** True for a file that dotenvx has encrypted values in. */
export function isEncrypted({ data }: EnvironmentFile): boolean {
  const value = data.document?.value
  if (!isMap(value)) return false
  return Object.entries(value).some(
    ([key, text]) => key.startsWith('DOTENV_PUBLIC_KEY') || (typeof text === 'string' && text.startsWith('encrypted:')),
  )
}

export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')))
}

function roleOf(file: string): { readonly role: FileRole; readonly profile?: string } {
  const name = file.slice(file.lastIndexOf('/') + 1)
  if (examples.test(name)) return { role: 'example' }
  if (name.endsWith('.local')) return { role: 'local' }
  return name === '.env' ? { role: 'base' } : { role: 'profile', profile: name.slice('.env.'.length) }
}

function found(files: readonly EnvironmentFile[]): Found {
  const example = files.find(({ role }) => role === 'example')
  const base = files.find(({ role }) => role === 'base')
  const compared = compareEnvironments(files.filter(({ role }) => role !== 'example' && role !== 'local'))
  // An example is there to be complete: what is only in one of the two is a slip.
  const beside =
    example === undefined || base === undefined
      ? undefined
      : compareEnvironments([
          { ...example, role: 'profile', profile: 'example' },
          { ...base, role: 'profile', profile: 'base' },
        ])
  const issues = [...compared.issues, ...(beside?.issues ?? [])]
  const data = files.filter(({ data: { document } }) => document !== undefined)
  const keys = new Set(data.flatMap(({ data: { document } }) => (isMap(document?.value) ? Object.keys(document.value) : [])))
  const differing = new Set(issues.map(({ path }) => String(path?.[0])))
  return {
    tool: 'dotenv',
    files: files.map(({ data: _, ...file }) => file),
    keys: keys.size,
    profiles: files.flatMap(({ profile }) => profile ?? []),
    agreement: files.length < 2 ? undefined : { agree: keys.size - differing.size, of: keys.size },
    notes: example === undefined && base !== undefined ? ['no .env.example tells others what to set'] : [],
    next: data.length === 0 ? [] : [`schema infer ${data.map(({ file }) => file).join(' ')} --out schema.json`],
    issues: [...files.flatMap(({ data: { issues: own } }) => own), ...issues],
  }
}
