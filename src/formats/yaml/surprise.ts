import { SCALAR_STYLE } from 'js-yaml'
import type { Issue } from '../../errors/issue.ts'
import type { Path } from '../../values/path.ts'
import type { Node, ScalarNode } from './nodes.ts'
import { issueAt, type SourceText } from './problem.ts'

/** What is one thing here and another in a YAML 1.1 reader (https://yaml.org/type/). */
const surprises: readonly (readonly [pattern: RegExp, message: string, hint: string])[] = [
  [/^(?:y|yes|on)$/i, 'this word is text here, but true to YAML 1.1 readers', 'write true, or put it in quotes'],
  [/^(?:n|no|off)$/i, 'this word is text here, but false to YAML 1.1 readers', 'write false, or put it in quotes'],
  [
    /^[-+]?0[0-9]+$/,
    'this is a decimal number here, but YAML 1.1 readers take the leading 0 as octal',
    'write 0o in front of an octal number, or put it in quotes if it is text',
  ],
  [
    /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/,
    'this is text here, but a number to base 60 to YAML 1.1 readers',
    'put it in quotes',
  ],
  [
    /^[-+]?(?:0x|0b)?[0-9a-f]*_[0-9a-f_]*(?:\.[0-9_]*)?$/i,
    'this is text here, but YAML 1.1 readers may take it as a number with underscores',
    'put it in quotes, or write the number without underscores',
  ],
  [
    /^[-+]?0b[01]+$/,
    'this is text here, but a binary number to YAML 1.1 readers',
    'put it in quotes, or write the number in decimal',
  ],
  [
    /^\d{4}-\d\d?-\d\d?(?:(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)?$/,
    'this is text here, but a date to YAML 1.1 readers',
    'put it in quotes',
  ],
  [
    /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)[eE]\+?\d{3,}$/,
    'this number is too large for a double and is text here',
    'write a smaller number, or put it in quotes',
  ],
]

/** A number has a digit before its first underscore; `_` and `a_b` are words. */
const underscoreNumber = /^[-+]?(?:0x|0b|[0-9])/i

/** Finds plain values that other readers take for something else. Keys are always text here and are left alone. */
export function findSurprises(root: Node, source: SourceText): readonly Issue[] {
  const issues: Issue[] = []
  const stack: { node: Node; path: Link | undefined }[] = [{ node: root, path: undefined }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node, path } = top
    if (node.kind === 'scalar') {
      const issue = surpriseOf(node, path, source)
      if (issue) issues.push(issue)
    } else if (node.kind === 'list') {
      for (let index = node.items.length - 1; index >= 0; index--) {
        const item = node.items[index]
        if (item) stack.push({ node: item.value, path: { parent: path, part: index } })
      }
    } else if (node.kind === 'map') {
      for (const entry of node.entries.toReversed()) stack.push({ node: entry.value, path: { parent: path, part: entry.name } })
    }
  }
  return issues
}

/** A path from its end: written out only for the few values that need it. */
interface Link {
  readonly parent: Link | undefined
  readonly part: string | number
}

function surpriseOf(node: ScalarNode, link: Link | undefined, source: SourceText): Issue | undefined {
  const { event, text } = node
  if (event.style !== SCALAR_STYLE.PLAIN || event.tagStart >= 0 || text === '' || text.length > 60) return undefined
  const found = surprises.find(([pattern]) => pattern.test(text) && (!text.includes('_') || underscoreNumber.test(text)))
  if (!found) return undefined
  if (/[eE]\+?\d{3,}$/.test(text) && Number.isFinite(Number(text))) return undefined
  const [, message, hint] = found
  return { ...issueAt(source, node.range, { code: 'FORMAT_SURPRISE', severity: 'warning', message, hint }), path: pathOf(link) }
}

function pathOf(link: Link | undefined): Path {
  const path: (string | number)[] = []
  for (let current = link; current !== undefined; current = current.parent) path.unshift(current.part)
  return path
}
