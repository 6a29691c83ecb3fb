import { createHash } from 'node:crypto'
import type { Issue } from '../../errors/issue.ts'
import { fileOf, inReadingOrder } from '../../errors/reading-order.ts'
import { printPath } from '../../values/path.ts'

/**
 * What tells an issue from others, and stays the same when lines move: its code, file and key. Nothing of a value is
 * in it, so that nobody can try words against it, and a value that is wrong in another way is still the same finding.
 * @param nameOf the name of a file, from a folder that is the same on all machines
 */
export function fingerprintsOf(issues: readonly Issue[], nameOf: (file: string) => string): ReadonlyMap<Issue, string> {
  const seen = new Map<string, number>()
  return new Map(
    inReadingOrder(issues).map((issue) => {
      const identity = JSON.stringify(identityOf(issue, nameOf))
      // Issues that are alike are told apart by their order.
      const before = seen.get(identity) ?? 0
      seen.set(identity, before + 1)
      return [issue, hash(before === 0 ? identity : `${identity}${before}`)]
    }),
  )
}

function identityOf(issue: Issue, nameOf: (file: string) => string): readonly (string | undefined)[] {
  const file = fileOf(issue)
  const path = issue.path === undefined || issue.path.length === 0 ? undefined : printPath(issue.path)
  // Without a key or a name, only the words are left, less the numbers of lines in them.
  const words = path === undefined && issue.name === undefined ? issue.message.replace(/\d+/g, '0') : ''
  return [issue.code, file === undefined ? '' : nameOf(file), path ?? '', issue.name ?? '', words]
}

function hash(identity: string): string {
  return createHash('sha256').update(identity).digest('hex').slice(0, 32)
}
