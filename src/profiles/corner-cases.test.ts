import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { type ChoiceContext, chooseProfile } from './choose.ts'
import { isActive } from './is-active.ts'
import { activateProfile, checkProfiles, type ProfileShapes } from './profile.ts'

/*
 * Where a case comes from:
 *   boot    Spring Boot, spring-boot/src/test/java/org/springframework/boot/context/config/ProfilesTests.java
 *   spring  Spring Framework, spring-core/src/test/java/org/springframework/core/env/ProfilesTests.java
 *   docs    Spring Boot reference, "Profiles" and "Externalized Configuration"
 *   mro     https://www.python.org/download/releases/2.3/mro/
 *   cloud   Spring Boot, CloudPlatformTests.java, or the documentation of the platform
 *   own     what this library promises beyond
 * In the order of Spring, the last active profile wins; a chain below is lowest first, so the orders are the same.
 */

function errorOf(action: () => unknown): ConfigError {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}

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

describe('an activation expression', () => {
  const both = 'spring framework'
  // An expression, the sets of profiles with which it holds, and those with which it does not.
  it.each<[source: string, expression: string, holds: readonly string[], fails: readonly string[]]>([
    ['spring', 'spring', ['spring'], ['framework', '']],
    ['spring', '!spring', ['framework', ''], ['spring']],
    ['spring', '(spring)', ['spring'], ['framework']],
    ['spring', '!(spring)', ['framework'], ['spring']],
    ['spring', '(!spring)', ['framework'], ['spring']],
    ['spring', '(spring | framework)', ['spring', 'framework', both], ['java']],
    ['spring', '(spring|framework)', ['spring', 'framework', both], ['java']],
    ['spring', '(spring & framework)', [both], ['spring', 'framework', 'java']],
    ['spring', 'spring & framework', [both], ['spring', 'framework', 'java']],
    ['spring', '!(spring & framework)', ['spring', 'framework', 'java'], [both]],
    ['spring', '!(spring&framework)', ['spring', 'framework', 'java'], [both]],
    ['spring', '!spring & framework', ['framework'], ['java', both, 'spring']],
    ['spring', '(!spring) & framework', ['framework'], ['java', both, 'spring']],
    ['spring', '! (spring) & framework', ['framework'], ['java', both, 'spring']],
    ['spring', '!(spring)&framework', ['framework'], ['java', both, 'spring']],
    ['spring', '!spring|framework', ['framework', 'java', both], ['spring']],
    ['spring', '!(spring | framework)', ['java'], ['spring', 'framework', both]],
    ['spring', '(spring & framework) | (spring & java)', [both, 'spring java'], ['spring', 'java framework']],
    ['spring', '(spring&framework)|(spring&java)', [both, 'spring java'], ['spring', 'java framework']],
    ['docs', 'production & (eu-central | eu-west)', ['production eu-west'], ['production', 'eu-west']],
    ['own', '!!spring', ['spring'], ['']],
    ['own', 'a & b & c', ['a b c'], ['a b', '']],
    ['own', 'v1.2_x', ['v1.2_x'], ['v1']],
  ])('%s: %s', (_source, expression, holds, fails) => {
    const test = (names: string): boolean =>
      isActive(expression, {}, names === '' ? undefined : activateProfile({}, names.split(' ')))
    expect(holds.map(test)).toEqual(holds.map(() => true))
    expect(fails.map(test)).toEqual(fails.map(() => false))
  })

  it.each<[source: string, expression: string, words: string]>([
    ['spring', '(', 'the name of a profile is missing, at character 2'],
    ['spring', ')', 'the name of a profile is missing before ")", at character 1'],
    ['spring', 'a & b | c', '"&" and "|" together need parentheses, at character 7'],
    ['spring', '  ', 'the name of a profile is missing'],
    ['own', 'spring&framework)', '")" is not expected, at character 17'],
    ['own', '(a', '"(" without its ")", at character 1'],
    ['own', 'a b', '"b" is not expected, at character 3'],
    ['own', '(a b)', '"b" is not expected, at character 4'],
    ['own', 'a && b', 'missing before "&", at character 4'],
    ['own', 'a & ', 'the name of a profile is missing, at character 5'],
    ['own', '🎈', 'missing before'],
    ['own', '!'.repeat(100_000), 'nested deeper than 50'],
    ['own', '('.repeat(100_000), 'nested deeper than 50'],
  ])('%s: %.20s is refused with its place', (_source, expression, words) => {
    const error = errorOf(() => isActive(expression, {}, undefined))
    expect(error.code).toBe('PROFILE_EXPRESSION')
    expect(error.message).toContain(words)
  })

  it('knows aliases, parents, and names that do not exist', () => {
    const profiles: ProfileShapes = { base: {}, prod: { extends: 'base', aliases: ['live'] }, eu: {} }
    const prod = activateProfile(profiles, 'prod')
    expect(isActive('live & base & !eu', profiles, prod)).toBe(true)
    const error = errorOf(() => isActive('prdo | eu', profiles, prod))
    expect(error).toMatchObject({ code: 'PROFILE_UNKNOWN', issues: [{ hint: 'did you mean "prod"?' }] })
  })
})

