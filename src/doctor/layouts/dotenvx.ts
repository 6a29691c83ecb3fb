import { count } from '../../text/words.ts'
import { isMap } from '../../values/value.ts'
import type { EnvironmentFile } from '../environments.ts'
import type { Found, FoundFile, Layout } from '../found.ts'
import { isEncrypted, readEnvFiles } from './dotenv.ts'

const keysFile = /^(?:.*\/)?\.env\.keys$/

/** https://github.com/dotenvx/dotenvx: .env files with encrypted values and a public key, `.env.keys` with the private one. */
export const dotenvx: Layout = {
  tool: 'dotenvx',
  async recognise(project) {
    const files = (await readEnvFiles(project)).filter(isEncrypted)
    const keys = project.matching(keysFile)
    if (files.length === 0 && keys.length === 0) return []
    const values = files.map(valuesOf)
    const encrypted = sum(values.map((each) => each.encrypted))
    const plain = sum(values.map((each) => each.plain.length))
    const found: Found = {
      tool: 'dotenvx',
      files: [
        ...files.map(({ data: _, ...file }, index): FoundFile => ({ ...file, keys: values[index]?.total })),
        ...keys.map((file): FoundFile => ({ file, role: 'keys' })),
      ],
      keys: new Set(values.flatMap(({ names }) => names)).size,
      profiles: files.flatMap(({ profile }) => profile ?? []),
      notes: [
        `${count(encrypted, 'value')} encrypted, ${plain} readable`,
        ...(keys.length === 0 ? ['no .env.keys here: the private key is somewhere else'] : []),
      ],
      next: ['lint'].map((command) => `${command} ${[...files.map(({ file }) => file)].join(' ')}`.trim()),
      issues: [],
    }
    return [found]
  },
}

interface Values {
  readonly names: readonly string[]
  readonly total: number
  readonly encrypted: number
  readonly plain: readonly string[]
}

function valuesOf({ data }: EnvironmentFile): Values {
  const value = data.document?.value
  const entries = Object.entries(isMap(value) ? value : {}).filter(([key]) => !key.startsWith('DOTENV_PUBLIC_KEY'))
  const plain = entries.filter(([, text]) => typeof text !== 'string' || !text.startsWith('encrypted:')).map(([key]) => key)
  return { names: entries.map(([key]) => key), total: entries.length, encrypted: entries.length - plain.length, plain }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
