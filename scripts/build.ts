/** Builds dist/: JavaScript by rolldown, declarations by tsc. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'rolldown'
import options from '../rolldown.config.ts'

rmSync('dist', { recursive: true, force: true })
await build(options)
if (existsSync('dist/cli.js')) chmodSync('dist/cli.js', 0o755)

if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
  for (const file of globSync('dist/types/**/*.d.ts')) writeFileSync(file, withBuiltNames(readFileSync(file, 'utf8')))
}

/** Declarations keep the specifiers of the sources; `./path.ts` must become the file that a user has. */
function withBuiltNames(declaration: string): string {
  return declaration.replace(/((?:from|import)\s*\(?\s*['"]\.{1,2}\/[^'"]*)\.ts(['"])/g, '$1.js$2')
}
