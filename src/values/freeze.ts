/**
 * Freezes a tree and returns it. What is frozen already is taken as frozen to the bottom, so freezing a tree
 * that shares most of its nodes with a frozen one costs only the new nodes. Iterative.
 */
export function deepFreeze<T>(root: T): T {
  if (typeof root !== 'object' || root === null || Object.isFrozen(root)) return root
  const stack: object[] = [root]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const child of Object.values(node)) {
      if (typeof child === 'object' && child !== null && !Object.isFrozen(child)) stack.push(child)
    }
    Object.freeze(node)
  }
  return root
}
