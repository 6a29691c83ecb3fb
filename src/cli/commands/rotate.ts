import { existsSync } from 'node:fs'
import { cryptoError } from '../../crypto/failures.ts'
import type { KeyTarget } from '../../crypto/keys/key-provider.ts'
import { allowedNames } from '../../crypto/keys/key-services.ts'
import type { Keyring } from '../../crypto/keys/keyring.ts'
import { parseTarget } from '../../crypto/keys/parse-target.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import { count } from '../../text/words.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type ExitCode, exitCodeOf } from '../exit-code.ts'
import { writeEnvelope, writeIssues } from '../output.ts'
import { pathOf } from '../paths.ts'
import { missingFile } from '../read-input.ts'
import { type IdentityFlags, keysFor } from '../sealed/keys.ts'
import { type KeyChanges, rotateFile } from '../sealed/rotate-file.ts'
import { RotationJournal, type RotationPlan } from '../sealed/rotation-journal.ts'
import { usageError } from '../usage-error.ts'
import { namedFiles } from '../validate/named-files.ts'

interface RotateFlags extends IdentityFlags {
  readonly add?: readonly string[]
  readonly remove?: readonly string[]
  readonly resume?: string
  readonly dryRun?: boolean
  readonly seal?: boolean
  readonly reseal?: boolean
}

/** Files under way at once: the time goes into waiting for disks and key services. */
const atOnce = 8

/** `rotate <files...>`: new data keys, and other readers if that is wanted. Can be interrupted at any time. */
export const rotate: Command<RotateFlags> = async (context, words, flags) => {
  const journal = flags.resume === undefined ? undefined : RotationJournal.resume(context, flags.resume)
  if (journal === undefined && words.length === 0) throw usageError('which files?', "name them: rotate 'config/**/*.yaml'")
  if (flags.reseal && flags.requireSeal)
    throw usageError(
      '--reseal and --require-seal exclude each other',
      '--reseal is for files whose file seal is missing or does not fit',
    )
  const plan = journal?.plan ?? planFor(context, words, flags)
  const changes: KeyChanges = {
    add: plan.add.map(parseTarget),
    remove: plan.remove.map(parseTarget),
    fileSeal: flags.seal === true || flags.reseal === true,
  }
  if (flags.dryRun) return report(context, flags, plan, [], [])
  // What a journal says is not typed again, so it has to be allowed like what files say.
  const found = await keysFor(context, flags, journal === undefined ? changes.add : [])
  const keys: Keyring = flags.reseal ? { ...found, seals: 'renewed' } : found
  if (plan.files.length === 0) return report(context, flags, plan, [], [])
  const running = journal ?? RotationJournal.start(context, plan)
  const outcome = await rotateAll(context, flags, running, changes, keys)
  if (outcome.issues.length === 0) running.remove()
  else if (!flags.quiet)
    context.stderr.write(
      `what is left can be resumed: configmanage rotate --resume ${running.id}${sealWords(flags)}${allowWords(changes.add, flags)}\n`,
    )
  return report(context, flags, plan, outcome.done, outcome.issues)
}

/** What has to be said again when a rotation is resumed. */
function allowWords(added: readonly KeyTarget[], { allowKey = [] }: RotateFlags): string {
  const names = new Set([...allowKey, ...added.flatMap(allowedNames)])
  return [...names].map((name) => ` --allow-key '${name}'`).join('')
}

/** A journal is no permission to seal what does not fit. */
function sealWords({ seal, reseal }: RotateFlags): string {
  return `${seal ? ' --seal' : ''}${reseal ? ' --reseal' : ''}`
}

/** Files that patterns lead to need not be sealed; files that were named must be. */
function planFor(context: CliContext, words: readonly string[], flags: RotateFlags): RotationPlan {
  const files: string[] = []
  const issues: Issue[] = []
  for (const { name, found, problem } of namedFiles(context, words)) {
    if (problem !== undefined) issues.push(...problem.issues)
    else if (!found && !existsSync(pathOf(context, name))) issues.push(...missingFile(context, name).issues)
    else if (!found || isSealed(context, name)) files.push(name)
  }
  if (issues.length > 0) throw new ConfigError(issues)
  return { files: [...new Set(files)], add: flags.add ?? [], remove: flags.remove ?? [] }
}

function isSealed(context: CliContext, name: string): boolean {
  const content = readFileBytes(pathOf(context, name), { file: name })
  return (
    content !== undefined && Buffer.from(content.bytes).includes('ENC[AES256_GCM,') && Buffer.from(content.bytes).includes('sops')
  )
}

interface Outcome {
  readonly done: readonly string[]
  readonly issues: readonly Issue[]
}

/** A file that cannot be opened keeps no other from being rotated. */
async function rotateAll(
  context: CliContext,
  flags: GlobalFlags,
  journal: RotationJournal,
  changes: KeyChanges,
  keys: Keyring,
): Promise<Outcome> {
  const waiting = journal.plan.files.filter((file) => !journal.isDone(file))
  const total = waiting.length
  const done: string[] = []
  const issues: Issue[] = []
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined && !context.signal.aborted; file = waiting.shift()) {
      try {
        await rotateFile(context, file, changes, keys)
        journal.finish(file)
        done.push(file)
        showProgress(context, flags, done.length, total)
      } catch (error) {
        if (!ConfigError.is(error)) throw error
        issues.push(...error.issues.map((issue) => ({ ...issue, file: issue.file ?? file })))
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, total) }, work))
  if (context.signal.aborted)
    issues.push(...cryptoError('CRYPTO_ROTATION', `interrupted with ${count(total - done.length, 'file')} left`).issues)
  return { done: done.sort(), issues }
}

function showProgress({ stderr }: CliContext, flags: GlobalFlags, done: number, total: number): void {
  if (!stderr.isTTY || flags.quiet || flags.format === 'json') return
  const width = 30
  const filled = Math.round((done / total) * width)
  stderr.write(`\r[${'='.repeat(filled)}${' '.repeat(width - filled)}] ${done} of ${total}${done === total ? '\n' : ''}`)
}

function report(
  context: CliContext,
  flags: GlobalFlags & RotateFlags,
  plan: RotationPlan,
  done: readonly string[],
  issues: readonly Issue[],
): ExitCode {
  if (flags.format === 'json') {
    return writeEnvelope(context, {
      kind: 'RotateResult',
      issues,
      data: { ...plan, rotated: done, dryRun: flags.dryRun === true },
    })
  }
  writeIssues(context, flags, issues)
  if (flags.dryRun) context.stdout.write(planText(plan))
  else if (!flags.quiet) context.stderr.write(`rotated ${count(done.length, 'file')}\n`)
  return exitCodeOf(issues)
}

function planText({ files, add, remove }: RotationPlan): string {
  const lines = [...files, ...add.map((key) => `+ ${key}`), ...remove.map((key) => `- ${key}`)]
  return lines.map((line) => `${line}\n`).join('')
}
