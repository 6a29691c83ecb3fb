import { linearPatterns } from '../later.ts'
import { isLinear } from './is-linear.ts'
import { readExpression } from './read-expression.ts'

/** A pattern that can be used, or what is wrong with it. */
export type CompiledPattern = { test(text: string): boolean } | { readonly problem: string; readonly hint?: string | undefined }

/** The patterns of a schema. */
export interface Patterns {
  compile(source: string): CompiledPattern
}

/** Longer expressions are not looked into: they run on the engine that cannot be slow. */
const longest = 5000

export function patternsOf(mode: 'own' | 'linear'): Patterns {
  const known = new Map<string, CompiledPattern>()
  return {
    compile(source) {
      const before = known.get(source)
      if (before !== undefined) return before
      const compiled = compile(source, mode)
      known.set(source, compiled)
      return compiled
    },
  }
}

function compile(source: string, mode: 'own' | 'linear'): CompiledPattern {
  const native = nativePattern(source)
  if (mode === 'own' || 'problem' in native) return native
  const expression = source.length > longest * 10 ? undefined : readExpression(source)
  if (expression !== undefined && source.length <= longest && isLinear(expression)) return native
  const test = expression === undefined ? undefined : linearPatterns().linearTest(expression)
  return test === undefined ? refused(source) : { test }
}

/**
 * Patterns are read as the specification asks, with Unicode; those that many schemas have and that forbids (`\-`),
 * without. Those that name what only Unicode has mean it.
 */
function nativePattern(source: string): CompiledPattern {
  const strict = readWith(source, 'u')
  if (!('problem' in strict) || /\\(?:[pP]|u)\{/.test(source)) return strict
  const lenient = readWith(source, '')
  return 'problem' in lenient ? strict : lenient
}

function readWith(source: string, flags: 'u' | ''): CompiledPattern {
  try {
    return new RegExp(source, flags)
  } catch (error) {
    // The engine's own words say what is wrong; they end in the reason.
    const reason = error instanceof Error ? error.message.slice(error.message.lastIndexOf(': ') + 2).toLowerCase() : ''
    return { problem: `the pattern ${JSON.stringify(source)} cannot be read: ${reason}` }
  }
}

function refused(source: string): CompiledPattern {
  return {
    problem: `the pattern ${JSON.stringify(source)} could take very long for some texts`,
    hint: 'write it without look-around and back references, or allow it with `patterns: "own"`',
  }
}
