/**
 * `npm run test:oracles`: builds the commands that give a second opinion on sealed files, where there is a Go toolchain, and
 * compares with them in both directions. `npm test` compares with those that are installed.
 */
import { spawnSync } from 'node:child_process'
import { installOracles } from '../test/oracles/install-oracles.ts'

const missing = installOracles()
for (const line of missing) console.error(`not built: ${line}`)
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'oracles', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { ...process.env, ORACLES: '1', REQUIRE_SERVICES: '1' },
  },
)
process.exitCode = missing.length > 0 ? 1 : (status ?? 1)
