import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import type { ReadContext, ValueReading } from '../sources/source.ts'
import { setSource } from './set-source.ts'

function read(settings: readonly string[], lower = {}): ValueReading {
  const context = { keys: { lower, declared: [] } } as unknown as ReadContext // nothing else is looked at
  return setSource(settings).read(context) as ValueReading
}

describe('--set', () => {
  it('makes a tree of texts, and calls each value as it was typed', () => {
    const reading = read(['server.port=80', 'name=a=b'])
    expect(reading).toMatchObject({ value: { server: { port: '80' }, name: 'a=b' }, textOnly: true })
    expect(reading.nameOf?.(['server', 'port'])).toBe('--set server.port')
    expect(reading.nameOf?.(['server'])).toBeUndefined()
  })

  it('warns of a key that is most likely a slip, and not of one that is new', () => {
    const { warnings } = read(['server.prot=80', 'colour=blue', 'server.host=x'], { server: { port: 1, host: '' } })
    expect(warnings).toMatchObject([
      {
        code: 'SOURCE_NEAR_MISS',
        message: '"--set server.prot" fits no key',
        name: '--set server.prot',
        hint: 'did you mean "--set server.port"?',
      },
    ])
    expect(warnings).toHaveLength(1)
  })

  it.each(['server.port', '=80', 'a..b=1'])('refuses %s', (setting) => {
    try {
      setSource([setting])
      expect.unreachable()
    } catch (error) {
      expect(ConfigError.is(error) && error.code).toBe('CLI_USAGE')
    }
  })
})
