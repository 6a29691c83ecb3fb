import { describe, expect, it, vi } from 'vitest'
import { rootField } from '../schema/fields/field-space.ts'
import { Secret } from '../values/secret.ts'
import type { Value } from '../values/value.ts'
import { defineRule, defineTransition } from './rule.ts'
import { runRules } from './run-rules.ts'
import { runTransitions } from './run-transitions.ts'

const certificate = defineRule({
  name: 'tls-needs-certificate',
  paths: ['tls.enabled', 'tls.cert'],
  check: (values) =>
    values['tls.enabled'] === true && values['tls.cert'] === undefined
      ? { message: 'TLS is on, but there is no certificate', path: 'tls.cert', expected: 'a file', hint: 'set "tls.cert"' }
      : undefined,
})

describe('runRules', () => {
  it('reports what a rule says, with its name, path, expectation and hint', () => {
    expect(runRules([certificate], { tls: { enabled: true } }).issues).toEqual([
      {
        code: 'VALUE_RULE',
        severity: 'error',
        message: 'TLS is on, but there is no certificate',
        path: ['tls', 'cert'],
        rule: 'rule:tls-needs-certificate',
        expected: 'a file',
        hint: 'set "tls.cert"',
      },
    ])
    expect(runRules([certificate], { tls: { enabled: false } }).issues).toEqual([])
  })

  it('runs once for each element or key that a "*" stands for, with the values that belong together', () => {
    const range = defineRule({
      name: 'range',
      paths: ['pools.*.min', 'pools[*].max', 'limit'],
      severity: 'warning',
      check: (values, { match, paths }) =>
        Number(values['pools.*.min']) > Number(values['pools[*].max'])
          ? `${match.join()} of ${JSON.stringify(paths[0])} within ${values['limit']}`
          : undefined,
    })
    const pool = (min: number, max: number) => ({ min, max })
    const { issues, called } = runRules([range], { pools: [pool(1, 2), pool(3, 2)], limit: 5 })
    expect([called, issues.length]).toEqual([2, 1])
    expect(issues[0]).toMatchObject({
      severity: 'warning',
      message: '1 of ["pools",1,"min"] within 5',
      path: ['pools', 1, 'min'],
    })
    expect(runRules([range], { pools: { a: pool(2, 1) } }).issues).toMatchObject([{ path: ['pools', 'a', 'min'] }])
    expect(runRules([range], { pools: 'x' }).called).toBe(0)
    expect(runRules([range], {}).called).toBe(0)
  })

  it.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('no such thing')
      },
      'the rule failed: no such thing',
    ],
    [
      'throws something odd',
      () => {
        throw 'odd'
      },
      'the rule failed: odd',
    ],
    ['answers later', () => Promise.reject(new Error('late')), 'the rule answers later; a rule has to answer at once'],
    ['answers false', () => false, 'the rule does not hold'],
    ['answers an empty object', () => ({}), 'the rule does not hold'],
    ['answers an empty text', () => '', 'the rule does not hold'],
  ])('makes an issue of a rule that %s', (_, check, message) => {
    const rule = defineRule({ name: 'odd', paths: ['a'], check: check as () => undefined })
    expect(runRules([rule], { a: 1 }).issues).toMatchObject([{ code: 'VALUE_RULE', message, path: ['a'], rule: 'rule:odd' }])
  })

  it.each([[true], [null], [undefined]])('takes %s for a rule that holds', (answer) => {
    expect(runRules([defineRule({ name: 'x', paths: ['a'], check: () => answer as undefined })], {}).issues).toEqual([])
  })

  it('lets a path of an answer be a list of keys, and falls back to the first path', () => {
    const at = (path: unknown) => defineRule({ name: 'x', paths: ['a'], check: () => ({ message: 'm', path: path as string }) })
    const paths = runRules([at(['b', 0]), at('c.d'), at('e..'), at(5)], {}).issues.map(({ path }) => path)
    expect(paths).toEqual([['b', 0], ['c', 'd'], ['a'], ['a']])
  })

  it('calls a rule again only where one of its values is another one', () => {
    const check = vi.fn(() => undefined)
    const rule = defineRule({ name: 'x', paths: ['list.*.a', 'b'], check })
    const list = [{ a: 1 }, { a: 2 }]
    const first = runRules([rule], { list, b: 1, c: 1 })
    const again = (tree: Value) => runRules([rule], tree, { previous: first }).called
    expect(first.called).toBe(2)
    expect(again({ list, b: 1, c: 2 })).toBe(0)
    expect(again({ list: [list[0] as Value, { a: 3 }], b: 1 })).toBe(1)
    expect(again({ list: [{ a: 1, other: 1 }, ...list.slice(1)], b: 1 })).toBe(0)
    expect(again({ list, b: 2 })).toBe(2)
    expect(again({ list: [...list, { a: 1 }], b: 1 })).toBe(1)
  })
})

