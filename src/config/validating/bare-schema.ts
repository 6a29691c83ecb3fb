import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Document } from '../../formats/format.ts'
import { FieldDescription } from '../../schema/describe.ts'
import type { Field } from '../../schema/fields/field.ts'
import { isSecretAt } from '../../schema/fields/field-at.ts'
import { isSchema } from '../../schema/fields/json-schema.ts'
import { convertNotations } from '../../schema/fields/notations.ts'
import { linkedField } from '../../schema/fields/registry-places.ts'
import type { Finding } from '../../schema/json-schema/finding.ts'
import { issueOfFinding } from '../../schema/json-schema/issue-of-finding.ts'
import { compileJsonSchema, type JsonSchemaValidator } from '../../schema/json-schema/validator.ts'
import type { Span } from '../../text/position.ts'
import { coerceTexts } from '../../validation/coerce.ts'
import { deprecations } from '../../validation/deprecations.ts'
import type { Path } from '../../values/path.ts'
import { isMap, type Value } from '../../values/value.ts'
import { walkLeaves } from '../../values/walk.ts'
import { placeInDocument } from './document-places.ts'
import { SchemaFiles } from './schema-files.ts'

/** Where a schema file is. */
export interface SchemaLocation {
  /** From `folder`. */
  readonly file: string
  /** Absolute. References must not leave it. */
  readonly folder: string
  /** What a file of that folder is called in messages. */
  readonly shown: (file: string) => string
}

/** What a checked file has to tell besides its documents. */
export interface FileFacts {
  readonly file: string
  /** Every scalar of it is text, which the schema gives a type. */
  readonly textOnly: boolean
}

const none: readonly Issue[] = []

/** A schema that single files are held to, each as it is: nothing is merged, resolved or filled in. */
export class BareSchema {
  readonly #files: SchemaFiles
  readonly #shown: SchemaLocation['shown']
  readonly #validator: JsonSchemaValidator
  readonly #root: Field | undefined

  /** @throws ConfigError SOURCE_MISSING, SCHEMA_INVALID, and whatever is wrong with the files of the schema */
  constructor({ file, folder, shown }: SchemaLocation) {
    this.#shown = shown
    this.#files = new SchemaFiles(folder, shown)
    const document = this.#files.read(file)
    const options = { uri: file, load: this.#files.load }
    this.#validator = this.#placingProblems(() => compiled(document, options))
    this.#root = isSchema(document) ? linkedField(document, options) : undefined
  }

  /**
   * Everything that is wrong with a document, with its places in the file.
   * @throws ConfigError SCHEMA_INVALID
   */
  check(document: Document, { file, textOnly }: FileFacts): readonly Issue[] {
    const value = this.#readable(document, textOnly)
    const findings = this.#placingProblems(() => this.#findings(value))
    const old = this.#root === undefined ? none : deprecations(value, this.#root)
    if (findings.length === 0 && old.length === 0) return none
    const secret = (path: Finding['path']): boolean => this.#root !== undefined && isSecretAt(this.#root, path)
    const issues = [...findings.flatMap((finding) => issueOfFinding(finding, { secret })), ...old]
    return placeInDocument(withoutRest(issues), document, file).map((issue) => this.#withRule(issue))
  }

  /** What it calls secret, for files that cannot be read. */
  get secrets(): readonly Path[] {
    return new FieldDescription(this.#root).secrets
  }

  /** Where values stand that the schema calls secret: pictures of lines must not show them. */
  secretSpans(document: Document): readonly Span[] {
    const root = this.#root
    if (root === undefined) return []
    const spans: Span[] = []
    walkLeaves(document.value, (path) => {
      const span = isSecretAt(root, path) ? document.locate(path) : undefined
      if (span !== undefined) spans.push(span)
    })
    return spans
  }

  /** Texts of formats that know nothing else, and notations, as values. A document with nothing in it is an empty map. */
  #readable(document: Document, textOnly: boolean): Value {
    const value = document.value === null && document.locate([]) === undefined ? {} : document.value
    if (this.#root === undefined) return value
    const typed = textOnly && isMap(value) ? coerceTexts(value, this.#root).value : value
    return convertNotations(typed, this.#root).value
  }

  /** Editors read a `$schema` at the top of any file, and many schemas do not mention it. */
  #findings(value: Value): readonly Finding[] {
    const findings = this.#validator.check(value)
    if (findings.length === 0 || !isMap(value) || typeof value['$schema'] !== 'string') return findings
    if (this.#root?.names.includes('$schema')) return findings
    const { $schema: _, ...rest } = value
    return this.#validator.check(rest)
  }

  #withRule(issue: Issue): Issue {
    const { rule } = issue
    if (rule === undefined) return issue
    const span = this.#files.spanOf(rule)
    const [file = '', ...fragment] = rule.split('#')
    const shown = [this.#shown(file), ...fragment].join('#')
    const related = span === undefined ? issue.related : [...(issue.related ?? []), { message: 'the rule', span }]
    return { ...issue, rule: shown, related }
  }

  #placingProblems<Result>(attempt: () => Result): Result {
    try {
      return attempt()
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      throw new ConfigError(error.issues.map((issue) => this.#inSchema(issue)) as [Issue, ...Issue[]], { cause: error })
    }
  }

  /** What is wrong with the schema is wrong in its file. */
  #inSchema(issue: Issue): Issue {
    if (issue.rule === undefined || issue.span !== undefined) return issue
    const span = this.#files.spanOf(issue.rule)
    const file = this.#shown(issue.rule.split('#')[0] ?? '')
    return span === undefined ? { ...issue, file } : { ...issue, span }
  }
}

/** That there were more is no problem of its own, but good to know beside the last one that is shown. */
function withoutRest(issues: readonly Issue[]): readonly Issue[] {
  const rest = issues.findIndex(({ code }) => code === 'CONFIG_INVALID')
  if (rest < 1) return issues
  const { message } = issues[rest] as Issue
  return issues.flatMap((issue, at) => (at === rest ? [] : at === rest - 1 ? [{ ...issue, hint: message }] : [issue]))
}

/** Wherever a schema is wrong, it is said before the first file, and not for each. */
function compiled(document: unknown, options: { readonly uri: string; readonly load: SchemaFiles['load'] }): JsonSchemaValidator {
  const validator = compileJsonSchema(document, { ...options, remembers: false, keywords: 'elsewhere' })
  const problems = validator.problems()
  if (problems.length > 0) throw new ConfigError(problems)
  return validator
}
