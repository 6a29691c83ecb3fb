import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { getAt } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { walkLeaves } from '../values/walk.ts'
import type { Field } from './fields/field.ts'
import { fieldAt, isSecretAt } from './fields/field-at.ts'
import { rootField } from './fields/field-space.ts'
import type { JsonSchema } from './fields/json-schema.ts'
import { fromArkType } from './libraries/arktype.ts'
import { asRule, type LibraryIssue, pathOf, type Translate } from './libraries/library-issue.ts'
import { withOurKeywords } from './libraries/our-keywords.ts'
import { hiddenAgain, plainTree, secretsIn } from './libraries/plain-tree.ts'
import { fromValibot } from './libraries/valibot.ts'
import { inWords } from './libraries/words.ts'
import { fromZod } from './libraries/zod.ts'
import type { CheckOptions, CheckOutcome, SchemaAdapter } from './schema-adapter.ts'

/** What a library puts under `~standard` (https://standardschema.dev). */
export interface StandardObject {
  readonly vendor: string
  readonly validate: (value: unknown) => LibraryResult | Promise<LibraryResult>
  readonly jsonSchema?: { readonly input?: (options: object) => JsonSchema } | undefined
}

type LibraryResult = { readonly value: unknown; readonly issues?: undefined } | { readonly issues: readonly LibraryIssue[] }

const translations: Readonly<Record<string, Translate>> = { zod: fromZod, valibot: fromValibot, arktype: fromArkType }

/** What a library needs to be told, so that one type without a JSON Schema does not cost the description of all. */
const libraryOptions: Readonly<Record<string, object>> = { zod: { unrepresentable: 'any' } }

/** A schema of Zod, Valibot, ArkType or any other library that follows Standard Schema. */
export function adaptStandard(schema: StandardObject): SchemaAdapter {
  const { vendor } = schema
  const { document, warnings } = describe(schema)
  const root = document === undefined ? undefined : rootField(document)
  return {
    vendor,
    document,
    warnings,
    check(value, options = {}) {
      const run = new Run(vendor, value as Value, root, options) // what is checked is a merged tree
      const result = ask(() => schema.validate(run.plain), run)
      return result instanceof Promise ? result.then((answer) => run.outcome(answer), run.failed) : run.outcome(result)
    },
  }
}

function ask(validate: () => LibraryResult | Promise<LibraryResult>, run: Run): LibraryResult | Promise<LibraryResult> {
  try {
    const result = validate()
    // A promise of another realm, or a thenable, becomes one that can be told from a result.
    return 'then' in result ? Promise.resolve(result) : result
  } catch (error) {
    return run.failed(error)
  }
}

/** One value that is checked. */
class Run {
  readonly plain: Value
  readonly #vendor: string
  readonly #value: Value
  readonly #root: Field | undefined
  readonly #isSecret: (path: Path) => boolean
  readonly #given: readonly string[]
  #texts: readonly string[] | undefined

  constructor(vendor: string, value: Value, root: Field | undefined, { secret, secretTexts = [] }: CheckOptions) {
    this.plain = plainTree(value)
    this.#vendor = vendor
    this.#value = value
    this.#root = root
    this.#isSecret = secret ?? ((path) => root !== undefined && isSecretAt(root, path))
    this.#given = secretTexts
  }

  outcome(result: LibraryResult): CheckOutcome {
    if (result.issues === undefined) return { value: hiddenAgain(result.value, this.plain, this.#value), issues: [] }
    return { value: this.#value, issues: result.issues.flatMap((issue) => this.#issuesOf(issue)) }
  }

  /** Its cause is kept only where it says nothing secret. */
  readonly failed = (error: unknown): never => {
    const text = toldBy(error)
    const secrets = this.#secretTexts()
    const isTelling = secrets.length > 0 && (text === undefined || secrets.some((secret) => text.includes(secret)))
    const cause = isTelling ? {} : { cause: error }
    const name = error instanceof Error ? error.name : typeof error
    throw new ConfigError(
      {
        code: 'SCHEMA_INVALID',
        severity: 'error',
        message: `the schema of ${this.#vendor} threw ${name} instead of saying what is wrong with the value`,
        hint: 'correct the check or transformation that throws',
      },
      cause,
    )
  }

  #issuesOf(issue: LibraryIssue): readonly Issue[] {
    const translate = translations[this.#vendor] ?? asRule
    return translate(issue, pathOf(issue)).map((found) =>
      inWords(found, {
        vendor: this.#vendor,
        received: getAt(this.plain, found.path),
        isSecret: this.#isSecret(found.path),
        secretTexts: this.#secretTexts(),
        keys: this.#root === undefined ? [] : [...(fieldAt(this.#root, found.path.slice(0, -1))?.names ?? [])],
      }),
    )
  }

  /** The contents of all secrets, put together when there is something to say. */
  #secretTexts(): readonly string[] {
    if (this.#texts !== undefined) return this.#texts
    const texts = new Set(this.#given)
    const add = (leaf: unknown): void => {
      if (typeof leaf === 'string' || typeof leaf === 'number' || typeof leaf === 'bigint') texts.add(String(leaf))
    }
    for (const secret of secretsIn(this.#value)) walkLeaves(plainTree(secret.reveal() as Value), (_, leaf) => add(leaf)) // a source put it there
    walkLeaves(this.plain, (path, leaf) => {
      if (this.#isSecret(path)) add(leaf)
    })
    texts.delete('')
    this.#texts = [...texts]
    return this.#texts
  }
}

/** All that printing an error shows; `undefined` where that cannot be known. */
function toldBy(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return String(error)
  const shown = error instanceof Error ? `${error.name} ${error.message} ${error.stack}` : ''
  const others = Object.getOwnPropertyNames(error).filter(
    (key) => !(error instanceof Error && ['message', 'stack', 'name'].includes(key)),
  )
  return others.length === 0 ? shown : undefined
}

interface Description {
  readonly document: JsonSchema | undefined
  readonly warnings: readonly Issue[]
}

/** The library's JSON Schema, if it gives one (https://standardschema.dev/json-schema). */
function describe({ vendor, jsonSchema }: StandardObject): Description {
  if (jsonSchema?.input === undefined) return unknown(vendor, 'does not offer its JSON Schema')
  try {
    const document = jsonSchema.input({ target: 'draft-2020-12', libraryOptions: libraryOptions[vendor] })
    return { document: withOurKeywords(document), warnings: [] }
  } catch (error) {
    if (ConfigError.is(error)) throw error
    return unknown(vendor, `cannot give its JSON Schema (${error instanceof Error ? error.message : String(error)})`)
  }
}

function unknown(vendor: string, reason: string): Description {
  const warning: Issue = {
    code: 'SCHEMA_UNSUPPORTED',
    severity: 'warning',
    message: `the schema of ${vendor} ${reason}, so its names, secrets, defaults and types are unknown until values are checked`,
    hint: 'name the secrets in the definition: secrets: ["db.password"]',
  }
  return { document: undefined, warnings: [warning] }
}
