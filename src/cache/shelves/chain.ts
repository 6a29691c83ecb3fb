/** What hangs in a chain. */
export interface Link<Node> {
  before: Node | undefined
  after: Node | undefined
}

/** A doubly linked list: the oldest can be taken and any can leave without a look at the others. */
export class Chain<Node extends Link<Node>> {
  first: Node | undefined
  last: Node | undefined

  append(node: Node): void {
    this.insertAfter(this.last, node)
  }

  /** After `place`, or as the first. */
  insertAfter(place: Node | undefined, node: Node): void {
    node.before = place
    node.after = place === undefined ? this.first : place.after
    if (node.before) node.before.after = node
    else this.first = node
    if (node.after) node.after.before = node
    else this.last = node
  }

  remove(node: Node): void {
    if (node.before) node.before.after = node.after
    else this.first = node.after
    if (node.after) node.after.before = node.before
    else this.last = node.before
    node.before = undefined
    node.after = undefined
  }

  clear(): void {
    this.first = undefined
    this.last = undefined
  }
}
