import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../../errors/config-error.ts'
import type { CliContext } from '../context.ts'

/** What a rotation was asked to do. */
export interface RotationPlan {
  readonly files: readonly string[]
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

/**
 * The progress of a rotation: a first line with the plan, then a line for each file that is done. A line is added after its
 * file was written, so a file may be rotated twice after a crash, which does no harm, and none is left out.
 */
export class RotationJournal {
  readonly id: string
  readonly plan: RotationPlan
  readonly #path: string
  readonly #done: Set<string>

  private constructor(id: string, plan: RotationPlan, path: string, done: Iterable<string>) {
    this.id = id
    this.plan = plan
    this.#path = path
    this.#done = new Set(done)
  }

  /** Its name tells when it was started. */
  static start(context: CliContext, plan: RotationPlan): RotationJournal {
    const moment = new Date(context.now()).toISOString().replace(/[-:]|\.\d+/g, '')
    let id = moment
    for (let next = 2; existsSync(pathFor(context, id)); next++) id = `${moment}-${next}`
    const path = pathFor(context, id)
    writeFileSync(path, `${JSON.stringify({ version: 1, ...plan })}\n`, { mode: 0o600, flag: 'wx', flush: true })
    return new RotationJournal(id, plan, path, [])
  }

  /** @throws ConfigError SOURCE_MISSING, FORMAT_SYNTAX */
  static resume(context: CliContext, id: string): RotationJournal {
    const path = pathFor(context, id)
    if (!/^[\w-]+$/.test(id) || !existsSync(path)) throw noJournal(id)
    const [head = '', ...lines] = readFileSync(path, 'utf8').split('\n')
    const plan = parsePlan(head)
    if (plan === undefined) throw damaged(path)
    // A line that was cut short belongs to a file that is rotated again.
    return new RotationJournal(id, plan, path, lines.slice(0, -1).flatMap(fileOfLine))
  }

  isDone(file: string): boolean {
    return this.#done.has(file)
  }

  finish(file: string): void {
    this.#done.add(file)
    appendFileSync(this.#path, `${JSON.stringify({ done: file })}\n`, { flush: true })
  }

  /** When there is nothing left to resume. */
  remove(): void {
    rmSync(this.#path, { force: true })
  }
}

function pathFor({ cwd }: CliContext, id: string): string {
  return join(cwd, `.configmanage-rotate-${id}.jsonl`)
}

function parsePlan(line: string): RotationPlan | undefined {
  const plan = parse(line)
  const isTexts = (value: unknown): value is readonly string[] =>
    Array.isArray(value) && value.every((item) => typeof item === 'string')
  if (plan?.version !== 1 || !isTexts(plan.files) || !isTexts(plan.add) || !isTexts(plan.remove)) return undefined
  return { files: plan.files, add: plan.add, remove: plan.remove }
}

function fileOfLine(line: string): readonly string[] {
  const done = parse(line)?.done
  return typeof done === 'string' ? [done] : []
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined // an object
  } catch {
    return undefined
  }
}

function noJournal(id: string): ConfigError {
  return new ConfigError({
    code: 'SOURCE_MISSING',
    severity: 'error',
    message: `there is no rotation ${JSON.stringify(id)} to resume in this folder`,
    hint: 'it is named in a file .configmanage-rotate-<id>.jsonl; one that is finished has none',
  })
}

function damaged(file: string): ConfigError {
  return new ConfigError({
    code: 'FORMAT_SYNTAX',
    severity: 'error',
    message: 'the journal of the rotation is damaged',
    file,
    hint: 'remove it, and start the rotation again',
  })
}
