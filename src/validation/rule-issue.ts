import type { Issue } from '../errors/issue.ts'
import { type Path, parsePath, printPath } from '../values/path.ts'
import { redact } from './redact.ts'
import type { RuleAnswer } from './rule.ts'

/** Who says it, and where. */
export interface RuleOrigin {
  readonly name: string
  readonly severity: Issue['severity']
  /** `rule:name`, or the rule's place in the schema. */
  readonly rule: string
  readonly path: Path
  /** What must not be told, longest first. Asked for only when there is something to tell. */
  readonly secrets: () => readonly string[]
}

/** What a check answered, whatever it did: a rule is the user's code, and its mistakes are issues too. */
export function answerOf(check: () => unknown): unknown {
  try {
    const answer = check()
    if (isThenable(answer)) {
      // Nobody waits for it; without this, its failure would end the process.
      answer.then(undefined, () => undefined)
      return 'the rule answers later; a rule has to answer at once'
    }
    return answer
  } catch (error) {
    return `the rule failed: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** The VALUE_RULE issue of an answer; `undefined` if there is nothing to say. Secrets are taken out of every text. */
export function ruleIssue(answer: unknown, origin: RuleOrigin): Issue | undefined {
  if (answer === undefined || answer === null || answer === true) return undefined
  const said = readAnswer(answer)
  const secrets = origin.secrets()
  const told = (text: string | undefined): string | undefined => (text === undefined ? undefined : redact(text, secrets))
  const path = said.path !== undefined && redact(printPath(said.path), secrets) === printPath(said.path) ? said.path : origin.path
  const expected = told(said.expected)
  const hint = told(said.hint)
  return {
    code: 'VALUE_RULE',
    severity: origin.severity,
    message: told(said.message) ?? `the rule ${JSON.stringify(origin.name)} does not hold`,
    path,
    rule: origin.rule,
    ...(expected !== undefined && { expected }),
    ...(hint !== undefined && { hint }),
  }
}

interface Said {
  readonly message: string
  readonly path?: Path | undefined
  readonly expected?: string | undefined
  readonly hint?: string | undefined
}

/** From JavaScript an answer may be anything; one that makes no sense still says that the rule does not hold. */
function readAnswer(answer: unknown): Said {
  if (typeof answer === 'string' && answer !== '') return { message: answer }
  if (typeof answer !== 'object' || answer === null) return { message: 'the rule does not hold' }
  const { message, path, expected, hint } = answer as Exclude<RuleAnswer, string | undefined>
  return {
    message: textOf(message) ?? 'the rule does not hold',
    path: typeof path === 'string' ? parsePath(path) : isPath(path) ? path : undefined,
    expected: textOf(expected),
    hint: textOf(hint),
  }
}

function isPath(path: unknown): path is Path {
  return Array.isArray(path) && path.every((part) => typeof part === 'string' || typeof part === 'number')
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
