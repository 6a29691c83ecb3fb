/** What is used of WebAssembly. TypeScript knows it only together with all of the browser. */
interface WebAssemblyNames {
  readonly Module: new (bytes: Uint8Array) => CompiledModule
  readonly Instance: new (module: CompiledModule, imports: Readonly<Record<string, object>>) => Instance
  readonly RuntimeError: new (message?: string) => Error
}

export interface CompiledModule {
  readonly [Symbol.toStringTag]: string
}

export interface Instance {
  readonly exports: Readonly<Record<string, unknown>>
}

export interface Memory {
  /** By so many pages of 64 KiB; what looked at the memory before has to look again. */
  grow(pages: number): number
}

// Every Node has it.
export const { Module, Instance, RuntimeError } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyNames })
  .WebAssembly
