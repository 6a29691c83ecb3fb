import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

export interface TestCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Names every skipped test with its reason, and leaves the counts in the file that TEST_COUNTS names. */
export class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const skipped = tests.filter((test) => test.result().state === 'skipped')
    for (const test of skipped) {
      const result = test.result()
      const reason = result.state === 'skipped' ? result.note : undefined
      process.stdout.write(
        `skipped: ${test.module.relativeModuleId} > ${test.fullName}${reason === undefined ? '' : `: ${reason}`}\n`,
      )
    }

    // A file that cannot be loaded has no tests that could fail; it counts as one.
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length + unhandled.length
    const counts: TestCounts = {
      passed: tests.filter((test) => test.result().state === 'passed').length,
      failed: tests.filter((test) => test.result().state === 'failed').length + broken,
      skipped: skipped.length,
    }
    const file = process.env.TEST_COUNTS
    if (file !== undefined) writeFileSync(file, JSON.stringify(counts))
  }
}
