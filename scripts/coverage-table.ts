import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'

interface Share {
  readonly total: number
  readonly covered: number
}

type Summary = Readonly<Record<string, { readonly lines: Share; readonly branches: Share }>>

/** Prints lines and branches by folder of src. */
export function printCoverage(file: string): void {
  if (!existsSync(file)) return
  const summary = JSON.parse(readFileSync(file, 'utf8')) as Summary
  const files = Object.entries(summary).filter(([name]) => name !== 'total')
  const byFolder = Object.groupBy(files, ([name]) => relative('src', name).split('/')[0] ?? '')

  console.log(`\n${'coverage'.padEnd(16)}lines %  branches %`)
  for (const [folder, entries = []] of Object.entries(byFolder).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const lines = percentage(entries.map(([, shares]) => shares.lines))
    const branches = percentage(entries.map(([, shares]) => shares.branches))
    console.log(`${folder.padEnd(16)}${lines.padStart(7)}${branches.padStart(12)}`)
  }
}

function percentage(shares: readonly Share[]): string {
  const total = shares.reduce((sum, share) => sum + share.total, 0)
  const covered = shares.reduce((sum, share) => sum + share.covered, 0)
  return total === 0 ? '-' : ((100 * covered) / total).toFixed(1)
}
