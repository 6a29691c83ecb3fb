/** One promise of an interface, as data: run them all in any test runner. */
export interface ContractCase<Subject> {
  /** A sentence that is true of every good implementation. */
  readonly name: string
  /** Throws an AssertionError when the promise is broken. `make` is called for a fresh subject. */
  run(make: () => Subject): void | Promise<void>
}
