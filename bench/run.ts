import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { cacheRows } from './cache.ts'
import { formatRows } from './formats.ts'
import { largeRows } from './large.ts'
import { mergeRows } from './merge.ts'
import { readRows } from './read.ts'
import { referenceRows } from './references.ts'
import { reloadRows } from './reload.ts'
import { reloadLiveRows } from './reload-live.ts'
import { remergeRows } from './remerge.ts'
import { effortOf, type Part, printTable, type Row, verdictOf } from './row.ts'
import { schemaRows } from './schema.ts'
import { sealedRows } from './sealed.ts'
import { startupRows } from './startup.ts'
import { subscriptionsRows } from './subscriptions.ts'
import { validateFilesRows } from './validate-files.ts'
import { watchRows } from './watch.ts'

/** Measures against the peers and prints ratios. See README.md for the method. */
const parts: Readonly<Record<string, Part>> = {
  merge: mergeRows,
  remerge: remergeRows,
  reload: reloadRows,
  'reload-live': reloadLiveRows,
  read: readRows,
  references: referenceRows,
  cache: cacheRows,
  formats: formatRows,
  schema: schemaRows,
  sealed: sealedRows,
  subscriptions: subscriptionsRows,
  large: largeRows,
  startup: startupRows,
  'validate-files': validateFilesRows,
  watch: watchRows,
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const unknown = values.only?.find((name) => !Object.hasOwn(parts, name))
if (unknown !== undefined) {
  console.error(`there is no part "${unknown}"; the parts are ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}

const effort = effortOf(values.quick)
const rows: Row[] = []
for (const [name, part] of Object.entries(parts)) {
  if (values.only !== undefined && !values.only.includes(name)) continue
  console.error(`measuring ${name} ...`)
  rows.push(...(await part(effort)))
}

const results = { node: process.version, quick: values.quick, rows: rows.map((row) => ({ ...row, verdict: verdictOf(row) })) }
const text = `${JSON.stringify(results, null, 2)}\n`
writeFileSync(new URL('results.json', import.meta.url), text)
process.stdout.write(values.json ? text : `${printTable(rows)}\n`)
