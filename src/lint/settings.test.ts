import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { readSettings } from './settings.ts'

function errorOf(action: () => unknown): ConfigError {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('readSettings', () => {
  it('lets the command line win over the manifest', () => {
    const settings = readSettings({ rules: { LINT_TYPE_DRIFT: 'off', LINT_PORT_CLASH: 'warn' } }, ['LINT_TYPE_DRIFT=error'])
    expect([...settings]).toEqual([
      ['LINT_TYPE_DRIFT', 'error'],
      ['LINT_PORT_CLASH', 'warn'],
    ])
  })

  it.each(['type-drift=off', 'lint_type_drift=off', 'TYPE_DRIFT=off'])('takes %s', (text) => {
    expect(readSettings(undefined, [text]).get('LINT_TYPE_DRIFT')).toBe('off')
  })

  it('suggests the nearest rule', () => {
    const { issues } = errorOf(() => readSettings(undefined, ['LINT_TYPE_DRFIT=off']))
    expect(issues[0]).toMatchObject({ code: 'CLI_USAGE', hint: 'did you mean "LINT_TYPE_DRIFT"?' })
  })

  it('reports all mistakes at once', () => {
    const { issues } = errorOf(() => readSettings(undefined, ['LINT_PORT_CLASH=loud', 'nothing-like-it=off', 'LINT_PORT_CLASH']))
    expect(issues.map(({ message }) => message)).toEqual([
      '"loud" is no setting of a rule',
      'there is no rule "nothing-like-it"',
      '--rule takes CODE=off, CODE=warn or CODE=error, not "LINT_PORT_CLASH"',
    ])
  })

  it('says that a mistake is in the manifest', () => {
    // A manifest that is data may hold any word.
    const rules = { LINT_PORT_CLASH: 'loud' } as never
    expect(errorOf(() => readSettings({ rules }, [])).issues[0]).toMatchObject({
      code: 'OPTION_INVALID',
      path: ['lint', 'rules'],
    })
  })
})
