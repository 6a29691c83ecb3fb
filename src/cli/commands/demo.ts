import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ConfigError } from '../../errors/config-error.ts'
import { writeFileAtomically } from '../../runtime/atomic-write.ts'
import { printPath } from '../../values/path.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { openConfig } from '../open-config.ts'
import { paintFor } from '../output.ts'
import { shortText, shownValue } from '../shown-value.ts'
import { explain } from './explain.ts'
import { exportValues } from './export.ts'
import { set } from './set.ts'
import { validate } from './validate.ts'

/** `demo`: the example shop in a temporary folder: its configuration, one ladder, and a reload. Ends by itself. */
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

class Demonstration {
  readonly #context: CliContext
  readonly #flags: GlobalFlags

  constructor(context: CliContext, flags: GlobalFlags) {
    this.#context = context
    this.#flags = flags
  }

  async play(): Promise<ExitCode> {
    this.#say('A shop whose configuration comes from five layers: YAML, TOML, .env, environment, arguments.')
    const loud = { ...this.#flags, quiet: false }
    const steps: readonly (readonly [line: string, step: () => Promise<ExitCode>, note?: string])[] = [
      ['configmanage validate --all-profiles', () => validate(this.#context, [], { ...loud, allProfiles: true })],
      [
        'configmanage export -p prod',
        () => exportValues(this.#context, [], this.#flags),
        'schema.json calls db.password and services.payment.key secret: above, only their fingerprints are printed.',
      ],
      [
        'SHOP_DB__POOL__MAX=40 configmanage explain db.pool.max -p prod --set db.pool.max=50',
        () => explain(this.#context, ['db.pool.max'], { ...this.#flags, set: ['db.pool.max=50'] }),
      ],
    ]
    for (const [line, step, note] of steps) {
      this.#command(line)
      const code = await step()
      if (code !== exitCodes.fine) return code
      if (note !== undefined) this.#say(`\n${note}`)
    }
    await this.#reload()
    return exitCodes.fine
  }

  /** A program holds the configuration open while somebody edits its files: well, and then badly. */
  async #reload(): Promise<void> {
    const { write } = this.#context.stdout
    await using opened = await openConfig(this.#context, this.#flags)
    const { config } = opened
    const port = (): string => shortText(shownValue(this.#context, config.current.find('server.port') ?? null, false))
    this.#say('\nA running program reads again when a file changes.')
    write(`generation ${config.current.generation}: server.port is ${port()}\n`)

    this.#command('configmanage set server.port 9443 --to config/prod.yaml')
    await set(this.#context, ['server.port', '9443'], { ...this.#flags, to: 'config/prod.yaml' })
    for (const change of await config.reload()) write(`changed: ${printPath(change.path)}\n`)
    write(`generation ${config.current.generation}: server.port is ${port()}\n`)

    this.#say('\nAnd a file that is broken changes nothing.')
    const file = join(this.#context.cwd, 'config/prod.yaml')
    writeFileAtomically(file, `${readFileSync(file, 'utf8')}\nserver: [broken\n`)
    const reason = await config.reload().then(
      () => 'nothing',
      (error: unknown) => (ConfigError.is(error) ? error.code : String(error)),
    )
    write(`rejected: ${reason}\ngeneration ${config.current.generation} stays: server.port is ${port()}\n`)
  }

  #say(text: string): void {
    this.#context.stdout.write(`${text}\n`)
  }

  #command(line: string): void {
    const paint = paintFor(this.#context, this.#flags, this.#context.stdout)
    this.#context.stdout.write(`\n${paint.dim('$')} ${paint.strong(line)}\n`)
  }
}
