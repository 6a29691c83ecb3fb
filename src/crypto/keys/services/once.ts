/** Makes one thing for equal arguments, and gives it again. What could not be made is tried again the next time. */
export function once<Args extends readonly unknown[], Made>(
  make: (...args: Args) => Promise<Made>,
): (...args: Args) => Promise<Made> {
  const made = new Map<string, Promise<Made>>()
  return (...args) => {
    const key = JSON.stringify(args)
    const before = made.get(key)
    if (before !== undefined) return before
    const fresh = make(...args)
    made.set(key, fresh)
    fresh.catch(() => made.delete(key))
    return fresh
  }
}
