import { describe, expect, it } from 'vitest'
import { args } from '../../sources/args.ts'
import { directory } from '../../sources/directory.ts'
import { dotenv } from '../../sources/dotenv.ts'
import { env } from '../../sources/env.ts'
import { file } from '../../sources/file.ts'
import { object } from '../../sources/object.ts'
import type { Source } from '../../sources/source.ts'
import { stdin } from '../../sources/stdin.ts'
import { createSandbox } from '../sandbox.ts'
import { type SourceSubject, sourceContract } from './source.ts'

const sandbox = createSandbox({
  files: { 'app.yaml': 'port: 1\n', '.env': 'PORT=1\n', 'mounted/port': '1\n', 'folder.yaml/inside': '' },
  env: { SHOP_PORT: '1' },
  args: ['--port', '1'],
  stdin: 'port: 1\n',
})
const { runtime } = sandbox

const subjects: Readonly<Record<string, () => SourceSubject>> = {
  object: () => ({ source: object({ port: 1 }), runtime }),
  file: () => ({ source: file('app.yaml'), absent: file('none.yaml'), broken: file('folder.yaml'), runtime }),
  directory: () => ({ source: directory('mounted'), absent: directory('none'), broken: directory('app.yaml'), runtime }),
  dotenv: () => ({ source: dotenv(), absent: dotenv({ path: 'none.env' }), broken: dotenv({ path: 'folder.yaml' }), runtime }),
  env: () => ({ source: env({ prefix: 'SHOP_' }), runtime }),
  args: () => ({ source: args(), runtime }),
  stdin: () => ({ source: stdin({ format: 'yaml' }), runtime }),
}

describe.each(Object.keys(subjects))('the %s source', (kind) => {
  for (const { name, run } of sourceContract) it(name, () => run(subjects[kind] as () => SourceSubject))
})

describe('the contract of sources', () => {
  const good: Source = {
    kind: 'own',
    name: 'own',
    read: () => ({ kind: 'value', uri: 'own', version: '1', value: { a: 1 }, textOnly: false }),
  }

  async function brokenPromises(subject: SourceSubject): Promise<readonly string[]> {
    const broken: string[] = []
    for (const { name, run } of sourceContract) {
      try {
        await run(() => subject)
      } catch {
        broken.push(name)
      }
    }
    return broken
  }

  it('has nothing against a good source', async () => {
    expect(await brokenPromises({ source: good })).toEqual([])
  })

  it.each<[string, SourceSubject]>([
    ['has a kind and a name, without credentials', { source: { ...good, name: 'https://me:secret@example.test' } }],
    ['may be read twice, and answers the same while nothing changes', { source: changing() }],
    ['answers undefined for what is not there', { source: good, absent: good }],
    [
      'fails with a ConfigError for what cannot be read, never with an empty answer',
      { source: good, broken: { ...good, read: () => undefined } },
    ],
    [
      'does not change the environment or the arguments',
      {
        source: {
          ...good,
          read: (context) => {
            Object.assign(context.env, { LEFT: 'behind' })
            return good.read(context)
          },
        },
      },
    ],
  ])('finds a source that breaks: %s', async (promise, subject) => {
    expect(await brokenPromises(subject)).toEqual([promise])
  })

  function changing(): Source {
    let version = 0
    return { ...good, read: () => ({ kind: 'value', uri: 'own', version: `${version++}`, value: {}, textOnly: false }) }
  }
})
