import type { Node } from './node.ts'
import type { StandardResult } from './standard.ts'

export function validate(_node: Node, value: unknown): StandardResult<unknown> {
  return { value }
}
