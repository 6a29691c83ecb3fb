import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { cacheFolder } from './cache-folder.ts'

describe.skipIf(process.platform === 'win32')('cacheFolder', () => {
  it.each([
    [{ XDG_CACHE_HOME: '/var/cache/me', HOME: '/home/me' }, '/var/cache/me/shop'],
    [{ XDG_CACHE_HOME: 'cache', HOME: '/home/me' }, '/home/me/.cache/shop'],
    [{ XDG_CACHE_HOME: '', HOME: '/home/me' }, '/home/me/.cache/shop'],
    [{ HOME: '/home/me' }, '/home/me/.cache/shop'],
  ])('for %j is %s', (env, folder) => {
    expect(cacheFolder(env, 'shop')).toBe(folder)
  })

  it('is not guessed', () => {
    expect(() => cacheFolder({}, 'shop')).toThrow(ConfigError)
  })
})
