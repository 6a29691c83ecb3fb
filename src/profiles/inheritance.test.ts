import { describe, expect, it } from 'vitest'
import { activateProfile, checkProfiles, type ProfileShapes } from './profile.ts'
import { errorOf } from './refusal.fixture.ts'

/*
 * Where a case comes from:
 *   boot    Spring Boot, spring-boot/src/test/java/org/springframework/boot/context/config/ProfilesTests.java
 *   docs    Spring Boot reference, "Profiles" and "Externalized Configuration"
 *   mro     https://www.python.org/download/releases/2.3/mro/
 *   own     what this library promises beyond
 * In the order of Spring, the last active profile wins; a chain below is lowest first, so the orders are the same.
 */

const letters = Object.fromEntries([...'abcdefghixy'].map((name) => [name, {}]))
const withGroups = (groups: Readonly<Record<string, readonly string[]>>): ProfileShapes => ({
  ...letters,
  ...Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, { group }])),
})

describe('several active profiles', () => {
  it.each<[source: string, title: string, profiles: ProfileShapes, requested: string | readonly string[], active: string]>([
    ['boot', 'getActiveWhenNoEnvironmentProfilesAndBinderProperty', letters, 'a,b,c', 'a b c'],
    ['boot', '…EnvironmentPropertyInBindNotation', letters, ['a', 'b', 'c'], 'a b c'],
    ['boot', 'getActiveWhenHasDuplicatesReturnsUniqueElements', letters, 'a,b,a,b,c', 'a b c'],
    ['boot', 'getActiveWithProfileGroups', withGroups({ a: ['d', 'e'] }), 'a,b,c', 'a d e b c'],
    ['boot', 'iteratorWithProfileGroups', withGroups({ a: ['e', 'f'], e: ['x', 'y'] }), 'a,b,c', 'a e x y f b c'],
    ['boot', 'getAcceptedWhenNoActiveAndDefaultWithGroups', withGroups({ e: ['x', 'y'] }), 'd,e,f', 'd e x y f'],
    ['docs', 'a group is active itself', withGroups({ a: ['b', 'c'] }), 'a', 'a b c'],
    ['own', 'a member of two groups counts once', withGroups({ a: ['c'], b: ['c'] }), 'a,b', 'a c b'],
    ['own', 'blanks around names do not count', letters, ' a , b ', 'a b'],
    ['own', 'names are trusted where none is defined', {}, 'x,y', 'x y'],
    ['own', 'an alias in a group', { p: { group: ['q2'] }, q: { aliases: ['q2'] } }, 'p', 'p q'],
    ['own', 'an alias and its profile are one', { p: { aliases: ['q'] } }, 'p,q', 'p'],
  ])('%s: %s', (_source, _title, profiles, requested, active) => {
    expect(activateProfile(profiles, requested).active.join(' ')).toBe(active)
  })
})

