/** A pattern that can be used, or what is wrong with it. */
export type CompiledPattern = { test(text: string): boolean } | { readonly problem: string; readonly hint?: string | undefined }

export interface Patterns {
  compile(source: string): CompiledPattern
}

export function patternsOf(_mode: 'own' | 'linear'): Patterns {
  const known = new Map<string, CompiledPattern>()
  return {
    compile(source) {
      let compiled = known.get(source)
      if (compiled === undefined) {
        try {
          compiled = new RegExp(source, 'u')
        } catch (error) {
          compiled = { problem: `the pattern ${JSON.stringify(source)} cannot be read: ${(error as Error).message}` }
        }
        known.set(source, compiled)
      }
      return compiled
    },
  }
}
