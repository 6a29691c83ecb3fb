import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { productionPackages } from '../../scripts/production-packages.ts'

export interface Finished {
  readonly status: number | null
  readonly output: string
}

/** An empty project into which the packed tarball was installed, without the network. */
export class InstalledProject implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'configmanage-package-'))
  /** Paths in the tarball. */
  readonly packed: readonly string[]

  constructor() {
    const tarball = this.#pack()
    const target = join(this.folder, 'node_modules', 'configmanage')
    mkdirSync(target, { recursive: true })
    this.#must('tar', ['-xzf', tarball.file, '-C', target, '--strip-components=1'])
    this.packed = tarball.paths
    this.write('package.json', '{ "name": "consumer", "private": true, "type": "module" }')
  }

  /** The packages that npm would install along with ours, and no other. */
  linkDependencies(): void {
    // Of two versions of a package, one lies inside of the package that needs it.
    for (const name of new Set(productionPackages().map((each) => each.name))) {
      const link = join(this.folder, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(resolve('node_modules', name), link)
    }
  }

  write(file: string, content: string): void {
    writeFileSync(join(this.folder, file), content)
  }

  node(...args: readonly string[]): Finished {
    return run(process.execPath, args, this.folder)
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  #pack(): { readonly file: string; readonly paths: readonly string[] } {
    const output = this.#must(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', this.folder],
      process.cwd(),
    )
    const answer = JSON.parse(output.slice(output.search(/^[[{]/m))) as unknown
    // npm answers with a list of packages, or from version 12 with a map by name.
    const [packed] = Object.values(answer as Record<string, { filename: string; files: readonly { path: string }[] }>)
    if (packed === undefined) throw new Error(`npm pack packed nothing: ${output}`)
    return { file: join(this.folder, packed.filename), paths: packed.files.map(({ path }) => path) }
  }

  #must(program: string, args: readonly string[], cwd: string = this.folder): string {
    const { status, output } = run(program, args, cwd)
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${output}`)
    return output
  }
}

function run(program: string, args: readonly string[], cwd: string): Finished {
  // Without NODE_OPTIONS and the like: the consumer's Node knows nothing of this repository.
  const env = { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, HOME: process.env.HOME, NO_COLOR: '1' }
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error) throw error
  return { status, output: `${stdout}${status === 0 ? '' : stderr}` }
}
