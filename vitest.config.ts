import { defineConfig } from 'vitest/config'
import { SkipReporter } from './scripts/test-reporter.ts'

const conditions = ['configmanage-source', 'node', 'import', 'default']
const shared = {
  environment: 'node' as const,
  execArgv: ['--conditions=configmanage-source'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
}

/**
 * Code that is loaded on first use, by `requireModule` or as it does it, would come a second time, past the test runner:
 * other classes, and lines that coverage takes for others. Here it is imported together with the rest.
 */
const oneCopyOfEachModule = {
  name: 'one-copy-of-each-module',
  enforce: 'pre' as const,
  transform(code: string, id: string) {
    if (!id.includes('/src/') || !/requireModule|createRequire/.test(code)) return undefined
    const names: string[] = []
    const replaced = code.replace(
      /(?:requireModule(?:<[^(]*>)?|\S+createRequire\(import\.meta\.url\))\('(#[^']+)'\)/g,
      (_, specifier: string) => `__later${names.push(specifier) - 1}`,
    )
    return names.length === 0
      ? undefined
      : replaced + names.map((name, index) => `\nimport * as __later${index} from '${name}'`).join('')
  },
}

function project(name: string, include: readonly string[], setupFiles: readonly string[] = []) {
  return { extends: true as const, test: { ...shared, name, include: [...include], setupFiles: [...setupFiles] } }
}

/** Folders whose mistakes would reach every user: nearly every line and branch of them is run by a test. */
const core = [
  'values',
  'text',
  'errors',
  'runtime',
  'formats',
  'merge',
  'references',
  'profiles',
  'templates',
  'watch',
  'sources',
  'config',
]
/** The others that have reached it. */
const around = ['cache', 'crypto', 'manifest', 'schema', 'secrets', 'validation', 'export', 'testing', 'subscriptions', 'workers']
const thresholds = Object.fromEntries([...core, ...around].map((folder) => [`src/${folder}/**`, { lines: 95, branches: 95 }]))

export default defineConfig({
  plugins: [oneCopyOfEachModule],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', new SkipReporter()],
    projects: [
      project('unit', ['src/**/*.test.ts']),
      project('architecture', ['test/architecture/**/*.test.ts']),
      project('conformance', ['test/conformance/**/*.test.ts']),
      project('property', ['test/property/**/*.test.ts'], ['test/property/seed.ts']),
      project('fuzz', ['test/fuzz/**/*.test.ts']),
      project('docs', ['test/docs/**/*.test.ts']),
      project('e2e', ['test/e2e/**/*.test.ts']),
      project('oracles', ['test/oracles/**/*.test.ts']),
      project('package', ['test/package/**/*.test.ts']),
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts', 'src/**/*.fixture.ts', 'src/**/index.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
      // `npm test` says COVERAGE=enforce and fails below the goals; otherwise the figures are shown.
      ...(process.env.COVERAGE === 'enforce' ? { thresholds } : {}),
    },
  },
})
