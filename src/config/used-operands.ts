import { parseTemplate } from '../references/expression.ts'
import type { Derivation, Operand } from '../references/site.ts'
import type { Path } from '../values/path.ts'
import type { Generation } from './generation.ts'
import { defaultOrigin, type Origin, originOf, writtenPath } from './origin.ts'
import type { Plan } from './plan.ts'
import type { SecretAnswers } from './secrets/answers.ts'

/** How a value was computed, and where everything comes from that it was made of. */
export interface Computation extends Derivation {
  readonly uses: readonly UsedOperand[]
}

/** One thing that an expression used, with its origin if there was anything. */
export interface UsedOperand extends Operand {
  readonly origin?: Origin
  /** Of a reference to a secret: which store answered, with which version. */
  readonly answeredBy?: SecretOrigin
}

export interface SecretOrigin {
  readonly store: string
  readonly version: string
}

/** `at` is the path of the expression, and `layer` the one that has it. */
export function computationOf(plan: Plan, generation: Generation, derivation: Derivation, at: Path, layer: number): Computation {
  const uses = derivation.uses.map((use): UsedOperand => {
    const origin = originOfUse(plan, generation, use, at, layer)
    const answeredBy = plan.secrets && secretOf(plan.secrets, use)
    return { ...use, ...(origin && { origin }), ...(answeredBy && { answeredBy }) }
  })
  return { ...derivation, uses }
}

function originOfUse(plan: Plan, generation: Generation, use: Operand, at: Path, layer: number): Origin | undefined {
  if (use.value === undefined) return undefined
  if (use.path === undefined) return originOfAnswer(plan, use, generation.merged.layers[layer]?.file)
  const { path } = use
  const { layers } = generation.merged
  // A value that refers to its own path means the one that it hides.
  const isOwn = at.every((part, index) => String(part) === String(path[index]))
  const asked = isOwn ? layers.slice(0, layer) : layers
  const fallback = defaultOrigin(plan, generation, path)
  const { winner } = writtenPath(plan, asked, path, fallback !== undefined).replay
  return winner === undefined ? fallback : originOf(plan, asked, winner, path)
}

function secretOf(secrets: SecretAnswers, { expression }: Operand): SecretOrigin | undefined {
  const text = /^\$\{secret:(.*?)(?::-.*)?\}$/s.exec(expression)?.[1]
  return text === undefined ? undefined : secrets.originOf(text)
}

/** Who answered what is no path; a file is named from the folder of the file that refers to it. */
function originOfAnswer(plan: Plan, { expression, value = null }: Operand, declaredIn: string | undefined): Origin | undefined {
  const [part] = parseTemplate(expression).parts
  if (part?.kind !== 'reference' || part.target.kind === 'path') return undefined
  const { name, argument } = part.target
  const origin = { uri: `${name}:${argument}`, name: undefined, file: undefined, span: undefined, importedBy: [], value }
  if (Object.hasOwn(plan.resolvers, name)) return { ...origin, source: name }
  if (name === 'env') return { ...origin, source: 'environment', name: argument }
  if (name === 'profile') return { ...origin, source: 'profile in use', name: argument || undefined }
  const { dirname, isAbsolute, join } = process.getBuiltinModule('node:path')
  const file = isAbsolute(argument) || declaredIn === undefined ? argument : join(dirname(declaredIn), argument)
  return { ...origin, source: `file:${file}`, uri: `file:${file}`, file }
}
