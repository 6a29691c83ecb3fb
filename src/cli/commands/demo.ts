import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../../config/config.ts'
import type { ConfigEvent } from '../../config/events.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { printPath } from '../../values/path.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { openConfig } from '../open-config.ts'
import { paintFor, writeIssues } from '../output.ts'
import { shortText, shownValue } from '../shown-value.ts'
import { explain } from './explain.ts'
import { exportValues } from './export.ts'
import { set } from './set.ts'
import { validate } from './validate.ts'

/** `demo`: the example shop in a temporary folder: its configuration, a wrong value, one ladder, and reloads. Ends by itself. */
export const demo: Command = async (context, _args, flags) => {
  const folder = mkdtempSync(join(tmpdir(), 'configmanage-demo-'))
  try {
    cpSync(exampleFolder(), folder, { recursive: true, filter: (file) => basename(file) !== 'node_modules' })
    const inside = { ...context, cwd: folder, env: { ...context.env, SHOP_DB__POOL__MAX: '40' } }
    return await new Demonstration(inside, { ...flags, profile: 'prod', quiet: true }).play()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The example lies beside the sources and beside what is built. */
function exampleFolder(): string {
  const found = ['../examples/shop', '../../examples/shop', '../../../examples/shop']
    .map((relative) => fileURLToPath(new URL(relative, import.meta.url)))
    .find((folder) => existsSync(folder))
  if (found !== undefined) return found
  throw new ConfigError({
    code: 'SOURCE_MISSING',
    severity: 'error',
    message: 'the example of the package is not there',
    hint: 'install the package again',
  })
}

/** A command line, and what happens when it is run. */
interface Step {
  readonly line: string
  readonly run: () => Promise<ExitCode>
  /** The exit code that is meant. Default: fine. */
  readonly ends?: ExitCode
  /** Said below. */
  readonly note?: string
}

/** What the configuration tells next. A file system that tells nothing is asked after a while. */
async function next(config: Config, name: 'changed' | 'rejected'): Promise<ConfigEvent> {
  const asking = setTimeout(() => void config.reload().catch(() => undefined), 2_000) // told as an event
  const event = await new Promise<ConfigEvent>((resolve) => config.on(name, resolve))
  clearTimeout(asking)
  return event
}

class Demonstration {
  readonly #context: CliContext
  readonly #flags: GlobalFlags

  constructor(context: CliContext, flags: GlobalFlags) {
    this.#context = context
    this.#flags = flags
  }

  async play(): Promise<ExitCode> {
    this.#say('A shop whose configuration comes from five layers: YAML, TOML, .env, environment, arguments.')
    for (const { line, run, ends, note } of this.#steps()) {
      this.#command(line)
      const code = await run()
      if (code !== (ends ?? exitCodes.fine)) return code
      if (note !== undefined) this.#say(`\n${note}`)
    }
    await this.#reload()
    return exitCodes.fine
  }

  #steps(): readonly Step[] {
    const context = this.#context
    const loud = { ...this.#flags, quiet: false }
    const mistaken = { ...context, env: { ...context.env, SHOP_SERVER__PORT: '80443' } }
    return [
      {
        line: 'configmanage validate --all-profiles',
        run: () => validate(context, [], { ...loud, allProfiles: true }),
        note: 'All three are right: schema.json says what every key may be. A wrong variable would not start the shop:',
      },
      {
        line: 'SHOP_SERVER__PORT=80443 configmanage validate -p prod',
        run: () => validate(mistaken, [], loud),
        ends: exitCodes.findings,
      },
      {
        line: 'configmanage export -p prod',
        run: () => exportValues(context, [], this.#flags),
        note: 'schema.json calls db.password and services.payment.key secret: above, only their fingerprints are printed.',
      },
      {
        line: 'SHOP_DB__POOL__MAX=40 configmanage explain db.pool.max -p prod --set db.pool.max=50',
        run: () => explain(context, ['db.pool.max'], { ...this.#flags, set: ['db.pool.max=50'] }),
      },
    ]
  }

  /** A program holds the configuration open while somebody edits its files: well, and then badly. */
  async #reload(): Promise<void> {
    const { write } = this.#context.stdout
    await using opened = await openConfig(this.#context, this.#flags, { watch: true })
    const { config } = opened
    const level = (): string => shortText(shownValue(this.#context, config.current.find('log.level') ?? null, false))
    this.#say('\nA running program follows its files.')
    write(`generation ${config.current.generation}: log.level is ${level()}\n`)

    const changed = next(config, 'changed')
    await this.#setLevel('debug')
    for (const change of (await changed).changes) write(`changed: ${printPath(change.path)}\n`)
    write(`generation ${config.current.generation}: log.level is ${level()}\n`)

    this.#say('\nA wrong value changes nothing: the program goes on with what it has.')
    const rejected = next(config, 'rejected')
    await this.#setLevel('loud', { check: false })
    writeIssues({ ...this.#context, stderr: this.#context.stdout }, this.#flags, (await rejected).issues)
    write(`\ngeneration ${config.current.generation} stays: log.level is ${level()}\n`)
  }

  /** Unchecked, a wrong value gets as far as the program, as one from an editor would. */
  async #setLevel(level: string, { check = true } = {}): Promise<void> {
    this.#command(`configmanage set log.level ${level} --to config/prod.yaml${check ? '' : ' --no-check'}`)
    await set(this.#context, ['log.level', level], { ...this.#flags, to: 'config/prod.yaml', check })
  }

  #say(text: string): void {
    this.#context.stdout.write(`${text}\n`)
  }

  #command(line: string): void {
    const paint = paintFor(this.#context, this.#flags, this.#context.stdout)
    this.#context.stdout.write(`\n${paint.dim('$')} ${paint.strong(line)}\n`)
  }
}
