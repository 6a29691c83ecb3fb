/** Events that a monitoring tool can listen to with `node:diagnostics_channel`, without any set-up here. */
export interface DiagnosticEvents {
  readonly 'configmanage:load': {
    readonly name: string
    readonly generation: number
    readonly durationMs: number
    readonly sources: number
  }
  readonly 'configmanage:reload': {
    readonly name: string
    readonly generation: number
    readonly durationMs: number
    readonly changes: number
  }
  readonly 'configmanage:rejected': { readonly name: string; readonly generation: number; readonly codes: readonly string[] }
}

/** Publishes an event. Costs a look-up when nobody listens. */
export function publish<Name extends keyof DiagnosticEvents>(name: Name, event: DiagnosticEvents[Name]): void {
  const { channel, hasSubscribers } = process.getBuiltinModule('node:diagnostics_channel')
  // Asked by name, because making a channel costs a start-up more.
  if (hasSubscribers(name)) channel(name).publish(event)
}
