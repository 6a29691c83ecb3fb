import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { Span } from '../text/position.ts'
import { listOf } from '../text/words.ts'
import type { Locate, ProfileEdge } from './edges.ts'

/**
 * The order in which a profile and its parents count, nearest first: C3 linearisation, as Python orders base
 * classes. A child comes before its parents, and parents keep the order in which they are named. The parents lead
 * nowhere in a circle: {@link circlesIn} was asked before. Iterative.
 * See https://www.python.org/download/releases/2.3/mro/
 * @throws ConfigError PROFILE_CYCLE for parents whose orders contradict each other
 */
export function linearOrder(name: string, parentsOf: (name: string) => readonly string[], locate: Locate): readonly string[] {
  const known = new Map<string, readonly string[]>()
  const open = [name]
  for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
    const parents = parentsOf(current)
    const unknown = parents.filter((parent) => !known.has(parent))
    if (unknown.length > 0 && !known.has(current)) {
      open.push(...unknown)
      continue
    }
    open.pop()
    if (known.has(current)) continue
    const orders = parents.map((parent) => known.get(parent) as readonly string[])
    known.set(current, [current, ...mergeOrders([...orders, parents], current, locate)])
  }
  return known.get(name) as readonly string[]
}

/**
 * One order that keeps all the given ones. `name` is the profile whose parents they are; without one they are the
 * profiles asked for.
 * @throws ConfigError PROFILE_CYCLE, naming the pair that contradicts
 */
export function mergeOrders(orders: readonly (readonly string[])[], name: string | undefined, locate: Locate): readonly string[] {
  const merged: string[] = []
  const heads = orders.map(() => 0)
  /** In how many orders a name stands behind the head. */
  const waiting = new Map<string, number>()
  for (const order of orders) for (const each of order.slice(1)) waiting.set(each, (waiting.get(each) ?? 0) + 1)
  for (;;) {
    const open = orders.flatMap((order, index) => order[heads[index] as number] ?? [])
    if (open.length === 0) return merged
    const next = open.find((head) => (waiting.get(head) ?? 0) === 0)
    if (next === undefined) throw contradiction(name, open, locate)
    merged.push(next)
    for (const [index, order] of orders.entries()) {
      const head = heads[index] as number
      if (order[head] !== next) continue
      heads[index] = head + 1
      const freed = order[head + 1]
      // Counted above, as each that stands behind a head.
      if (freed !== undefined) waiting.set(freed, (waiting.get(freed) as number) - 1)
    }
  }
}

/** One issue for each circle among the profiles, naming every step of it with its place. Iterative. */
export function circlesIn(
  names: readonly string[],
  edgesOf: (name: string) => readonly ProfileEdge[],
  locate: Locate,
): readonly Issue[] {
  const circles: Issue[] = []
  const done = new Set<string>()
  for (const start of names) {
    const way: { readonly name: string; readonly edges: readonly ProfileEdge[]; next: number }[] = []
    const onWay = new Map<string, number>()
    const enter = (name: string): void => {
      onWay.set(name, way.length)
      way.push({ name, edges: edgesOf(name), next: 0 })
    }
    if (!done.has(start)) enter(start)
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const edge = top.edges[top.next++]
      if (edge === undefined) {
        way.pop()
        onWay.delete(top.name)
        done.add(top.name)
      } else if (onWay.has(edge.to)) {
        const steps = way.slice(onWay.get(edge.to)).map((step) => step.edges[step.next - 1] as ProfileEdge)
        circles.push(circle(steps, locate))
      } else if (!done.has(edge.to)) enter(edge.to)
    }
  }
  return circles
}

function circle(steps: readonly ProfileEdge[], locate: Locate): Issue {
  const spans = steps.map(({ path }) => locate(path))
  const way = steps.map(({ from }, index) => from + placeOf(spans[index]))
  const verb = steps.every(({ kind }) => kind === 'extends') ? 'extend' : 'extend or group'
  return {
    code: 'PROFILE_CYCLE',
    severity: 'error',
    message: `profiles ${verb} each other in a circle: ${[...way, steps[0]?.from].join(' -> ')}`,
    path: steps[0]?.path,
    span: spans[0],
    hint: 'remove one of these steps',
    related: steps.flatMap(({ from, to, kind }, index) => {
      const span = spans[index]
      const what = kind === 'extends' ? 'extends' : 'has in its group'
      return span === undefined ? [] : [{ message: `${JSON.stringify(from)} ${what} ${JSON.stringify(to)}`, span }]
    }),
  }
}

function placeOf(span: Span | undefined): string {
  return span === undefined ? '' : ` (${span.file}:${span.start.line})`
}

function contradiction(name: string | undefined, heads: readonly string[], locate: Locate): ConfigError {
  const names = listOf([...new Set(heads)].map((head) => JSON.stringify(head)))
  const span = name === undefined ? undefined : locate(['profiles', name])
  return new ConfigError({
    code: 'PROFILE_CYCLE',
    severity: 'error',
    message:
      name === undefined
        ? `the active profiles contradict what they extend about the order of ${names}`
        : `the parents of profile ${JSON.stringify(name)} contradict each other about the order of ${names}`,
    ...(name !== undefined && { path: ['profiles', name] }),
    span,
    hint:
      name === undefined
        ? 'name a profile after those it extends, or leave those out'
        : 'name the parents in the same order everywhere',
  })
}
