import { describe, expect, it } from 'vitest'
import { activateProfile, type ProfileShapes as Profiles } from './profile.ts'
import { errorOf } from './refusal.fixture.ts'

const shop: Profiles = {
  base: {},
  staging: { extends: 'base' },
  prod: { extends: 'base', aliases: ['production', 'live'] },
  eu: { extends: ['prod', 'staging'] },
}

describe('activateProfile', () => {
  it.each([
    ['base', 'base', ['base']],
    ['prod', 'prod', ['base', 'prod']],
    ['production', 'prod', ['base', 'prod']],
    ['eu', 'eu', ['base', 'staging', 'prod', 'eu']],
  ])('orders %s with its parents, lowest first', (requested, name, chain) => {
    expect(activateProfile(shop, requested)).toMatchObject({ name, chain })
  })

  it('takes any well-formed name when no profile is defined', () => {
    expect(activateProfile({}, 'anything')).toMatchObject({ name: 'anything', chain: ['anything'], variables: {} })
  })

  it('keeps the order of a diamond as Python orders base classes', () => {
    const diamond: Profiles = { o: {}, a: { extends: 'o' }, b: { extends: 'o' }, c: { extends: ['a', 'b'] } }
    expect(activateProfile(diamond, 'c').chain).toEqual(['o', 'b', 'a', 'c'])
  })

  it('gives variables, those of the nearest profile first', () => {
    const regions: Profiles = {
      base: { variables: { region: 'us', tier: 'low' } },
      eu: { extends: 'base', variables: { region: 'eu' } },
    }
    expect(activateProfile(regions, 'eu').variables).toEqual({ region: 'eu', tier: 'low' })
  })

  it('suggests the nearest name for an unknown profile', () => {
    const error = errorOf(() => activateProfile(shop, 'prdo'))
    expect(error.code).toBe('PROFILE_UNKNOWN')
    expect(error.issues[0].hint).toContain('"prod"')
  })

  it('names every step of a circle', () => {
    const error = errorOf(() => activateProfile({ a: { extends: 'b' }, b: { extends: 'c' }, c: { extends: 'a' } }, 'a'))
    expect(error.code).toBe('PROFILE_CYCLE')
    expect(error.message).toContain('a -> b -> c -> a')
  })

  it('refuses parents that contradict each other', () => {
    const crossed: Profiles = { a: {}, b: {}, x: { extends: ['a', 'b'] }, y: { extends: ['b', 'a'] }, z: { extends: ['x', 'y'] } }
    expect(errorOf(() => activateProfile(crossed, 'z')).code).toBe('PROFILE_CYCLE')
  })

  it('refuses a parent that is not defined', () => {
    expect(errorOf(() => activateProfile({ a: { extends: 'basse' }, base: {} }, 'a')).code).toBe('PROFILE_UNKNOWN')
  })

  it.each(['../etc', 'a/b', '', '.hidden', 'x'.repeat(101), 'a b', 'a\0b'])('refuses %j as a name', (name) => {
    expect(errorOf(() => activateProfile({}, name)).code).toBe('PROFILE_NAME')
  })
})
