import { isEqual } from '../values/equal.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import type { DeclaredResolver, Resolver } from './resolve.ts'
import type { AnswerRead } from './site.ts'

/** The resolvers in one run: each is asked at most once for the same thing by the same value. */
export class Asking {
  readonly #resolvers: Readonly<Record<string, Resolver | DeclaredResolver>>
  readonly #answers = new Map<string, AnswerRead>()

  constructor(resolvers: Readonly<Record<string, Resolver | DeclaredResolver>>) {
    this.#resolvers = resolvers
  }

  knows(name: string): boolean {
    return Object.hasOwn(this.#resolvers, name)
  }

  /** `key` stands for the value at `path` that asks; `before` is what it read last time. @throws ConfigError what the resolver throws */
  ask(name: string, argument: string, path: Path, key: string, before: AnswerRead | undefined): AnswerRead {
    const question = JSON.stringify([key, name, argument])
    const known = this.#answers.get(question)
    if (known !== undefined) return known
    const answer = this.#answer(name, argument, path, before)
    this.#answers.set(question, answer)
    return answer
  }

  #answer(name: string, argument: string, path: Path, before: AnswerRead | undefined): AnswerRead {
    const { resolve, stable, version } = declared(this.#resolvers[name] as Resolver | DeclaredResolver)
    if (before !== undefined && stable === true) return before
    const found = version?.(argument, path, before?.version)
    if (before !== undefined && version !== undefined && Object.is(found, before.version)) return before
    const value = resolve(argument, path)
    // What is equal to the answer of last time is that answer, so that nothing made of it has to be made again.
    const kept = before?.value !== undefined && value !== undefined && isEqual(before.value, value) ? before.value : value
    return { kind: 'answer', name, argument, value: kept as Value | undefined, version: found }
  }
}

function declared(resolver: Resolver | DeclaredResolver): DeclaredResolver {
  return typeof resolver === 'function' ? { resolve: resolver } : resolver
}
