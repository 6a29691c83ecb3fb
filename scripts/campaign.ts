/** `npm run campaign`: the long forms of the fuzz, property and crash tests. Takes about an hour. */
import { spawnSync } from 'node:child_process'

const longForm = {
  PROPERTY_SEED: String(Date.now() % 2 ** 31),
  FUZZ_RUNS: '1000000',
  PROPERTY_RUNS: '10000',
  CRASH_PROCESSES: '64',
  CRASH_WRITES: '20',
  CRASH_KILLS: '2000',
  STORE_WRITES: '2000',
  STORE_KILLS: '100',
  LARGE_FILE_MB: '100',
  CACHE_KILLS: '200',
  CACHE_WRITES: '10000',
  SOAK_RELOADS: '10000',
  TORN_READS: '2000000000',
  TORN_RELOADS: '20000',
  WATCH_SAVES: '1300',
  ROTATE_FILES: '500',
  ROTATE_KILLS: '100',
}

const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'fuzz',
    '--project',
    'property',
    '--project',
    'e2e',
    '--testTimeout',
    '3600000',
  ],
  { stdio: 'inherit', env: { ...longForm, ...process.env } },
)
process.exitCode = status ?? 1
