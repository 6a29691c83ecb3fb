import type { ValueMap } from '../values/value.ts'

/** How a file is rendered before it is read. */
export interface TemplateOptions {
  /**
   * Files whose values the template sees, later ones win; relative to the folder of the definition. A template among
   * them is not rendered.
   */
  readonly data?: string | readonly string[]
  /** Values that the template sees, above those of `data`. */
  readonly values?: ValueMap
  /** Whether it sees what the sources below it say: all of it, or these top-level keys. References in it are not resolved yet. Default: false. */
  readonly lower?: boolean | readonly string[]
  /** Environment variables that it sees, as `env.NAME`. Default: none. */
  readonly env?: readonly string[]
  /** What is included must be in this folder, after links are followed. Default: the folder of the definition. */
  readonly folder?: string
  /** Drop the line end after a tag, as Ansible does. Default: false, as in Jinja2. */
  readonly trimBlocks?: boolean
  /** Drop the spaces before a tag that begins a line. Default: false, as in Jinja2. */
  readonly lstripBlocks?: boolean
  readonly limits?: Partial<TemplateLimits>
}

/** Bounds that keep a wrong or hostile template from taking the process down. Memory is bounded at 256 MiB besides. */
export interface TemplateLimits {
  /** Steps of the engine: one for each tag, output and operation. Default: 10,000,000. */
  readonly fuel: number
  /** Milliseconds. Default: 5,000. */
  readonly timeMs: number
  /** Characters of the result. Default: 16,777,216. */
  readonly output: number
  /** Includes inside includes. Default: 32. */
  readonly includeDepth: number
  /** Different files that one rendering may read. Default: 200. */
  readonly files: number
}

export const defaultTemplateLimits: TemplateLimits = {
  fuel: 10_000_000,
  timeMs: 5000,
  output: 16_777_216,
  includeDepth: 32,
  files: 200,
}
