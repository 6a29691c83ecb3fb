import type { ScalarNode } from '../../../formats/yaml/nodes.ts'
import type { Range } from '../../../formats/yaml/problem.ts'
import { isBlockScalar } from '../../../formats/yaml-edit/text.ts'

/** The header of a block scalar, such as `|2-`, without a comment behind it; `undefined` for other values. */
export function blockHeader(node: ScalarNode, text: string): Range | undefined {
  if (!isBlockScalar(node)) return undefined
  const { start } = node.range
  const header = /[|>][-+0-9]*/y
  header.lastIndex = start
  return { start, end: start + (header.exec(text)?.[0].length ?? 0) }
}
