/** Which keys and elements some keyword has looked at: what `unevaluatedProperties` and `unevaluatedItems` ask. */
export class Seen {
  /** Every key. */
  allKeys = false
  readonly keys = new Set<string>()
  /** The elements before this index. */
  itemsBefore = 0
  readonly items = new Set<number>()

  hasKey(key: string): boolean {
    return this.allKeys || this.keys.has(key)
  }

  hasItem(index: number): boolean {
    return index < this.itemsBefore || this.items.has(index)
  }

  addAllItems(): void {
    this.itemsBefore = Number.POSITIVE_INFINITY
  }

  addItemsBefore(index: number): void {
    if (index > this.itemsBefore) this.itemsBefore = index
  }

  /** Takes over what a schema for the same value has seen. */
  addAll(other: Seen): void {
    if (other.allKeys) this.allKeys = true
    for (const key of other.keys) this.keys.add(key)
    this.addItemsBefore(other.itemsBefore)
    for (const index of other.items) this.items.add(index)
  }
}
