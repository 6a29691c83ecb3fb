import { expect } from 'vitest'

/** Everything by which somebody could read a secret: itself, as JSON, addresses, base64 or hex write it, and each of its lines. */
export function tracesOf(secret: string | number): readonly string[] {
  const text = String(secret)
  const lines = text.split(/\r?\n/).filter((line) => line.length > 3)
  const forms = [text, ...lines].flatMap((part) => [
    part,
    JSON.stringify(part).slice(1, -1),
    encodeURIComponent(part.toWellFormed()),
  ])
  const encoded =
    text.length < 4 ? [] : [Buffer.from(text).toString('base64').replace(/=+$/, ''), Buffer.from(text).toString('hex')]
  return [...new Set([...forms, ...encoded])].filter((form) => form !== '')
}

/** Fails with the place of the first trace. Terminal colours do not hide one. */
export function expectNoTrace(said: string, secrets: readonly (string | number)[], message: string): void {
  const plain = said.replace(/\u001b\[[\d;]*m/g, '')
  for (const secret of secrets)
    for (const trace of tracesOf(secret)) {
      const at = plain.indexOf(trace)
      if (at >= 0) expect.fail(`${JSON.stringify(trace)} is told by ${message}:\n${plain.slice(Math.max(0, at - 300), at + 200)}`)
    }
}