describe('secrets', () => {
  const root = rootField({ properties: { password: { 'x-secret': true }, pin: { 'x-secret': true } } })
  const telling = (text: (values: { readonly password: Value | undefined; readonly pin: Value | undefined }) => string) =>
    defineRule({
      name: 'telling',
      paths: ['password', 'pin'],
      check: (values) => ({ message: text(values), hint: text(values), expected: text(values), path: [text(values)] }),
    })

  it.each<[string, Value]>([
    ['marked by the schema', { password: 'hunter2"x', pin: 'other-secret' }],
    ['sealed', { password: new Secret('hunter2"x') as Value, pin: new Secret('other-secret') as Value }],
  ])('that are %s are shown to rules and kept out of what they say', (_, tree) => {
    const say = telling(
      ({ password, pin }) => `${password} ${JSON.stringify(password)} ${encodeURIComponent(String(password))} ${pin}`,
    )
    const [issue] = runRules([say], tree, { root }).issues
    expect(issue?.message).toBe('[secret] "[secret]" [secret] [secret]')
    expect(issue?.path).toEqual(['password'])
    expect(JSON.stringify(issue)).not.toMatch(/hunter2|other-secret/)
  })

  it('that are so short that they turn up by chance make the whole text go', () => {
    const [issue] = runRules([telling(({ pin }) => `the pin ${pin} is bad`)], { pin: 7 }, { root }).issues
    expect(issue).toEqual({
      code: 'VALUE_RULE',
      severity: 'error',
      message: 'the rule "telling" does not hold',
      path: ['password'],
      rule: 'rule:telling',
    })
  })

  it('inside of maps and lists are kept out too, also of what a rule throws', () => {
    const deep = rootField({ properties: { db: { properties: { keys: { items: { 'x-secret': true } } } } } })
    const rule = defineRule({
      name: 'x',
      paths: ['db'],
      check: (values) => {
        throw new Error(JSON.stringify(values.db))
      },
    })
    const [issue] = runRules([rule], { db: { keys: ['first-key', 'second-key'], none: null } }, { root: deep }).issues
    expect(issue?.message).toBe('the rule failed: {"keys":["[secret]","[secret]"],"none":null}')
  })

  it('are kept out of what transition rules say, before and after', () => {
    const rule = defineTransition({ name: 'x', paths: ['password'], check: (a, b) => `${a.password} became ${b.password}` })
    const [issue] = runTransitions([rule], { password: 'long-old-one' }, { password: 'long-old-one-2' }, root)
    expect(issue?.message).toBe('[secret] became [secret]')
  })
})

describe('runTransitions', () => {
  const fixed = defineTransition({
    name: 'port-stays',
    paths: ['servers.*.port'],
    check: (previous, next) =>
      previous['servers.*.port'] === undefined ? undefined : `from ${previous['servers.*.port']} to ${next['servers.*.port']}`,
  })

  it('calls a rule where a value differs, and names that value', () => {
    const before = { servers: { a: { port: 1 }, b: { port: 2 }, c: { port: 3 } } }
    const after = { servers: { a: { port: 1 }, b: { port: 5 }, d: { port: 4 } } }
    expect(runTransitions([fixed], before, after).map(({ path, message }) => [path, message])).toEqual([
      [['servers', 'b', 'port'], 'from 2 to 5'],
      [['servers', 'c', 'port'], 'from 3 to undefined'],
    ])
  })

  it('calls nothing for trees that are equal', () => {
    const tree = { servers: [{ port: 1 }] }
    expect(runTransitions([fixed], tree, tree)).toEqual([])
    expect(runTransitions([fixed], tree, structuredClone(tree))).toEqual([])
  })
})

describe('defineRule', () => {
  it.each<[string, object]>([
    ['no name', { name: '', paths: ['a'], check: () => undefined }],
    ['no check', { name: 'x', paths: ['a'] }],
    ['no paths', { name: 'x', paths: [], check: () => undefined }],
    ['a path that is none', { name: 'x', paths: ['a..b'], check: () => undefined }],
    ['"*" that do not belong together', { name: 'x', paths: ['a.*.b', 'c.*'], check: () => undefined }],
  ])('refuses a rule with %s', (_, definition) => {
    expect(() => defineRule(definition as never)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
    expect(() => defineTransition(definition as never)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
  })

  it('takes several "*" where one path goes on from the other', () => {
    const rule = defineRule({ name: 'x', paths: ['a.*.b.*', 'a.*.c', 'd'], check: (_, { match }) => match.join() })
    expect(runRules([rule], { a: { x: { b: [1, 2] } } }).issues.map(({ message }) => message)).toEqual(['x,0', 'x,1'])
  })
})
