import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'vitest'

/** The input of a case: text, or bytes that are not UTF-8. */
export type SuiteInput = string | { readonly b64: string }

/** A public conformance suite. Without its file there are no cases, and `missing` says why. */
export interface Suite<Case> {
  readonly cases: readonly Case[]
  readonly missing: string | undefined
}

const folder = process.env.CONFORMANCE_SUITES ?? fileURLToPath(new URL('../../../shared/suites', import.meta.url))

/** Where a suite is, if it is there. */
export function suiteFile(name: string): string {
  return join(folder, `${name}.json`)
}

/**
 * Reads the cases of a packed suite: `loadSuite<MyCase>('toml-test')`. The shape of a case is the suite's own,
 * so the caller names it.
 */
export function loadSuite<Case>(name: string): Suite<Case> {
  const file = suiteFile(name)
  if (!existsSync(file)) return { cases: [], missing: `${file} is not there; name the folder in CONFORMANCE_SUITES` }
  const packed = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Case[] }
  return { cases: packed.cases, missing: undefined }
}

/** Declares the tests of a suite, or one skipped test that tells why there are none. */
export function describeSuite<Case>(name: string, declare: (cases: readonly Case[]) => void): void {
  const suite = loadSuite<Case>(name)
  describe(name, () => {
    if (suite.missing === undefined) declare(suite.cases)
    else it.skip(suite.missing, () => {})
  })
}

/** The bytes of a case's input, as they would be in a file. */
export function bytesOf(input: SuiteInput): Uint8Array {
  return typeof input === 'string' ? new TextEncoder().encode(input) : new Uint8Array(Buffer.from(input.b64, 'base64'))
}
