import type { Issue } from '../errors/issue.ts'
import type { Format, FormatOptions } from '../formats/format.ts'
import type { CallContext } from '../runtime/runtime.ts'
import type { LineMap } from '../templates/line-map.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import type { WatchTarget } from '../watch/watcher.ts'
import type { LargeText } from './large/large-text.ts'

/** A place values come from. Stateless: reading twice is always allowed. */
export interface Source {
  /** `file`, `env`, `args`: for logs and metrics. */
  readonly kind: string
  /** `file:config/app.yaml`, `environment SHOP_*`: for people; unique in a definition. */
  readonly name: string
  /** An absent optional source is an empty layer; an absent required one is SOURCE_MISSING. Default: false. */
  readonly optional?: boolean
  /**
   * True when `read` looks at `context.keys`. Such a source is read after the lower layers are known, and again
   * whenever their keys change; the others are read together. Default: false.
   */
  readonly usesKeys?: boolean
  /**
   * The current content, or `undefined` when there is nothing there. A source that needs no waiting answers
   * directly, so that `createConfigSync` can use it.
   * @throws ConfigError SOURCE_UNREADABLE, SOURCE_TOO_LARGE …; never turns "denied" into "absent"
   */
  read(context: ReadContext): Reading | undefined | Promise<Reading | undefined>
  /**
   * The places on disk that the answer of `read`, or of `expand`, comes from: when the content of one changes, the source
   * is asked again. `context.previous` is the last answer, for a source that learns by reading where else to look. The
   * sources it stands for are asked for theirs. Asked at the start and after every reading.
   */
  watchTargets?(context: ReadContext): readonly WatchTarget[]
  /**
   * For a source that hears of changes in another way, such as a server that pushes. Calls `onChange` when `read` (or
   * `expand`) would answer differently: perhaps too often, never too rarely. Ends with the answer's disposal or the
   * signal of the context.
   */
  watch?(onChange: () => void, context: ReadContext): AsyncDisposable | Promise<AsyncDisposable>
  /**
   * For a source that stands for others (a pattern, `{profile}`, a search): the sources it stands for now,
   * lowest priority first. Asked at every load; `read` is then not called on this one.
   */
  expand?(context: ReadContext): readonly Source[]
  /**
   * The only part of the configuration that it sets anything in, as a path of keys. Such a source is not read at the start,
   * but when something of that part is first needed: see `lazy`.
   */
  readonly part?: Path | undefined
  /** What to say when a required source has nothing: with near names, where there are any. */
  missing?(context: ReadContext): Issue
}

/** What a source is told when it is read. */
export interface ReadContext extends CallContext {
  /** The profiles in use, as they were asked for: `prod`, or `prod,eu` for several. */
  readonly profile?: string | undefined
  /** Active profiles and their parents, lowest priority first: `['base', 'prod']`. */
  readonly profiles: readonly string[]
  /** Variables of the active profile and its parents: what `{region}` in a path stands for. */
  readonly variables: Readonly<Record<string, string>>
  /**
   * Whether a condition on the active profiles holds: `prod & !eu`. `place` is where it is written.
   * @throws ConfigError PROFILE_EXPRESSION, PROFILE_UNKNOWN
   */
  readonly isActive: (expression: string, place?: Partial<Issue>) => boolean
  /** The largest file that is read, unless the source says otherwise, in bytes. */
  readonly maxBytes: number
  /** The keys known from lower layers and the schema; only for a source with `usesKeys`. */
  readonly keys: KnownKeys
  /** Writes to the log that the definition names what a store of secrets told, before it is handed out, or refused. */
  readonly recordSecret?: ((access: SecretAccess) => Promise<void>) | undefined
  /** What this source answered last time, so that it can answer `unchanged` cheaply. */
  readonly previous?: Reading | undefined
}

/** A secret of a store was read, or the store refused to tell it. */
export interface SecretAccess {
  readonly action: 'read' | 'denied'
  /** As its store calls it. */
  readonly subject: string
  readonly place: string
  readonly version?: string
}

/** Names that exist: what variables are matched against. */
export interface KnownKeys {
  /** Merged value of all lower layers. */
  readonly lower: Value
  /** Paths that the schema names, with the variable it gives them (`x-env`), if any. */
  readonly declared: readonly DeclaredKey[]
  /** Whether an empty text is a value at a path. Default: it stands for "not set" everywhere. */
  readonly takesEmpty?: (path: Path) => boolean
}

export interface DeclaredKey {
  readonly path: Path
  readonly env?: string | undefined
}

export type Reading = TextReading | ValueReading

interface ReadingBase {
  /** `file:config/app.yaml`. Never with credentials. */
  readonly uri: string
  /** Changes when the content changes; compared, never parsed. Equal version: the layer is reused. */
  readonly version: string
}

/** Bytes in some format; the engine decodes and parses them. */
export interface TextReading extends ReadingBase {
  readonly kind: 'bytes'
  readonly bytes: Uint8Array
  /** The file as people write it: relative to the working directory where that is shorter. */
  readonly file: string
  /** A format, or its name; otherwise chosen by the extension of `file`. */
  readonly format?: string | Format | undefined
  readonly formatOptions?: (FormatOptions & Readonly<Record<string, unknown>>) | undefined
  /** Default: UTF-8, or UTF-16 by byte order mark. */
  readonly encoding?: 'utf-8' | 'latin1' | undefined
  /** Set for a large file: held as text once that was read, when `bytes` are made of it again at every look. */
  readonly large?: LargeText | undefined
  /** The only part of the file that counts. */
  readonly section?: Section | undefined
  /** Set when the bytes were rendered from a template. */
  readonly rendered?: RenderedText | undefined
  /** Turns the document into the tree of this layer: the dotenv source maps names to paths here. */
  readonly shape?: ((value: Value, locate: (path: Path, part?: 'value' | 'key') => Span | undefined) => ShapedValue) | undefined
}

/** A part of a file that is read as if nothing else stood in it. */
export interface Section {
  readonly path: Path
  /** Whether the file may be without it. */
  readonly optional: boolean
}

/** What is known of a text that was rendered from a template. */
export interface RenderedText {
  /** The file without the extension of templates: `app.yaml`, which tells the format. */
  readonly name: string
  /** From places of the text back to the template; `undefined` if that cannot be told. */
  lines(): LineMap | undefined
}

/** Values that need no parsing. */
export interface ValueReading extends ReadingBase, ShapedValue {
  readonly kind: 'value'
  /** The file it comes from as people write it, where there is one without lines to point at: a module. */
  readonly file?: string | undefined
}

/** A tree, and how its source calls the paths in it. */
export interface ShapedValue {
  readonly value: Value
  /** True when every scalar is text and wants coercion: environment, arguments. */
  readonly textOnly: boolean
  /** The source's own word for a path: `SHOP_SERVER__PORT`, `--server.port`. */
  nameOf?(path: Path): string | undefined
  /** The file and place of a path, where the source has one: a mounted file, a line of a .env file. */
  locate?(path: Path, part?: 'value' | 'key'): Span | undefined
  /** Near misses and the like. */
  readonly warnings?: readonly Issue[]
}