describe('inheritance', () => {
  const mro: ProfileShapes = {
    o: {},
    f: { extends: 'o' },
    e: { extends: 'o' },
    d: { extends: 'o' },
    c: { extends: ['d', 'f'] },
    b: { extends: ['d', 'e'] },
    b2: { extends: ['e', 'd'] },
    a: { extends: ['b', 'c'] },
    a2: { extends: ['b2', 'c'] },
  }
  const shop: ProfileShapes = {
    base: {},
    prod: { extends: 'base' },
    eu: { extends: 'base' },
    metrics: {},
    production: { group: ['prod', 'metrics'] },
    canary: { extends: 'production' },
  }

  it.each<[source: string, title: string, profiles: ProfileShapes, requested: string, chain: string]>([
    ['mro', 'the first example', mro, 'a', 'o f e d c b a'],
    ['mro', 'the second example, with the parents of B swapped', mro, 'a2', 'o f d c e b2 a2'],
    ['own', 'two profiles share a parent', shop, 'prod,eu', 'base prod eu'],
    ['own', 'the later of two wins', shop, 'eu,prod', 'base eu prod'],
    ['own', 'a parent first and then its child', shop, 'base,prod', 'base prod'],
    ['own', 'members of a group bring their parents', shop, 'production', 'production base prod metrics'],
    ['own', 'a profile that extends a group has its members below', shop, 'canary', 'production base prod metrics canary'],
    [
      'own',
      'a chain of a thousand',
      chainOf(1_000),
      'p0',
      [...Array(1_000).keys()]
        .reverse()
        .map((n) => `p${n}`)
        .join(' '),
    ],
  ])('%s: %s', (_source, _title, profiles, requested, chain) => {
    expect(activateProfile(profiles, requested).chain.join(' ')).toBe(chain)
  })

  function chainOf(length: number): ProfileShapes {
    const entries = [...Array(length).keys()].map((n) => [`p${n}`, n + 1 < length ? { extends: `p${n + 1}` } : {}])
    return Object.fromEntries(entries)
  }

  it.each<[source: string, title: string, profiles: ProfileShapes, requested: string, code: string, words: string]>([
    [
      'mro',
      'the serious order disagreement',
      { x: {}, y: {}, a: { extends: ['x', 'y'] }, b: { extends: ['y', 'x'] }, z: { extends: ['a', 'b'] } },
      'z',
      'PROFILE_CYCLE',
      'the parents of profile "z" contradict each other about the order of "x" and "y"',
    ],
    [
      'mro',
      'a parent that is named before its own child',
      { a: {}, b: { extends: 'a' }, z: { extends: ['a', 'b'] } },
      'z',
      'PROFILE_CYCLE',
      'the parents of profile "z" contradict each other about the order of "a" and "b"',
    ],
    ['own', 'a child asked for below its parent', shop, 'prod,base', 'PROFILE_CYCLE', 'the order of "base" and "prod"'],
    ['own', 'a profile that extends itself', { a: { extends: 'a' } }, 'a', 'PROFILE_CYCLE', 'a -> a'],
    [
      'own',
      'a circle by an alias',
      { a: { extends: 'bb' }, b: { extends: 'a', aliases: ['bb'] } },
      'a',
      'PROFILE_CYCLE',
      'a -> b -> a',
    ],
    ['boot', 'groups in a circle, which Spring absorbs', withGroups({ a: ['b'], b: ['a'] }), 'a', 'PROFILE_CYCLE', 'a -> b -> a'],
    ['own', 'a group of itself', withGroups({ a: ['a', 'b'] }), 'a', 'PROFILE_CYCLE', 'a -> a'],
    [
      'own',
      'a member that extends its group',
      { g: { group: ['m'] }, m: { extends: 'g' } },
      'm',
      'PROFILE_CYCLE',
      'extend or group',
    ],
    [
      'own',
      'a circle that is not in use',
      { a: {}, b: { extends: 'c' }, c: { extends: 'b' } },
      'a',
      'PROFILE_CYCLE',
      'b -> c -> b',
    ],
    ['own', 'an unknown member', { a: { group: ['mertics'] }, metrics: {} }, 'a', 'PROFILE_UNKNOWN', '"mertics"'],
    ['own', 'an alias that is a profile', { a: { aliases: ['b'] }, b: {} }, 'a', 'PROFILE_NAME', '"b" already means profile "b"'],
    [
      'own',
      'an alias of two',
      { a: { aliases: ['x'] }, b: { aliases: ['x'] } },
      'a',
      'PROFILE_NAME',
      '"x" already means profile "a"',
    ],
    ['own', 'no name between commas', letters, 'a,,b', 'PROFILE_NAME', '"" cannot be the name'],
    ['own', 'a name that leads out', letters, '../a', 'PROFILE_NAME', '"../a" cannot be the name'],
    ['own', 'the default beside another', { default: {}, a: {} }, 'default,a', 'PROFILE_NAME', 'no other is selected'],
    ['own', 'the default as a parent', { default: {}, a: { extends: 'default' } }, 'a', 'PROFILE_NAME', 'extends "default"'],
    ['own', 'the default in a group', { default: {}, a: { group: 'default' } }, 'a', 'PROFILE_NAME', 'in its group "default"'],
    ['own', 'the default as an alias', { a: { aliases: ['default'] } }, 'a', 'PROFILE_NAME', 'cannot be an alias'],
  ])('%s: %s is refused', (_source, _title, profiles, requested, code, words) => {
    const error = errorOf(() => activateProfile(profiles, requested))
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
  })

  it.each<[wrong: unknown, message: string]>([
    [5, '"profiles" must be a map'],
    [{ a: null }, 'profile "a" must be a map'],
    [{ a: { extends: 5 } }, 'profiles.a.extends must be a name or a list of names'],
    [{ a: { aliases: 'b' } }, 'profiles.a.aliases must be a list of names'],
    [{ a: { variables: 'b' } }, 'profiles.a.variables must be a map'],
  ])('refuses %j of a caller without types', (wrong, message) => {
    const { issues } = errorOf(() => checkProfiles(wrong as ProfileShapes))
    expect(issues.map((issue) => [issue.code, issue.message])).toEqual([['OPTION_INVALID', message]])
  })

  it('refuses a definition with a name that cannot be part of a file name, at its key', () => {
    const places: unknown[] = []
    const { issues } = errorOf(() =>
      checkProfiles({ 'a/b': {} }, (path, part) => {
        places.push([path, part])
        return undefined
      }),
    )
    expect(issues).toMatchObject([{ code: 'PROFILE_NAME', path: ['profiles', 'a/b'], hint: 'rename the profile' }])
    expect(places).toContainEqual([['profiles', 'a/b'], 'key'])
  })

  it('points at what first had a name that two profiles claim', () => {
    const at = (offset: number) => ({ line: 1, column: offset + 1, offset })
    const { issues } = errorOf(() =>
      checkProfiles({ a: { aliases: ['x'] }, b: { aliases: ['x'] } }, (path) => ({
        file: 'm.yaml',
        start: at(path[1] === 'a' ? 10 : 20),
        end: at(30),
      })),
    )
    expect(issues).toMatchObject([
      {
        code: 'PROFILE_NAME',
        path: ['profiles', 'b', 'aliases', 0],
        span: { start: { offset: 20 } },
        related: [{ message: 'it is named here', span: { start: { offset: 10 } } }],
      },
    ])
  })

  it('refuses what is made in code, which has no place', () => {
    const { issues } = errorOf(() => checkProfiles({ 'a/b': {}, c: { extends: 'd' } }))
    expect(issues.map(({ code, span }) => [code, span])).toEqual([
      ['PROFILE_NAME', undefined],
      ['PROFILE_UNKNOWN', undefined],
    ])
  })

  it('lists the profiles there are when none is called nearly so', () => {
    const { issues } = errorOf(() => activateProfile({ dev: {}, prod: {} }, 'zzzzzz'))
    expect(issues).toMatchObject([{ code: 'PROFILE_UNKNOWN', hint: 'use dev or prod' }])
  })

  it('refuses more profiles than anybody has', () => {
    const many = Object.fromEntries([...Array(1_001).keys()].map((n) => [`p${n}`, {}]))
    expect(errorOf(() => checkProfiles(many)).code).toBe('OPTION_INVALID')
  })

  it('reports each of two circles once, with the place of every step', () => {
    const position = (line: number) => ({ line, column: 3, offset: line })
    const lines: Readonly<Record<string, number>> = { a: 2, b: 3, c: 4, x: 5, y: 6 }
    const circles = { a: { extends: 'b' }, b: { extends: 'c' }, c: { group: ['a'] }, x: { extends: 'y' }, y: { extends: 'x' } }
    const { issues } = errorOf(() =>
      checkProfiles(circles, ([, name]) => ({
        file: 'm.yaml',
        start: position(lines[String(name)] ?? 0),
        end: position(lines[String(name)] ?? 0),
      })),
    )
    expect(issues.map(({ message }) => message)).toEqual([
      'profiles extend or group each other in a circle: a (m.yaml:2) -> b (m.yaml:3) -> c (m.yaml:4) -> a',
      'profiles extend each other in a circle: x (m.yaml:5) -> y (m.yaml:6) -> x',
    ])
    expect(issues[0]?.related?.map(({ message, span }) => `${span.start.line}: ${message}`)).toEqual([
      '2: "a" extends "b"',
      '3: "b" extends "c"',
      '4: "c" has in its group "a"',
    ])
  })
})
