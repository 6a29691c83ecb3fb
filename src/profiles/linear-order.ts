import { ConfigError } from '../errors/config-error.ts'
import { listOf } from '../text/words.ts'

/**
 * The order in which a profile and its parents count, nearest first: C3 linearisation, as Python orders base
 * classes. A child comes before its parents, and parents keep the order in which they are named.
 * See https://www.python.org/download/releases/2.3/mro/
 * @throws ConfigError PROFILE_CYCLE for a circle, or for parents whose orders contradict each other
 */
export function linearOrder(name: string, parentsOf: (name: string) => readonly string[]): readonly string[] {
  const known = new Map<string, readonly string[]>()
  return orderOf(name, [])

  function orderOf(current: string, below: readonly string[]): readonly string[] {
    if (below.includes(current)) throw circle([...below.slice(below.indexOf(current)), current])
    const before = known.get(current)
    if (before !== undefined) return before

    const parents = parentsOf(current)
    const orders = parents.map((parent) => orderOf(parent, [...below, current]))
    const order = [current, ...mergeOrders([...orders, parents], current)]
    known.set(current, order)
    return order
  }
}

function mergeOrders(orders: readonly (readonly string[])[], name: string): string[] {
  const merged: string[] = []
  let open = orders.filter((order) => order.length > 0)
  while (open.length > 0) {
    const next = open.map((order) => order[0] as string).find((head) => open.every((order) => order.indexOf(head) <= 0))
    if (next === undefined)
      throw contradiction(
        name,
        open.map((order) => order[0] as string),
      )
    merged.push(next)
    open = open.map((order) => (order[0] === next ? order.slice(1) : order)).filter((order) => order.length > 0)
  }
  return merged
}

function circle(names: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'PROFILE_CYCLE',
    severity: 'error',
    message: `profiles extend each other in a circle: ${names.join(' -> ')}`,
    hint: 'remove one of these "extends"',
  })
}

function contradiction(name: string, heads: readonly string[]): ConfigError {
  const unique = [...new Set(heads)]
  return new ConfigError({
    code: 'PROFILE_CYCLE',
    severity: 'error',
    message: `the parents of profile ${JSON.stringify(name)} contradict each other about the order of ${listOf(unique)}`,
    hint: 'name the parents in the same order everywhere',
  })
}
