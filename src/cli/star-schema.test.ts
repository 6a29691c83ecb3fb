import { describe, expect, it } from 'vitest'
import { starSchema } from './star-schema.ts'

const shown = (text: string, file = 'a.json') => starSchema(text, file, (name) => name === 'pin')

describe('a picture of a schema', () => {
  it('shows the bounds of a secret, and neither defaults nor examples nor choices', () => {
    expect(shown('{"properties":{"t":{"type":"string","x-secret":true,"minLength":8,"default":"hunter2"}}}')).toBe(
      '{"properties":{"t":{"type":"string","x-secret":true,"minLength":8,"default":*********}}}',
    )
    expect(shown('{"properties":{"pin":{"maxLength":4,"enum":["1234"],"examples":[{"a":"0000"}],"description":"my 1"}}}')).toBe(
      '{"properties":{"pin":{"maxLength":4,"enum":********,"examples":**************,"description":******}}}',
    )
  })

  it('knows what lies below a secret', () => {
    expect(shown('x-secret: true\nproperties:\n  a: { const: hunter2 }\nanyOf:\n  - const: x\n', 'a.yaml')).toBe(
      'x-secret: true\nproperties:\n  a: { const: ******* }\nanyOf:\n  - const: *\n',
    )
  })

  it('leaves the rest as it is', () => {
    const text = '{"properties":{"log":{"enum":["debug","info"],"default":"info"}}}'
    expect(shown(text)).toBe(text)
  })

  it('is none where the text cannot be read', () => {
    expect(shown('{')).toBeUndefined()
  })
})
