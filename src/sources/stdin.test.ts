import { expect, it } from 'vitest'
import { contextOf } from './read-context.fixture.ts'
import { stdin } from './stdin.ts'

it('reads standard input once, whoever asks', async () => {
  let reads = 0
  const context = contextOf({
    stdin: async () => {
      reads++
      return new TextEncoder().encode('{"a": 1}')
    },
  })
  const [first, second] = await Promise.all([stdin({ format: 'json' }).read(context), stdin({ format: 'json' }).read(context)])
  expect(first).toMatchObject({ kind: 'bytes', uri: 'stdin:', file: '<stdin>', format: 'json' })
  expect(second).toEqual(first)
  expect(reads).toBe(1)
})
