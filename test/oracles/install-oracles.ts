/**
 * Builds the commands that are asked for a second opinion, from the Go module proxy: `sops` and `age`. Users need neither.
 * Set SOPS and AGE to use others.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
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

/** Official clients of key services: large, so that nobody gets them who does not ask for it. Set KEY_CLIENTS to use others. */
const clients = ['@google-cloud/kms@6.3.0', '@azure/keyvault-keys@4.10.2', '@azure/identity@4.14.1']
const clientFolder = join(folder, 'clients')

/** A folder from which the clients can be imported; `undefined` where they are not installed. */
export function clientsFolder(): string | undefined {
  const chosen = process.env.KEY_CLIENTS ?? clientFolder
  return existsSync(join(chosen, 'node_modules', '@google-cloud')) ? chosen : undefined
}

function installClients(): readonly string[] {
  if (clientsFolder() !== undefined) return []
  mkdirSync(clientFolder, { recursive: true })
  writeFileSync(join(clientFolder, 'package.json'), '{ "private": true }\n')
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...clients], {
    cwd: clientFolder,
  })
  return status === 0 ? [] : ['the clients of Google and Azure: npm install failed']
}

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
  const built = tools.flatMap(({ name, module }) => {
    if (oracle(name as 'sops' | 'age') !== undefined) return []
    const env = { ...process.env, GOBIN: folder, GOFLAGS: '-mod=mod' }
    const { error, status, stderr } = spawnSync('go', ['install', module], { env, encoding: 'utf8' })
    return status === 0 ? [] : [`${name}: ${error === undefined ? stderr.split('\n')[0] : 'go is not installed'}`]
  })
  return [...built, ...installClients()]
}
