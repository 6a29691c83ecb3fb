import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { nodeFileSystem, nodePath } from '../runtime/file-system.ts'
import { LineIndex, type Span } from '../text/position.ts'
import { includeNameOf } from './include-name.ts'
import { type CodePiece, type Piece, scan } from './scan.ts'

/** A file that is rendered, or part of one. */
export interface TemplateFile {
  /** How the engine calls it. Without an extension, by which the engine would choose a way to escape. */
  readonly id: string
  readonly absolute: string
  /** As people write it. */
  readonly file: string
  readonly source: string
  readonly pieces: readonly Piece[]
  readonly lines: LineIndex
  /** What is wrong with it: said when it is used, because an `if` may be around the include. */
  broken: Issue | undefined
}

/** How files are reached. */
export interface TemplateAccess {
  /** The text of a file, `undefined` if there is none. */
  read(absolute: string, file: string): string | undefined
  /** The path as people write it. */
  shown(absolute: string): string
}

/** Where a name led. */
export type Found =
  | { readonly kind: 'file'; readonly file: TemplateFile }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside' }

/** The files of one rendering, each read once, none from outside of its folder. */
export class TemplateFiles {
  readonly main: TemplateFile
  readonly #access: TemplateAccess
  readonly #folder: string
  readonly #maxFiles: number
  readonly #byPath = new Map<string, TemplateFile>()
  readonly #byId = new Map<string, TemplateFile>()

  constructor(
    access: TemplateAccess,
    main: { readonly absolute: string; readonly file: string; readonly source: string },
    folder: string,
    maxFiles: number,
  ) {
    this.#access = access
    this.#maxFiles = maxFiles
    this.#folder = realPath(isInside(folder, main.absolute) ? folder : nodePath().dirname(main.absolute))
    this.main = this.#add(main.absolute, main.file, main.source)
    this.#byPath.set(realPath(main.absolute), this.main)
  }

  get all(): readonly TemplateFile[] {
    return [...this.#byId.values()]
  }

  byId(id: string): TemplateFile | undefined {
    return this.#byId.get(id)
  }

  /** A file that is in memory already. */
  known(from: TemplateFile, name: string): TemplateFile | undefined {
    const place = this.#placeOf(from, name)
    return place?.kind === 'inside' ? this.#byPath.get(place.real) : undefined
  }

  /** Reads what `name` means in `from`, and what that names in turn. */
  find(from: TemplateFile, name: string): Found {
    const place = this.#placeOf(from, name)
    if (place === undefined) return { kind: 'missing' }
    if (place.kind === 'outside') return { kind: 'outside' }
    const before = this.#byPath.get(place.real)
    if (before !== undefined) return { kind: 'file', file: before }
    const source = this.#access.read(place.real, this.#access.shown(place.path))
    if (source === undefined) return { kind: 'missing' }
    if (this.#byId.size >= this.#maxFiles) throw this.#tooMany(from)
    const file = this.#add(place.real, this.#access.shown(place.path), source)
    this.#byPath.set(place.real, file)
    return { kind: 'file', file }
  }

  /** Reads all files that the texts in tags name, from the main one on. What is missing or outside is met again later. */
  readNamed(): void {
    for (const file of this.#byId.values()) {
      for (const { texts } of includesOf(file)) for (const text of texts) this.find(file, text)
    }
  }

  /** The names of files beside `from`, for suggestions. */
  namesNear(from: TemplateFile, name: string): readonly string[] {
    const { dirname, join, posix } = nodePath()
    try {
      const beside = nodeFileSystem().readdirSync(join(dirname(from.absolute), dirname(name)))
      return beside.map((entry) => posix.join(posix.dirname(name), entry))
    } catch {
      // No such folder: nothing is near.
      return []
    }
  }

  /** Relative to the file, then to the folder. */
  #placeOf(
    from: TemplateFile,
    name: string,
  ): { readonly kind: 'inside'; readonly real: string; readonly path: string } | { readonly kind: 'outside' } | undefined {
    if (name === '' || name.includes('\0')) return undefined
    const { resolve, dirname } = nodePath()
    const candidates = [resolve(dirname(from.absolute), name), resolve(this.#folder, name)]
    const inside = candidates.filter((path) => isInside(this.#folder, path) || isInside(this.#folder, realPath(path)))
    if (inside.length === 0) return { kind: 'outside' }
    const path = inside.find((candidate) => nodeFileSystem().statSync(candidate, { throwIfNoEntry: false })?.isFile())
    if (path === undefined) return undefined
    const real = realPath(path)
    return isInside(this.#folder, real) ? { kind: 'inside', real, path } : { kind: 'outside' }
  }

  #add(absolute: string, file: string, source: string): TemplateFile {
    const id = `t${this.#byId.size}`
    const added = { id, absolute, file, source, pieces: scan(source), lines: new LineIndex(source), broken: undefined }
    this.#byId.set(id, added)
    return added
  }

  #tooMany({ file }: TemplateFile): ConfigError {
    const message = `more than ${this.#maxFiles} files are included`
    return new ConfigError({ code: 'TEMPLATE_LIMIT', severity: 'error', message, file, hint: 'raise limits.files' })
  }
}

/** The tags of a file that name others. */
export function includesOf({ source, pieces }: TemplateFile): readonly { piece: CodePiece; texts: readonly string[] }[] {
  return pieces.flatMap((piece) => {
    const name = piece.kind === 'tag' ? includeNameOf(source, piece) : undefined
    return piece.kind === 'tag' && name !== undefined ? [{ piece, texts: name.texts }] : []
  })
}

/** The place of a piece. */
export function spanOf({ file, lines }: TemplateFile, { start, end }: { readonly start: number; readonly end: number }): Span {
  return lines.span(file, start, end)
}

function realPath(path: string): string {
  try {
    return nodeFileSystem().realpathSync(path)
  } catch {
    // It does not exist; then nothing is read from it.
    return path
  }
}

function isInside(folder: string, path: string): boolean {
  const { relative, isAbsolute, sep } = nodePath()
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
