/**
 * Builds the commands that are asked for a second opinion, from the Go module proxy: `sops` and `age`. Users need neither.
 * Set SOPS and AGE to use others.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder: string = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'oracles')

interface Tool {
  readonly name: string
  readonly module: string
  readonly variable: string
}

const tools: readonly Tool[] = [
  { name: 'sops', module: 'github.com/getsops/sops/v3/cmd/sops@v3.13.3', variable: 'SOPS' },
  { name: 'age', module: 'filippo.io/age/cmd/age@v1.3.2', variable: 'AGE' },
]

/** The path of a tool; `undefined` where it is not installed. */
export function oracle(name: 'sops' | 'age'): string | undefined {
  const tool = tools.find((each) => each.name === name) as Tool // both are there
  const named = process.env[tool.variable]
  if (named !== undefined) return named
  const built = join(folder, name)
  if (existsSync(built)) return built
  return spawnSync(name, ['--version']).error === undefined ? name : undefined
}

/** Builds what is missing. @returns what could not be built, with the reason */
export function installOracles(): readonly string[] {
  return tools.flatMap(({ name, module }) => {
    if (oracle(name as 'sops' | 'age') !== undefined) return []
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' }
    const { error, status, stderr } = spawnSync('go', ['install', module], { env, encoding: 'utf8' })
    return status === 0 ? [] : [`${name}: ${error === undefined ? stderr.split('\n')[0] : 'go is not installed'}`]
  })
}
