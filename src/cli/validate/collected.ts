import { resolve } from 'node:path'
import { ConfigError } from '../../errors/config-error.ts'
import type { Span } from '../../text/position.ts'
import { count } from '../../text/words.ts'
import type { CliContext } from '../context.ts'
import type { Findings } from '../findings.ts'
import { standardInputName } from '../paths.ts'
import type { Checked } from '../reporters/report.ts'
import type { SuppressionFile } from '../suppress/apply-suppressions.ts'
import { type CheckDepth, depths, type FileResult } from './check-file.ts'
import { summaryOf } from './checked-data.ts'

/** What came of the files of a run, each at its place: results may come in any order. */
export class Collected {
  readonly #context: CliContext
  readonly #names: string[] = []
  readonly #checked: (Checked | undefined)[] = []
  readonly #depths: CheckDepth[] = []
  #sealed = 0
  readonly #suppressing = new Map<number, SuppressionFile>()

  constructor(context: CliContext) {
    this.#context = context
  }

  /** Makes room for the result of a file. The answer is its place. */
  expect(name: string): number {
    this.#checked.push(undefined)
    this.#depths.push(depths.unread)
    return this.#names.push(name) - 1
  }

  nameAt(place: number): string {
    return this.#names[place] as string
  }

  take(place: number, { issues, depth, suppressing, secrets, sealed = 0 }: FileResult): void {
    this.#sealed += sealed
    this.#checked[place] = { name: this.nameAt(place), issues }
    this.#depths[place] = depth
    if (suppressing !== undefined) this.#suppressing.set(place, suppressing)
    if (secrets !== undefined) this.#hide(secrets)
  }

  /** Pictures of lines are drawn at the end, with all of them starred. */
  #hide(secrets: readonly Span[]): void {
    const { frames } = this.#context
    const before = frames.hidden ?? { spans: [], texts: [] }
    frames.hidden = { ...before, spans: [...before.spans, ...secrets] }
  }

  /** @throws ConfigError INTERNAL if nothing is known of a file: it must not pass for a good one */
  findings(): Findings {
    const checked = this.#checked.filter((each) => each !== undefined)
    const missing = this.#names.length - checked.length
    if (missing > 0) throw lost(missing)
    const sealed = this.#sealed
    return {
      root: this.#context.cwd,
      checked,
      scope: count(checked.length, 'file') + (sealed === 0 ? '' : ` (${count(sealed, 'sealed value')} not checked)`),
      files: [...this.#suppressing].sort(([a], [b]) => a - b).map(([, file]) => file),
      covers: this.#coverage(),
      dataOf: (all) => ({ files: all.map(summaryOf), ...(sealed > 0 && { sealedValues: sealed }) }),
    }
  }

  /** A file alone is read, and held to its schema if it has one; rules of the program say nothing of it. */
  #coverage(): Findings['covers'] {
    // Few runs ask, and the paths of all files are many.
    let known: ReadonlyMap<string, CheckDepth> | undefined
    return (code, file) => {
      if (file === undefined) return false
      known ??= this.#depthsByPath()
      const depth = known.get(file) ?? depths.unread
      if (code.startsWith('FORMAT_')) return depth !== depths.unread
      return /^(?:VALUE|KEY)_/.test(code) && code !== 'VALUE_RULE' && depth === depths.held
    }
  }

  #depthsByPath(): ReadonlyMap<string, CheckDepth> {
    const fileOf = (name: string): string => resolve(this.#context.cwd, name === '-' ? standardInputName : name)
    return new Map(this.#names.map((name, place) => [fileOf(name), this.#depths[place] as CheckDepth]))
  }
}

function lost(files: number): ConfigError {
  return new ConfigError({
    code: 'INTERNAL',
    severity: 'error',
    message: `nothing is known of ${count(files, 'file')} that had to be checked`,
    hint: 'check them with --jobs 1, and please report this',
  })
}
