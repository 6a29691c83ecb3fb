/** Builds dist/: JavaScript by rolldown, declarations by tsc. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { rolldown } from 'rolldown'
import { input, output } from '../rolldown.config.ts'

rmSync('dist', { recursive: true, force: true })
const bundle = await rolldown(input)
await bundle.write(output)
await bundle.close()
if (existsSync('dist/cli.js')) chmodSync('dist/cli.js', 0o755)

if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
  for (const file of globSync('dist/types/**/*.d.ts')) writeFileSync(file, withBuiltNames(readFileSync(file, 'utf8')))
}

/**
 * Declarations keep the specifiers of the sources; `./path.ts` must become the file that a user has. Disposables are
 * not in the default library of every compiler setting, so the files that speak of them ask for it.
 */
function withBuiltNames(declaration: string): string {
  const named = declaration.replace(/((?:from|import)\s*\(?\s*['"]\.{1,2}\/[^'"]*)\.ts(['"])/g, '$1.js$2')
  return /\b(Async)?Disposable\b|Symbol\.(asyncD|d)ispose/.test(named)
    ? `/// <reference lib="esnext.disposable" />\n${named}`
    : named
}
