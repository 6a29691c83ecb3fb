import { ConfigError } from '../../src/errors/config-error.ts'
import { checkTree } from '../../src/formats/check-tree.ts'
import { decode } from '../../src/formats/decode.ts'
import { type Document, defaultLimits, type Format } from '../../src/formats/format.ts'
import { isEqual } from '../../src/values/equal.ts'
import { getAt } from '../../src/values/get.ts'
import type { Path } from '../../src/values/path.ts'
import { withValue } from '../../src/values/set.ts'
import type { Value } from '../../src/values/value.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { mutateBytes, mutateText } from './mutations.ts'
import { Random, seedOf } from './random.ts'

export interface FuzzOptions {
  readonly format: Format
  /** Texts to begin with: small, and showing every part of the language. */
  readonly corpus: readonly string[]
  /** Default: FUZZ_RUNS, else 20,000. */
  readonly runs?: number
  /** Default: 1. The same seed gives the same inputs; see {@link seedOf}. */
  readonly seed?: number
  /** Short texts that mean something in the language; inserted more often than random characters. */
  readonly tokens?: readonly string[]
  /** Also hold `edit` to changing no other value. Not for languages in which one place gives several values. Default: false. */
  readonly editIsLocal?: boolean
}

export interface FuzzReport {
  readonly runs: number
  /** Inputs that were read. */
  readonly valid: number
  /** Inputs that were refused with a `ConfigError`. */
  readonly refused: number
  readonly slowestMs: number
}

const slowestAllowedMs = 1000

/**
 * Reads mutated texts and throws at the first that breaks a promise: anything thrown but a `ConfigError`, more
 * than a second for one input, a touched prototype, a value that does not survive `print`, an edit that is lost.
 */
export function fuzzFormat(options: FuzzOptions): FuzzReport {
  const runs = options.runs ?? Number(process.env.FUZZ_RUNS ?? 20_000)
  const random = new Random(seedOf(options.seed ?? 1))
  let valid = 0
  let slowestMs = 0
  for (let run = 0; run < runs; run++) {
    const text = mutateText(random.pick(options.corpus), random, options)
    const bytes = mutateBytes(new TextEncoder().encode(text), random)
    const choice = random.below(1_000_000)
    const before = prototypeShape()
    if (tryOne(options, bytes, choice, run)) valid++
    if (prototypeShape() !== before) throw failure('a prototype was changed', options, bytes, run)
    const ms = timeOfLast
    if (ms > slowestAllowedMs && retime(options, bytes, choice, run) > slowestAllowedMs) {
      throw failure(`${Math.round(ms)} ms for one input`, options, bytes, run)
    }
    slowestMs = Math.max(slowestMs, ms)
  }
  return { runs, valid, refused: runs - valid, slowestMs: Math.round(slowestMs) }
}

let timeOfLast = 0

/** True when the input was read, false when it was refused as it should be. */
function tryOne(options: FuzzOptions, bytes: Uint8Array, choice: number, run: number): boolean {
  const start = performance.now()
  try {
    return exercise(options, bytes, choice)
  } catch (error) {
    throw failure(error instanceof Broken ? error.message : `threw ${describeError(error)}`, options, bytes, run, error)
  } finally {
    timeOfLast = performance.now() - start
  }
}

/** A busy machine makes any input slow once; only an input that is slow again is slow. */
function retime(options: FuzzOptions, bytes: Uint8Array, choice: number, run: number): number {
  tryOne(options, bytes, choice, run)
  return timeOfLast
}

/** A promise that was not kept. */
class Broken extends Error {}

function exercise(options: FuzzOptions, bytes: Uint8Array, choice: number): boolean {
  const { format } = options
  const read = orRefused(() => {
    const text = decode(bytes, 'fuzz')
    const document = format.parse(text, 'fuzz')
    checkTree(document.value, defaultLimits, (path, part) => document.locate(path, part))
    return { text, document }
  })
  if (read === undefined) return false

  checkPlaces(read.document, read.text, choice)
  checkPrint(format, read.document.value)
  checkEdit(options, read.text, read.document.value, choice)
  return true
}

function checkPlaces(document: Document, text: string, choice: number): void {
  for (const warning of document.warnings) checkSpan(warning.span, text)
  const path = somePath(document.value, choice)
  checkSpan(document.locate(path), text)
  checkSpan(document.locate(path, 'key'), text)
  checkSpan(document.locate([...path, 'no such key', 3]), text)
}

function checkSpan(span: ReturnType<Document['locate']>, text: string): void {
  if (span === undefined) return
  const { start, end } = span
  if (start.offset < 0 || end.offset > text.length || start.offset > end.offset) throw new Broken('a span outside the text')
}

function checkPrint(format: Format, value: Value): void {
  const printed = orRefused(() => format.print(value))
  if (printed === undefined) return
  const again = orRefused(() => format.parse(printed, 'printed'))
  if (again === undefined) throw new Broken(`what print gave is refused: ${JSON.stringify(printed)}`)
  if (!isEqual(again.value, value)) throw new Broken(`print changed the value: ${JSON.stringify(printed)}`)
}

function checkEdit(options: FuzzOptions, text: string, before: Value, choice: number): void {
  const { format } = options
  const value: Value = format.textOnly ? 'edited 7' : 7
  const path = editPath(before, choice)
  const edited = orRefused(() => format.edit(text, [{ kind: 'set', path, value }], 'fuzz'))
  if (edited === undefined) return
  const what = `set ${JSON.stringify(path)}: ${JSON.stringify(edited)}`
  const again = orRefused(() => format.parse(edited, 'edited'))
  if (again === undefined) throw new Broken(`the edited text is refused: ${what}`)
  const found = getAt(again.value, path)
  if (found === undefined || !isEqual(found, value)) throw new Broken(`the edit is lost: ${what}`)
  if (options.editIsLocal === true && !isEqual(again.value, withValue(before, path, value))) {
    throw new Broken(`the edit changed something else: ${what}`)
  }
}

/** An existing leaf mostly, else a new key at the top or beside a leaf. */
function editPath(value: Value, choice: number): Path {
  const path = somePath(value, choice)
  if (choice % 4 !== 0) return path
  return choice % 8 === 0 ? ['new key'] : [...path.slice(0, -1), 'new']
}

function somePath(value: Value, choice: number): Path {
  const paths: Path[] = []
  walkLeaves(value, (path) => {
    paths.push(path)
  })
  return paths[choice % paths.length] ?? []
}

function orRefused<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

function prototypeShape(): string {
  return `${Reflect.ownKeys(Object.prototype).map(String).join()};${Reflect.ownKeys(Array.prototype).length}`
}

function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

function failure(problem: string, options: FuzzOptions, bytes: Uint8Array, run: number, cause?: unknown): Error {
  const input = JSON.stringify(new TextDecoder('utf-8').decode(bytes))
  const seed = seedOf(options.seed ?? 1)
  return new Error(`${options.format.name}, seed ${seed}, run ${run}: ${problem}\ninput: ${input}`, { cause })
}
