/**
 * When something applies: names of profiles with `!`, `&`, `|` and parentheses, as in Spring. `&` and `|` in one
 * expression need parentheses, because nobody remembers which of them binds tighter.
 */
export type Activation =
  | { readonly kind: 'name'; readonly name: string; readonly offset: number }
  | { readonly kind: 'not'; readonly inner: Activation }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Activation[] }

/** What is wrong with an expression, and at which character, from 0. */
export class ActivationError {
  readonly message: string
  readonly offset: number

  constructor(message: string, offset: number) {
    this.message = message
    this.offset = offset
  }
}

interface Token {
  readonly text: string
  readonly offset: number
}

/** Parentheses and negations in each other beyond this are a mistake or an attack. */
const maxNesting = 50

/** @throws ActivationError */
export function parseActivation(text: string): Activation {
  const tokens = tokensOf(text)
  let position = 0
  const found = alternatives(0)
  const rest = tokens[position]
  if (rest !== undefined) throw new ActivationError(`${quoted(rest)} is not expected`, rest.offset)
  return found

  function alternatives(nesting: number): Activation {
    const first = operand(nesting)
    const operator = tokens[position]
    if (operator?.text !== '&' && operator?.text !== '|') return first
    const parts = [first]
    for (let next = tokens[position]; next?.text === '&' || next?.text === '|'; next = tokens[position]) {
      if (next.text !== operator.text) throw new ActivationError('"&" and "|" together need parentheses', next.offset)
      position++
      parts.push(operand(nesting))
    }
    return { kind: operator.text === '&' ? 'and' : 'or', parts }
  }

  function operand(nesting: number): Activation {
    const token = tokens[position++]
    if (token === undefined) throw new ActivationError('the name of a profile is missing', text.length)
    if (nesting >= maxNesting) throw new ActivationError(`it is nested deeper than ${maxNesting}`, token.offset)
    if (token.text === '!') return { kind: 'not', inner: operand(nesting + 1) }
    if (token.text !== '(') {
      if (/^[A-Za-z0-9]/.test(token.text)) return { kind: 'name', name: token.text, offset: token.offset }
      throw new ActivationError(`the name of a profile is missing before ${quoted(token)}`, token.offset)
    }
    const inner = alternatives(nesting + 1)
    const close = tokens[position++]
    if (close === undefined) throw new ActivationError('"(" without its ")"', token.offset)
    if (close.text !== ')') throw new ActivationError(`${quoted(close)} is not expected`, close.offset)
    return inner
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(/\s+|[A-Za-z0-9][A-Za-z0-9_.-]*|[\s\S]/g)) {
    if (match[0].trim() !== '') tokens.push({ text: match[0], offset: match.index })
  }
  return tokens
}

function quoted({ text }: Token): string {
  return JSON.stringify(text)
}

/** Whether an expression holds. */
export function holds(activation: Activation, isActive: (name: string) => boolean): boolean {
  if (activation.kind === 'name') return isActive(activation.name)
  if (activation.kind === 'not') return !holds(activation.inner, isActive)
  const test = (part: Activation): boolean => holds(part, isActive)
  return activation.kind === 'and' ? activation.parts.every(test) : activation.parts.some(test)
}

/** The names in an expression, in its order. */
export function namesUsed(activation: Activation): readonly (Activation & { readonly kind: 'name' })[] {
  if (activation.kind === 'name') return [activation]
  return activation.kind === 'not' ? namesUsed(activation.inner) : activation.parts.flatMap(namesUsed)
}
