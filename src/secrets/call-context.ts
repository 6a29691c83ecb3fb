import { nodeRuntime } from '../runtime/node-runtime.ts'
import type { CallContext } from '../runtime/runtime.ts'

/**
 * The world in which a store is called: that of this process, unless parts of it are given. For calls that no configuration
 * makes: `await store.readValid({ name: 'api/token' }, callContext({ signal: AbortSignal.timeout(5_000) }))`.
 */
export function callContext(parts: Partial<CallContext> = {}): CallContext {
  return { ...nodeRuntime(parts), signal: parts.signal ?? new AbortController().signal }
}
