import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { type Awaitable, isPromise } from '../../runtime/awaitable.ts'
import type { CallContext } from '../../runtime/runtime.ts'
import { askStore } from '../../secrets/ask-store.ts'
import type { SecretReader } from '../../secrets/secret-reader.ts'
import { isEqual } from '../../values/equal.ts'
import type { Secret } from '../../values/secret.ts'
import type { Value } from '../../values/value.ts'
import { withRefusedOf } from '../refused.ts'

type Answer = { readonly secret: Secret | undefined } | { readonly error: ConfigError }

/** Names of secrets may be made of other secrets; so many times is more than anybody means. */
const mostRounds = 10

/**
 * What `${secret:...}` means, for building a configuration without waiting in the middle: a secret that is not known yet ends
 * the attempt; all that were asked for are then read together, and the building begins again. What is known stays known
 * until {@link refresh}.
 */
export class SecretAnswers {
  readonly #reader: SecretReader
  readonly #context: CallContext
  readonly #denied: (text: string) => Promise<void>
  readonly #answers = new Map<string, Answer>()
  readonly #open = new Set<string>()
  readonly #used = new Set<string>()

  /** @param denied told of a refusal, before anybody else is */
  constructor(reader: SecretReader, context: CallContext, denied: (text: string) => Promise<void>) {
    this.#reader = reader
    this.#context = context
    this.#denied = denied
  }

  /** Answers references of the kind `secret`. @throws ConfigError what reading it came to */
  readonly resolve = (text: string): Value | undefined => {
    this.#used.add(text)
    const answer = this.#answers.get(text)
    if (answer === undefined) {
      this.#open.add(text)
      throw notYet(text)
    }
    if ('error' in answer) throw answer.error
    return answer.secret as Value | undefined // a Secret is a Value
  }

  /** When a secret should be read again, in milliseconds since 1970. */
  get dueAt(): number | undefined {
    return this.#reader.nextRenewalAt
  }

  /** Which store answered a reference, and with which version. */
  originOf(text: string): { readonly store: string; readonly version: string } | undefined {
    return this.#reader.originOf(text)
  }

  /** The result of `work`, called again after each round of questions. Waits only if there are any. */
  building<T>(work: () => Awaitable<T>, round = 1): Awaitable<T> {
    const again = async (): Promise<T> => {
      if (round > mostRounds) throw tooManyRounds()
      await Promise.all([...this.#open].map((text) => this.#ask(text)))
      return this.building(work, round + 1)
    }
    const failed = (error: unknown): Promise<T> => {
      if (this.#open.size > 0) return again()
      throw named(error)
    }
    let built: Awaitable<T>
    try {
      built = work()
    } catch (error) {
      return failed(error)
    }
    if (isPromise(built)) return built.then((result) => (this.#open.size > 0 ? again() : result), failed)
    return this.#open.size > 0 ? again() : built
  }

  /** Reads everything again that the last building used, as far as it is due. */
  async refresh(): Promise<void> {
    const used = [...this.#used]
    for (const text of this.#answers.keys()) if (!this.#used.has(text)) this.#answers.delete(text)
    this.#used.clear()
    this.#reader.retain(used)
    this.#reader.askAgain()
    await Promise.all(used.map((text) => this.#ask(text)))
  }

  async #ask(text: string): Promise<void> {
    const before = this.#answers.get(text)
    const answer = await this.#read(text)
    const isSame = before !== undefined && 'secret' in before && 'secret' in answer && same(before.secret, answer.secret)
    if (!isSame) this.#answers.set(text, answer)
    this.#open.delete(text)
  }

  async #read(text: string): Promise<Answer> {
    try {
      return { secret: await askStore(text, () => this.#reader.read(text, this.#context)) }
    } catch (error) {
      const said = error as ConfigError // nothing else comes from there
      if (said.code === 'SECRET_DENIED') await this.#denied(text)
      return { error: said }
    }
  }
}

/** Equal content is the same object, so that nothing made of it changes. */
function same(one: Secret | undefined, other: Secret | undefined): boolean {
  return isEqual(one as Value, other as Value) // Secrets are Values, and undefined equals itself
}

/** Never told: the attempt in which it is thrown is made again. */
function notYet(text: string): ConfigError {
  return new ConfigError({
    code: 'SECRET_STORE_UNAVAILABLE',
    severity: 'error',
    message: `the secret ${JSON.stringify(text)} is not known yet`,
  })
}

/** References know no kinds; of those to secrets, "refers to nothing" is said in the words of secrets. */
function named(error: unknown): unknown {
  const isOfSecret = ({ code, message }: Issue): boolean => code === 'REFERENCE_UNKNOWN' && message.startsWith(`\${secret:`)
  if (!ConfigError.is(error) || !error.issues.some(isOfSecret)) return error
  const [first, ...others] = error.issues.map(
    (issue): Issue =>
      isOfSecret(issue)
        ? {
            ...issue,
            code: 'SECRET_MISSING',
            message: `${issue.message.replace(/ refers to nothing$/, '')}: there is no such secret`,
            hint: 'correct the name, or set it: configmanage secrets set',
          }
        : issue,
  )
  const renamed = new ConfigError([first as Issue, ...others], { cause: error.cause }) // an error has at least one issue
  return withRefusedOf(renamed, error)
}

function tooManyRounds(): ConfigError {
  return new ConfigError({
    code: 'REFERENCE_LIMIT',
    severity: 'error',
    message: `the names of secrets are made of other secrets more than ${mostRounds} times`,
    hint: 'name the secrets themselves',
  })
}
