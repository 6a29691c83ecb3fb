import { join } from 'node:path'

/** What a writer stores as its entry number `index`: of many lengths, so that some are compressed. */
export function contentOf(name: string, index: number): Uint8Array {
  return Buffer.from(`${name}-${index}\n`.repeat(1 + ((index * 37) % 400)))
}

/** `name-index` of a content, if every part of it says the same. */
export function nameOf(content: Uint8Array): string {
  const lines = Buffer.from(content).toString().trimEnd().split('\n')
  const [first = ''] = lines
  if (lines.some((line) => line !== first)) throw new Error('the content is mixed')
  const index = Number(first.slice(first.lastIndexOf('-') + 1))
  if (lines.length !== 1 + ((index * 37) % 400)) throw new Error('the content is cut off')
  return first
}

/** The sealed file that a writer writes beside its cache. */
export function goodFile(folder: string): string {
  return join(folder, 'good.sealed')
}
