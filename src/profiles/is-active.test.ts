import { describe, expect, it } from 'vitest'
import { isActive } from './is-active.ts'
import { activateProfile, type ProfileShapes } from './profile.ts'
import { errorOf } from './refusal.fixture.ts'

/*
 * Where a case comes from:
 *   spring  Spring Framework, spring-core/src/test/java/org/springframework/core/env/ProfilesTests.java
 *   docs    Spring Boot reference, "Profiles" and "Externalized Configuration"
 *   own     what this library promises beyond
 */

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
