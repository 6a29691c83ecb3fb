import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { ValueMap } from '../values/value.ts'
import type { FlatEntry } from './flatten.ts'

/** Which manifest: one that everybody in the namespace may read, or one for secrets. */
export type ManifestKind = 'ConfigMap' | 'Secret'

/**
 * A manifest whose entries a container gets by `envFrom`. All values are text, as Kubernetes wants them.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE for names that Kubernetes refuses, or more than it stores
 */
export function kubernetesManifest(kind: ManifestKind, name: string, entries: readonly FlatEntry[]): ValueMap {
  const issues = [...badNames(entries), ...tooMuch(kind, entries)]
  if (issues.length > 0) throw new ConfigError(issues)
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name: resourceName(name) },
    ...(kind === 'Secret' && { type: 'Opaque' }),
    // `stringData` takes text as it is; the API server encodes it.
    [kind === 'Secret' ? 'stringData' : 'data']: Object.fromEntries(entries),
  }
}

/** Names of resources: lower case letters, digits and `-` (RFC 1123), at most 253. */
export function resourceName(name: string): string {
  const allowed = name
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .slice(0, 253)
  return allowed.replace(/^[-.]+|[-.]+$/g, '') || 'config'
}

function badNames(entries: readonly FlatEntry[]): readonly Issue[] {
  return entries
    .filter(([name]) => !/^[-._A-Za-z0-9]{1,253}$/.test(name))
    .map(([name]) => ({
      code: 'FORMAT_UNSUPPORTED_VALUE',
      severity: 'error',
      message: `Kubernetes takes no entry named ${JSON.stringify(name)}`,
      hint: 'rename the key, or leave it out by --only',
    }))
}

const largestManifest = 1_048_576

function tooMuch(kind: ManifestKind, entries: readonly FlatEntry[]): readonly Issue[] {
  const bytes = entries.reduce((sum, [name, text]) => sum + name.length + new TextEncoder().encode(text).length, 0)
  if (bytes <= largestManifest) return []
  return [
    {
      code: 'FORMAT_UNSUPPORTED_VALUE',
      severity: 'error',
      message: `a ${kind} holds at most 1 MiB, and this is ${bytes} bytes`,
      hint: 'export a part by a path or by --only',
    },
  ]
}