describe('the profile in use', () => {
  const profiles: ProfileShapes = {
    dev: { aliases: ['development'] },
    prod: { aliases: ['production'] },
    ci: {},
    kubernetes: {},
    aws: {},
    docker: {},
    eu: {},
  }
  const withDefault: ProfileShapes = { ...profiles, default: { group: ['eu'] } }
  const env = 'SHOP_ENV'
  const detect = true as const
  type Parts = Partial<Omit<ChoiceContext, 'world'>> & {
    readonly env?: Readonly<Record<string, string>>
    readonly files?: Readonly<Record<string, string>>
  }

  function chosen({ env: variables = {}, files = {}, ...parts }: Parts) {
    return chooseProfile({
      profiles,
      selection: {},
      explicit: undefined,
      flag: undefined,
      world: { env: variables, readText: (path) => files[path] },
      locate: () => undefined,
      ...parts,
    })
  }

  it.each<[source: string, title: string, parts: Parts, name: string | undefined, by: string | undefined, reason: string]>([
    [
      'own',
      'the caller before everything',
      { explicit: 'eu', flag: 'dev', selection: { flag: 'p', env }, env: { SHOP_ENV: 'prod' } },
      'eu',
      'option',
      'by name',
    ],
    [
      'own',
      'the flag before the variable',
      { flag: 'dev', selection: { flag: 'p', env }, env: { SHOP_ENV: 'prod' } },
      'dev',
      'flag',
      '--p in the arguments',
    ],
    [
      'own',
      'the variable before detectors',
      { selection: { env, detect }, env: { SHOP_ENV: 'prod', CI: '1' } },
      'prod',
      'variable',
      'SHOP_ENV',
    ],
    ['boot', 'several in the variable', { selection: { env }, env: { SHOP_ENV: 'prod,eu' } }, 'prod,eu', 'variable', 'SHOP_ENV'],
    [
      'own',
      'an empty variable is not set',
      { selection: { env, default: 'dev' }, env: { SHOP_ENV: ' ' } },
      'dev',
      'default',
      'default of the definition',
    ],
    [
      'own',
      'a detector before the default',
      { selection: { detect, default: 'dev' }, env: { CI: 'true' } },
      'ci',
      'detector',
      'by CI',
    ],
    [
      'boot',
      'getDefaultWhenNoEnvironmentProfilesAndBinderProperty',
      { selection: { default: 'dev,eu' } },
      'dev,eu',
      'default',
      'default',
    ],
    ['boot', 'iteratorWithProfileGroupsForDefault', { profiles: withDefault }, 'default', 'reserved', 'nothing else is selected'],
    [
      'boot',
      'iteratorIteratesAllActiveProfiles: the default only when nothing is',
      { profiles: withDefault, explicit: 'prod' },
      'prod',
      'option',
      '',
    ],
    ['own', 'nothing at all', {}, undefined, undefined, ''],
    ['own', 'nothing is detected unless asked', { env: { NODE_ENV: 'production' } }, undefined, undefined, ''],
    [
      'own',
      'NODE_ENV by an alias',
      { selection: { detect }, env: { NODE_ENV: 'production' } },
      'prod',
      'detector',
      'node-env: "production", by NODE_ENV',
    ],
    [
      'own',
      'NODE_ENV that is like no profile',
      { selection: { detect, default: 'dev' }, env: { NODE_ENV: 'zzzzzz' } },
      'dev',
      'default',
      '',
    ],
    [
      'own',
      'without definitions, what NODE_ENV says',
      { profiles: {}, selection: { detect }, env: { NODE_ENV: 'qa', CI: '1' } },
      'qa',
      'detector',
      'NODE_ENV',
    ],
    [
      'own',
      'without definitions, no kind of platform',
      { profiles: {}, selection: { detect }, env: { CI: '1' } },
      undefined,
      undefined,
      '',
    ],
    [
      'cloud',
      'GITHUB_ACTIONS is CI',
      { selection: { detect }, env: { GITHUB_ACTIONS: 'true' } },
      'ci',
      'detector',
      'GITHUB_ACTIONS',
    ],
    ['cloud', 'CI=false is none', { selection: { detect }, env: { CI: 'false' } }, undefined, undefined, ''],
    [
      'cloud',
      'TF_BUILD by a map',
      { selection: { detect: { 'azure-pipelines': 'eu' } }, env: { TF_BUILD: 'True' } },
      'eu',
      'detector',
      'TF_BUILD',
    ],
    [
      'cloud',
      'Kubernetes',
      { selection: { detect }, env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } },
      'kubernetes',
      'detector',
      'KUBERNETES_SERVICE_HOST',
    ],
    [
      'cloud',
      'the namespace before Kubernetes',
      {
        selection: { detect },
        env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' },
        files: { '/var/run/secrets/kubernetes.io/serviceaccount/namespace': 'prod\n' },
      },
      'prod',
      'detector',
      'the namespace "prod"',
    ],
    [
      'cloud',
      'AWS Lambda as aws',
      { selection: { detect }, env: { AWS_LAMBDA_FUNCTION_NAME: 'f' } },
      'aws',
      'detector',
      'AWS_LAMBDA_FUNCTION_NAME',
    ],
    [
      'cloud',
      'AWS_EXECUTION_ENV',
      { selection: { detect }, env: { AWS_EXECUTION_ENV: 'AWS_ECS_EC2' } },
      'aws',
      'detector',
      'AWS_EXECUTION_ENV',
    ],
    [
      'cloud',
      'K_SERVICE by a map',
      { selection: { detect: { 'google-cloud-run': 'prod' } }, env: { K_SERVICE: 's' } },
      'prod',
      'detector',
      'K_SERVICE',
    ],
    [
      'cloud',
      'WEBSITE_SITE_NAME by a map',
      { selection: { detect: { azure: 'prod' } }, env: { WEBSITE_SITE_NAME: 's' } },
      'prod',
      'detector',
      'WEBSITE_SITE_NAME',
    ],
    ['cloud', 'DYNO by a map', { selection: { detect: { heroku: 'prod' } }, env: { DYNO: 'web.1' } }, 'prod', 'detector', 'DYNO'],
    [
      'cloud',
      'FLY_APP_NAME by a map',
      { selection: { detect: { fly: 'eu' } }, env: { FLY_APP_NAME: 's' } },
      'eu',
      'detector',
      'FLY_APP_NAME',
    ],
    [
      'cloud',
      'VERCEL_ENV names the environment',
      { selection: { detect }, env: { VERCEL: '1', VERCEL_ENV: 'production' } },
      'prod',
      'detector',
      'VERCEL_ENV',
    ],
    [
      'cloud',
      'Netlify names it in CONTEXT',
      { selection: { detect }, env: { NETLIFY: 'true', CONTEXT: 'production' } },
      'prod',
      'detector',
      'CONTEXT',
    ],
    [
      'cloud',
      'CONTEXT of anybody else says nothing',
      { selection: { detect }, env: { CONTEXT: 'production' } },
      undefined,
      undefined,
      '',
    ],
    ['cloud', 'Docker', { selection: { detect }, files: { '/.dockerenv': '' } }, 'docker', 'detector', '/.dockerenv'],
    [
      'cloud',
      'Podman by a map',
      { selection: { detect: { container: 'docker' } }, files: { '/run/.containerenv': '' } },
      'docker',
      'detector',
      '/run/.containerenv',
    ],
    [
      'cloud',
      'the variable of systemd and LXC',
      { selection: { detect: { container: 'docker' } }, env: { container: 'lxc' } },
      'docker',
      'detector',
      'the variable container',
    ],
    [
      'cloud',
      'a group of version 1',
      { selection: { detect: { container: 'docker' } }, files: { '/proc/1/cgroup': '12:pids:/docker/0f' } },
      'docker',
      'detector',
      'cgroup',
    ],
    [
      'cloud',
      'a group of no container',
      { selection: { detect: { container: 'docker' } }, files: { '/proc/1/cgroup': '0::/' } },
      undefined,
      undefined,
      '',
    ],
    [
      'own',
      'the map decides the order',
      { selection: { detect: { ci: 'eu', production: 'prod' } }, env: { NODE_ENV: 'production', CI: '1' } },
      'eu',
      'detector',
      'CI',
    ],
    [
      'own',
      'a detector of your own comes first',
      {
        selection: {
          detect,
          detectors: [
            { name: 'host', detect: () => ({ detector: 'host', words: ['eu'], evidence: 'the host name', isStated: false }) },
          ],
        },
        env: { CI: '1' },
      },
      'eu',
      'detector',
      'the host name',
    ],
  ])('%s: %s', (_source, _title, parts, name, by, reason) => {
    const found = chosen(parts)
    expect(found?.name).toBe(name)
    expect(found?.choice.by).toBe(by)
    expect(found?.choice.reason ?? '').toContain(reason)
  })

  it('is refused under a name nearly like one, with the variable that says it', () => {
    const unknown = errorOf(() => chosen({ selection: { env }, env: { SHOP_ENV: 'prdo' } }))
    expect(unknown.issues).toMatchObject([{ code: 'PROFILE_UNKNOWN', name: 'SHOP_ENV', hint: 'did you mean "prod"?' }])
    const detected = errorOf(() => chosen({ selection: { detect, default: 'dev' }, env: { NODE_ENV: 'prodution' } }))
    expect(detected.issues).toMatchObject([
      { code: 'PROFILE_UNKNOWN', name: 'NODE_ENV', hint: expect.stringContaining('"production"') },
    ])
  })

  it('is not known when a detector of your own breaks', () => {
    const broken = {
      name: 'host',
      detect: () => {
        throw new RangeError('x')
      },
    }
    const error = errorOf(() => chosen({ selection: { detect, detectors: [broken] } }))
    expect(error).toMatchObject({ code: 'SOURCE_FAILED', issues: [{ message: 'the detector "host" failed: RangeError' }] })
  })

  it('tells of a detector that throws no error at all, without what it threw', () => {
    const broken = {
      name: 'host',
      detect: () => {
        throw 'the password is hunter2'
      },
    }
    const error = errorOf(() => chosen({ selection: { detect, detectors: [broken] } }))
    expect(error.issues).toMatchObject([{ code: 'SOURCE_FAILED', message: 'the detector "host" failed: string' }])
  })

  it('is refused as a detector of your own refuses it', () => {
    const refusal = new ConfigError({ code: 'SOURCE_UNREADABLE', severity: 'error', message: 'the host is not to be asked' })
    const careful = {
      name: 'host',
      detect: () => {
        throw refusal
      },
    }
    expect(errorOf(() => chosen({ selection: { detect, detectors: [careful] } }))).toBe(refusal)
  })

  it('remembers all that was seen', () => {
    const found = chosen({ selection: { detect }, env: { NODE_ENV: 'production', CI: '1', DYNO: 'web.1' } })
    expect(found?.choice.seen.map(({ detector, words }) => `${detector}: ${words.join(' ')}`)).toEqual([
      'node-env: production',
      'ci: ci',
      'cloud: heroku',
    ])
  })
})
