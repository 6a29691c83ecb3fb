import { describe, expect, it } from 'vitest'
import { defaultAuditFile, defaultStoreFile } from './user-files.ts'

describe('the files of a person', () => {
  it.each([
    [
      { HOME: '/home/ada' },
      'linux',
      '/home/ada/.local/share/configmanage/secrets.age',
      '/home/ada/.local/state/configmanage/audit.ndjson',
    ],
    [
      { HOME: '/h', XDG_DATA_HOME: '/d', XDG_STATE_HOME: '/s' },
      'linux',
      '/d/configmanage/secrets.age',
      '/s/configmanage/audit.ndjson',
    ],
    [
      { HOME: '/h', XDG_DATA_HOME: 'relative', XDG_STATE_HOME: '' },
      'linux',
      '/h/.local/share/configmanage/secrets.age',
      '/h/.local/state/configmanage/audit.ndjson',
    ],
    [
      { HOME: '/Users/ada' },
      'darwin',
      '/Users/ada/Library/Application Support/configmanage/secrets.age',
      '/Users/ada/Library/Application Support/configmanage/audit.ndjson',
    ],
    [{ LOCALAPPDATA: '/local' }, 'win32', '/local/configmanage/secrets.age', '/local/configmanage/audit.ndjson'],
    [{ CONFIGMANAGE_SECRET_STORE: 'here.age', CONFIGMANAGE_AUDIT_LOG: 'log' }, 'linux', 'here.age', 'log'],
    [{}, 'linux', undefined, undefined],
    [{}, 'win32', undefined, undefined],
  ])('%j on %s', (env, platform, store, audit) => {
    expect([defaultStoreFile(env, platform), defaultAuditFile(env, platform)]).toEqual([store, audit])
  })
})
