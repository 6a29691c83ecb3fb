import fs from 'node:fs'
import type { FileSystem } from '../../../src/runtime/file-system.ts'

/** The real file system, of which call number `at` does something else: fails, or never returns. */
export function disturbed(
  at: number,
  disturb: (call: string) => void,
): { readonly fileSystem: FileSystem; readonly calls: readonly string[] } {
  const calls: string[] = []
  const fileSystem = new Proxy(fs, {
    get(target, name: keyof typeof fs) {
      const member = target[name]
      if (typeof member !== 'function' || !String(name).endsWith('Sync')) return member
      return (...given: unknown[]): unknown => {
        calls.push(String(name))
        if (calls.length === at) disturb(String(name))
        return (member as (...given: unknown[]) => unknown).apply(target, given)
      }
    },
  })
  return { fileSystem, calls }
}

/** As the system reports it. */
export function systemError(code: string, call: string): Error {
  return Object.assign(new Error(`${code}: injected, ${call}`), { code, syscall: call })
}
