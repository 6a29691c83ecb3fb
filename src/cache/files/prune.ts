import type { EntryFile } from './entries-folder.ts'

export interface Prunable {
  readonly file: EntryFile
  /** The count it belongs to. */
  readonly why: 'expirations' | 'evictions' | 'corrupt'
}

/**
 * What has to go: entries that are gone by age, files that are no entries, and the oldest as long as all together take
 * more than allowed. Then a tenth is freed, so that it does not have to be done again at once.
 */
export function choosePrunable(
  files: readonly EntryFile[],
  now: number,
  maxBytes: number,
): { readonly remove: readonly Prunable[]; readonly total: number } {
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const remove: Prunable[] = []
  const living: (EntryFile & { readonly storedAt: number })[] = []
  for (const file of files) {
    if (file.meta === undefined) remove.push({ file, why: 'corrupt' })
    else if (file.meta.goneAt <= now) remove.push({ file, why: 'expirations' })
    else living.push({ ...file, storedAt: file.meta.storedAt })
  }
  let left = living.reduce((sum, { size }) => sum + size, 0)
  if (left > maxBytes) {
    living.sort((a, b) => a.storedAt - b.storedAt)
    for (const file of living) {
      if (left <= maxBytes * 0.9) break
      remove.push({ file, why: 'evictions' })
      left -= file.size
    }
  }
  return { remove, total }
}
