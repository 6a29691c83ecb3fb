/** Builds dist/: JavaScript by rolldown, declarations by tsc. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { input, joinedEntries, output } from '../rolldown.config.ts'
import { breakLines } from './lines/break-lines.ts'
import { compiledAtOnce } from './lines/compile-at-once.ts'
import { joinEntries } from './lines/join-entries.ts'
import { rewrite } from './lines/rewrite.ts'
import { functionsOfStart } from './lines/start-program.ts'
import { readPackageJson } from './package-json.ts'

const withTypes = !process.argv.includes('--no-types')
for (const entry of existsSync('dist') ? readdirSync('dist') : []) {
  if (withTypes || entry !== 'types') rmSync(join('dist', entry), { recursive: true })
}
const bundle = await rolldown(input)
const { output: built } = await bundle.write(output)
await bundle.close()
refuseUndeclared(built.flatMap((part) => (part.type === 'chunk' ? [...part.imports, ...part.dynamicImports] : [])))
joinEntries(joinedEntries)
for (const [file, functions] of functionsOfStart()) rewrite(file, (code) => compiledAtOnce(code, functions))
breakLines()
chmodSync('dist/cli.js', 0o755)
linkCommand()

if (withTypes) {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
  for (const file of globSync('dist/types/**/*.d.ts')) writeFileSync(file, withBuiltNames(readFileSync(file, 'utf8')))
}

/** npm links commands when it installs, but dist is built after that: `npx configmanage` in examples/ needs the link. */
function linkCommand(): void {
  const link = 'node_modules/.bin/configmanage'
  if (process.platform !== 'win32' && !existsSync(link)) symlinkSync('../../dist/cli.js', link)
}

/** What is imported at run time is Node's, ours, or a dependency that package.json declares. */
function refuseUndeclared(specifiers: readonly string[]): void {
  const declared = Object.keys(readPackageJson().dependencies)
  const isOurs = (specifier: string): boolean => /^(?:node:|#)/.test(specifier) || existsSync(join('dist', specifier))
  const isDeclared = (specifier: string): boolean =>
    declared.some((name) => specifier === name || specifier.startsWith(`${name}/`))
  const undeclared = [...new Set(specifiers)].filter((specifier) => !isOurs(specifier) && !isDeclared(specifier))
  if (undeclared.length > 0) throw new Error(`dist imports packages that are no dependencies: ${undeclared.join(', ')}`)
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
