import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import type { Block } from './blocks.ts'

/** What a block printed: standard output and standard error, as a terminal shows them. */
export interface Printed {
  readonly text: string
  readonly status: number | null
}

/** A copy of examples/shop in which the blocks of one page are run, in order, as a reader would. */
export class Page implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'configmanage-docs-'))
  readonly #folder = join(this.#root, 'shop')
  readonly #bin = join(this.#root, 'bin')

  constructor() {
    if (!existsSync('dist/cli.js')) throw new Error('dist/cli.js is not there: run npm run build first')
    cpSync('examples/shop', this.#folder, { recursive: true, filter: (source) => !source.includes('node_modules') })
    symlinkSync(resolve('node_modules'), join(this.#root, 'node_modules'))
    mkdirSync(this.#bin)
    writeFileSync(join(this.#bin, 'configmanage'), `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/cli.js')}" "$@"\n`, {
      mode: 0o755,
    })
  }

  write(block: Block & { readonly kind: 'file' }): void {
    const path = join(this.#folder, block.path)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, block.content)
  }

  run(block: Block & { readonly kind: 'program' }): Printed {
    const file = join(this.#folder, `block-${block.line}.ts`)
    writeFileSync(file, block.code)
    return this.#spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file])
  }

  command(line: string): Printed {
    // `2>&1`, so that both streams come in the order in which they were written.
    return this.#spawn('/bin/sh', ['-c', `{ ${line}\n} 2>&1`])
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true })
  }

  #spawn(program: string, args: readonly string[]): Printed {
    const path = [this.#bin, dirname(process.execPath), process.env.PATH].join(delimiter)
    const env = { PATH: path, HOME: this.#root, NO_COLOR: '1', LANG: 'C.UTF-8' }
    const { stdout, stderr, status } = spawnSync(program, args, { cwd: this.#folder, env, encoding: 'utf8', timeout: 60_000 })
    return { text: `${stdout}${stderr}`, status }
  }
}
