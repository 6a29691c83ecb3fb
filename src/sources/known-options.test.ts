import { describe, expect, it } from 'vitest'
import { args } from './args.ts'
import { directory } from './directory.ts'
import { dotenv } from './dotenv.ts'
import { env } from './env.ts'
import { file } from './file.ts'
import { module } from './module.ts'
import { search } from './search.ts'
import { stdin } from './stdin.ts'

describe('the options of a source', () => {
  it.each([
    [() => env('SHOP_' as never), 'the options of env() must be a map', 'write env({ prefix: "APP_" })'],
    [() => env(null as never), 'the options of env() must be a map', 'write env({ prefix: "APP_" })'],
    [() => env({ prefx: 'SHOP_' } as never), 'env() has no option "prefx"', 'did you mean "prefix"?'],
    [() => args({ prefx: 'a' } as never), 'args() has no option "prefx"', 'did you mean "prefix"?'],
    [() => dotenv({ paht: '.env' } as never), 'dotenv() has no option "paht"', 'did you mean "path"?'],
    [() => file('a.yaml', { optinal: true } as never), 'file() has no option "optinal"', 'did you mean "optional"?'],
    [() => file('a.yaml', true as never), 'the options of file() must be a map', 'write { optional: true }, or leave them out'],
    [() => directory('a', { optinal: true } as never), 'directory() has no option "optinal"', 'did you mean "optional"?'],
    [() => module('a.js', { optinal: true } as never), 'module() has no option "optinal"', 'did you mean "optional"?'],
    [() => search('a', { optinal: true } as never), 'search() has no option "optinal"', 'did you mean "optional"?'],
    [() => stdin({ fromat: 'json' } as never), 'stdin() has no option "fromat"', 'did you mean "format"?'],
  ])('are refused by name when there is no such option: %s', (make, message, hint) => {
    expect(make).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ code: 'OPTION_INVALID', message, hint })] }),
    )
  })
})
