/** What a detector may look at: no network, and only files with fixed names. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The text of a small file, or `undefined` when it is not there or cannot be read. */
  readonly readText: (path: string) => string | undefined
}

/** What tells where a program runs. */
export interface Detector {
  readonly name: string
  /** `undefined`: not there. */
  detect(world: World): Sighting | undefined
}

/** What a detector saw. */
export interface Sighting {
  readonly detector: string
  /** What it may be called as a profile, the most telling word first: `['shop-prod', 'kubernetes']`. */
  readonly words: readonly string[]
  /** What it was seen by, for people: `KUBERNETES_SERVICE_HOST and the namespace "shop-prod"`. */
  readonly evidence: string
  /** The first word is the name of an environment that somebody set, so a near miss of a profile is a mistake. */
  readonly isStated: boolean
}

/** Those of the library, the most telling first. */
export const builtInDetectors: readonly Detector[] = [
  { name: 'node-env', detect: ({ env }) => stated('node-env', env, 'NODE_ENV', []) },
  { name: 'platform', detect: platform },
  { name: 'ci', detect: continuousIntegration },
  { name: 'cloud', detect: cloud },
  { name: 'kubernetes', detect: kubernetes },
  { name: 'container', detect: container },
]

/** Variables in which a platform names the environment of a deployment. */
const environments: readonly (readonly [variable: string, platform: string])[] = [
  ['VERCEL_ENV', 'vercel'],
  ['RAILWAY_ENVIRONMENT_NAME', 'railway'],
  ['AZURE_FUNCTIONS_ENVIRONMENT', 'azure-functions'],
]

function platform({ env }: World): Sighting | undefined {
  for (const [variable, name] of environments) {
    const found = stated('platform', env, variable, [name])
    if (found !== undefined) return found
  }
  // Netlify names what it builds, under a name that others use too.
  return set(env, 'NETLIFY') ? stated('platform', env, 'CONTEXT', ['netlify']) : undefined
}

/** Each by the variable that it sets, as its documentation says; `CI` alone is set by nearly all. */
const ciSystems: readonly (readonly [variable: string, name: string])[] = [
  ['GITHUB_ACTIONS', 'github-actions'],
  ['GITLAB_CI', 'gitlab-ci'],
  ['CIRCLECI', 'circleci'],
  ['TF_BUILD', 'azure-pipelines'],
  ['BITBUCKET_BUILD_NUMBER', 'bitbucket-pipelines'],
  ['BUILDKITE', 'buildkite'],
  ['JENKINS_URL', 'jenkins'],
  ['TEAMCITY_VERSION', 'teamcity'],
  ['TRAVIS', 'travis'],
  ['APPVEYOR', 'appveyor'],
  ['DRONE', 'drone'],
  ['CIRRUS_CI', 'cirrus-ci'],
  ['SEMAPHORE', 'semaphore'],
  ['CODEBUILD_BUILD_ID', 'aws-codebuild'],
  ['GITEA_ACTIONS', 'gitea-actions'],
]

function continuousIntegration({ env }: World): Sighting | undefined {
  const found = ciSystems.find(([variable]) => set(env, variable))
  if (found !== undefined) return sighting('ci', [found[1], 'ci'], found[0])
  return set(env, 'CI') ? sighting('ci', ['ci'], 'CI') : undefined
}

const clouds: readonly (readonly [variable: string, name: string, family?: string])[] = [
  ['AWS_LAMBDA_FUNCTION_NAME', 'aws-lambda', 'aws'],
  ['ECS_CONTAINER_METADATA_URI_V4', 'aws-ecs', 'aws'],
  ['AWS_EXECUTION_ENV', 'aws'],
  ['K_SERVICE', 'google-cloud-run', 'google-cloud'],
  ['GAE_SERVICE', 'google-app-engine', 'google-cloud'],
  ['FUNCTIONS_WORKER_RUNTIME', 'azure-functions', 'azure'],
  ['CONTAINER_APP_NAME', 'azure-container-apps', 'azure'],
  ['WEBSITE_SITE_NAME', 'azure-app-service', 'azure'],
  ['VERCEL', 'vercel'],
  ['NETLIFY', 'netlify'],
  ['FLY_APP_NAME', 'fly'],
  ['RENDER', 'render'],
  ['RAILWAY_PROJECT_ID', 'railway'],
  ['DYNO', 'heroku'],
  ['VCAP_APPLICATION', 'cloud-foundry'],
  ['NOMAD_ALLOC_ID', 'nomad'],
]

function cloud({ env }: World): Sighting | undefined {
  const found = clouds.find(([variable]) => set(env, variable))
  if (found === undefined) return undefined
  const [variable, name, family] = found
  return sighting('cloud', family === undefined ? [name] : [name, family], variable)
}

const namespaceFile = '/var/run/secrets/kubernetes.io/serviceaccount/namespace'

function kubernetes({ env, readText }: World): Sighting | undefined {
  if (!set(env, 'KUBERNETES_SERVICE_HOST')) return undefined
  const namespace = readText(namespaceFile)?.trim()
  if (!namespace) return sighting('kubernetes', ['kubernetes'], 'KUBERNETES_SERVICE_HOST')
  const evidence = `KUBERNETES_SERVICE_HOST and the namespace ${JSON.stringify(namespace.slice(0, 63))}`
  return sighting('kubernetes', [namespace, 'kubernetes'], evidence)
}

/** A line of /proc/1/cgroup that a container engine wrote. With version 2 of cgroups it says nothing inside a container. */
const engineGroup = /docker|containerd|kubepods|libpod|lxc/

function container({ env, readText }: World): Sighting | undefined {
  if (readText('/.dockerenv') !== undefined) return sighting('container', ['docker', 'container'], '/.dockerenv')
  if (readText('/run/.containerenv') !== undefined) return sighting('container', ['podman', 'container'], '/run/.containerenv')
  if (set(env, 'container')) return sighting('container', ['container'], 'the variable container')
  const isInGroup = engineGroup.test(readText('/proc/1/cgroup') ?? '')
  return isInGroup ? sighting('container', ['container'], '/proc/1/cgroup') : undefined
}

function stated(detector: string, env: World['env'], variable: string, otherWords: readonly string[]): Sighting | undefined {
  const value = Object.hasOwn(env, variable) ? env[variable]?.trim() : undefined
  if (!value) return undefined
  return { detector, words: [value, ...otherWords], evidence: variable, isStated: true }
}

function sighting(detector: string, words: readonly string[], evidence: string): Sighting {
  return { detector, words, evidence, isStated: false }
}

/** Set to something that does not mean "no". */
function set(env: World['env'], variable: string): boolean {
  const value = Object.hasOwn(env, variable) ? env[variable] : undefined
  return value !== undefined && !/^(|0|false|no|off)$/i.test(value.trim())
}
