import { describe, expect, it } from 'vitest'
import type { Issue } from '../../errors/issue.ts'
import { linkedField } from '../../schema/fields/registry-places.ts'
import { hideSecretTexts } from './hide-secret-texts.ts'

const root = linkedField(
  { properties: { key: { 'x-secret': true }, note: {}, short: { 'x-secret': true } } },
  {
    uri: undefined,
    load: () => undefined,
  },
)
const tree = { key: 'hunter2-and-more', note: 'see hunter2-and-more', short: 'ab' }
const hidden = (parts: Partial<Issue>) =>
  hideSecretTexts([{ code: 'VALUE_RULE', severity: 'error', message: 'wrong', ...parts }], tree, root)[0]

describe('an issue about a rule', () => {
  it('tells no secret in its message, its expectation or its hint', () => {
    const told = hidden({
      path: ['note'],
      message: 'not hunter2-and-more',
      expected: 'other than hunter2-and-more',
      hint: 'change hunter2-and-more',
    })
    expect(JSON.stringify(told)).not.toContain('hunter2')
    expect(told).toMatchObject({ code: 'VALUE_RULE', path: ['note'], expected: expect.stringContaining('other than') })
  })

  it('says of a short secret only that it is wrong', () => {
    expect(hidden({ path: ['short'], message: '"ab" is too short' })?.message).toBe('the value does not keep the rule')
  })

  it('keeps a path that there is not, up to the part that tells a secret', () => {
    expect(hidden({ path: ['note', 'gone'] })?.path).toEqual(['note', 'gone'])
    expect(hidden({ path: ['note', 'hunter2-and-more', 'x'] })?.path).toEqual(['note'])
  })

  it('shows no value that holds a secret, even where only its beginning is shown', () => {
    expect(hidden({ code: 'VALUE_TYPE', path: ['note'], received: '"see hunter2-an…"' })?.received).toBe('[secret]')
    expect(hidden({ code: 'VALUE_TYPE', path: ['note'], received: '"ab"' })?.received).toBe('[secret]')
    expect(hidden({ code: 'VALUE_TYPE', path: ['other'], received: '"ab"' })?.received).toBe('"ab"')
  })
})
