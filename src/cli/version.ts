import { existsSync, readFileSync } from 'node:fs'

/** The version of the package this file is in: the sources lie one folder deeper than what is built. */
export function readVersion(): string {
  const file = ['../package.json', '../../package.json', '../../../package.json']
    .map((relative) => new URL(relative, import.meta.url))
    .find((url) => existsSync(url))
  if (file === undefined) return 'unknown'
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }
  return version
}
