import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Environment } from 'minijinja-js'
import { limitMemory } from './limit-memory.ts'
import * as compiled from './web-assembly.ts'

/** What the engine asks of us while it renders. */
export type Filter = (...args: readonly unknown[]) => unknown

export interface EngineOptions {
  /** Without it, only the time is bounded. */
  readonly fuel: number | undefined
  /** `chainable`: what is not defined is empty, however deep it is asked. */
  readonly undefinedValues: 'strict' | 'chainable'
  readonly trimBlocks: boolean
  readonly lstripBlocks: boolean
  readonly filters: Readonly<Record<string, Filter>>
}

/** An engine in a memory of its own: nothing of one rendering is left for the next, whatever became of it. */
export interface Engine {
  add(name: string, source: string): void
  render(name: string, data: Readonly<Record<string, unknown>>): string
}

/** The part of minijinja-js that talks to the compiled engine; the package has no types for it. */
interface Glue {
  readonly Environment: new () => Environment & { __destroy_into_raw(): number }
  __wbg_set_wasm(exports: compiled.Instance['exports']): void
}

const maxMemoryBytes = 268_435_456
const folder = 'minijinja-js/dist/bundler'

let loaded: { readonly glue: Glue; readonly module: compiled.CompiledModule } | undefined
let current: compiled.Instance | undefined
/** Held until the next one: the collector would call into whatever engine is there by then to give it back. */
let abandoned: InstanceType<Glue['Environment']> | undefined

/** Runs `use` with a new engine. What `use` throws comes out; the engine is gone in any case. */
export function withEngine<T>(options: EngineOptions, use: (engine: Engine) => T): T {
  const { Environment } = freshInstance()
  const environment = new Environment()
  abandoned = environment
  try {
    environment.enablePyCompat()
    environment.removeGlobal('debug')
    environment.debug = true
    environment.keepTrailingNewline = true
    environment.trimBlocks = options.trimBlocks
    environment.lstripBlocks = options.lstripBlocks
    environment.undefinedBehavior = options.undefinedValues
    if (options.fuel !== undefined) environment.fuel = options.fuel
    for (const [name, filter] of Object.entries(options.filters)) environment.addFilter(name, filter)
    return use({
      add: (name, source) => environment.addTemplate(name, source),
      render: (name, data) => environment.renderTemplate(name, data),
    })
  } finally {
    letGo()
  }
}

/**
 * Not `free`: after a trap the engine cannot be called any more, and its memory goes with the instance. Who stops the
 * engine because of the time skips this; then the next one does it.
 */
function letGo(): void {
  abandoned?.__destroy_into_raw()
  abandoned = undefined
}

function freshInstance(): Glue {
  letGo()
  loaded ??= load()
  const { glue, module } = loaded
  // Growing detaches the old memory, by which the glue notices that its views are out of date.
  memoryOf(current)?.grow(0)
  current = new compiled.Instance(module, { './minijinja_js_bg.js': importsOf(glue) })
  glue.__wbg_set_wasm(current.exports)
  return glue
}

function memoryOf(instance: compiled.Instance | undefined): compiled.Memory | undefined {
  // The engine exports its memory under this name; it has no other export that is one.
  return instance?.exports['memory'] as compiled.Memory | undefined
}

function load(): { readonly glue: Glue; readonly module: compiled.CompiledModule } {
  const require = createRequire(import.meta.url)
  const bytes = readFileSync(require.resolve(`${folder}/minijinja_js_bg.wasm`))
  return { glue: require(`${folder}/minijinja_js_bg.js`), module: new compiled.Module(limitMemory(bytes, maxMemoryBytes)) }
}

/** What the compiled engine calls. It would print a panic to the console, with the values it was about. */
function importsOf(glue: Glue): Readonly<Record<string, unknown>> {
  const entries = Object.entries(glue).map(([name, value]) => [name, name.startsWith('__wbg_error_') ? () => undefined : value])
  return Object.fromEntries(entries)
}
