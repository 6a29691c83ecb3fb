import type { Path } from '../values/path.ts'

/** Whether a path is one of those that are secret, or below one; `*` stands for any element or key. */
export function isSecretIn(secrets: readonly Path[], path: Path): boolean {
  return secrets.some(
    (secret) => secret.length <= path.length && secret.every((part, index) => part === '*' || part === String(path[index])),
  )
}
