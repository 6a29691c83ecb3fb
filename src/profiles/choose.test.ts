import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { type ChoiceContext, chooseProfile } from './choose.ts'
import type { ProfileShapes } from './profile.ts'
import { errorOf } from './refusal.fixture.ts'

/*
 * Where a case comes from:
 *   boot    Spring Boot, spring-boot/src/test/java/org/springframework/boot/context/config/ProfilesTests.java
 *   cloud   Spring Boot, CloudPlatformTests.java, or the documentation of the platform
 *   own     what this library promises beyond
 */

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
