/**
 * `npm test`: every check in order, cheapest first, ending at the first that fails. Coverage below the goals fails
 * it too, unless only some tests are run (`npm test -- --project unit`) or it is only to be shown (`COVERAGE=show`).
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printCoverage } from './coverage-table.ts'
import type { TestCounts } from './test-reporter.ts'

interface Step {
  readonly name: string
  readonly command: readonly string[]
  /** Shown while it runs, not only when it fails. */
  readonly shown?: boolean
}

const chosenTests = process.argv.slice(2)
const coverage = process.env['COVERAGE'] ?? (chosenTests.length === 0 ? 'enforce' : 'show')
const scratch = mkdtempSync(join(tmpdir(), 'configmanage-test-'))
const countsFile = join(scratch, 'counts.json')

const steps: readonly Step[] = [
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
  { name: 'lint and format', command: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  { name: 'unused files, exports, dependencies', command: ['node_modules/knip/bin/knip.js'] },
  { name: 'build', command: ['scripts/build.ts'] },
  { name: 'declarations', command: ['scripts/check-declarations.ts'] },
  { name: 'publint', command: ['node_modules/publint/src/cli.js', '--strict'] },
  {
    name: 'types as users resolve them',
    command: ['node_modules/@arethetypeswrong/cli/dist/index.js', '--pack', '.', '--profile', 'esm-only'],
  },
  { name: 'licences', command: ['scripts/check-licences.ts'], shown: true },
  { name: 'sizes', command: ['scripts/check-size.ts'], shown: true },
  { name: 'tests', command: ['node_modules/vitest/vitest.mjs', 'run', '--coverage', ...chosenTests], shown: true },
]

const failed = steps.find((step) => !passes(step))
const counts = readCounts()
if (counts !== undefined) printCoverage('coverage/coverage-summary.json')
rmSync(scratch, { recursive: true })

// A failed check that is not a test, such as a type error or a missed coverage goal, counts as one.
const failures = failed === undefined ? 0 : Math.max(1, counts?.failed ?? 1)
if (failed !== undefined) console.log(`\nnpm test stopped at: ${failed.name}`)
console.log(`\n${counts?.passed ?? 0} passed, ${failures} failed, ${counts?.skipped ?? 0} skipped`)
process.exitCode = failures === 0 ? 0 : 1

function passes(step: Step): boolean {
  const start = performance.now()
  if (step.shown) console.log(`\n${step.name}`)
  const { status, stdout, stderr } = spawnSync(process.execPath, step.command, {
    stdio: step.shown ? 'inherit' : 'pipe',
    encoding: 'utf8',
    env: { ...process.env, COVERAGE: coverage, TEST_COUNTS: countsFile },
  })
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`
  if (status !== 0 && !step.shown) console.log(`${stdout}${stderr}`)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${step.name.padEnd(40)}${seconds.padStart(8)}`)
  return status === 0
}

function readCounts(): TestCounts | undefined {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8')) as TestCounts
  } catch {
    // The tests were not reached, or the runner itself broke: then the failed step says why.
    return undefined
  }
}
