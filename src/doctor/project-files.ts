import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { checkTree } from '../formats/check-tree.ts'
import { type FormatName, formatOfFile, loadFormat } from '../formats/choose.ts'
import { decode } from '../formats/decode.ts'
import { type Document, defaultLimits } from '../formats/format.ts'
import { readFileBytes } from '../runtime/read-file.ts'

/** Folders that hold what others wrote, or what tools made. */
const skipped = new Set('node_modules dist build out coverage vendor target tmp bower_components'.split(' '))
const deepest = 6
const mostFiles = 20_000
/** Larger files of code were made by tools. */
const mostBytes = 1_048_576

/** A data file that was read; or why it could not be. */
export interface ReadData {
  readonly document: Document | undefined
  readonly textOnly: boolean
  readonly issues: readonly Issue[]
}

/** The files of a project, by their paths from its folder with `/`. Each is read once, when somebody asks. */
export class ProjectFiles {
  readonly root: string
  readonly files: readonly string[]
  readonly #texts = new Map<string, string | undefined>()
  readonly #read = new Map<string, Promise<ReadData>>()

  constructor(root: string) {
    this.root = root
    this.files = listFiles(root)
  }

  matching(pattern: RegExp): readonly string[] {
    return this.files.filter((file) => pattern.test(file))
  }

  /** The text of a file of code; `undefined` if it cannot be read or is too large to be written by hand. */
  textOf(file: string): string | undefined {
    if (!this.#texts.has(file)) this.#texts.set(file, readText(join(this.root, file), file))
    return this.#texts.get(file)
  }

  /** What a data file holds. `format` where the name does not tell it. */
  read(file: string, format: FormatName | undefined = formatOfFile(file)): Promise<ReadData> {
    const known = this.#read.get(file) ?? readData(join(this.root, file), file, format)
    this.#read.set(file, known)
    return known
  }

  /** False for a .json file that only readers of JSON5 can read. */
  isWhatItsNameSays(file: string): boolean {
    if (!file.endsWith('.json')) return true
    try {
      JSON.parse(this.textOf(file) ?? '')
      return true
    } catch (error) {
      if (error instanceof SyntaxError) return false
      throw error
    }
  }

  /** Packages that the project's own package.json asks for. */
  get dependencies(): ReadonlySet<string> {
    const text = this.textOf('package.json')
    if (text === undefined) return new Set()
    const fields = 'dependencies|devDependencies|peerDependencies|optionalDependencies'
    const groups = [...text.matchAll(new RegExp(`"(?:${fields})"\\s*:\\s*\\{([^{}]*)\\}`, 'g'))]
    return new Set(groups.flatMap(([, body = '']) => [...body.matchAll(/"([^"]+)"\s*:/g)].map(([, name = '']) => name)))
  }
}

function listFiles(root: string): readonly string[] {
  const found: string[] = []
  const open = [{ folder: '', depth: 0 }]
  for (let next = open.pop(); next !== undefined && found.length < mostFiles; next = open.pop()) {
    for (const entry of entriesOf(join(root, next.folder))) {
      const path = next.folder === '' ? entry.name : `${next.folder}/${entry.name}`
      if (entry.isFile()) found.push(path)
      else if (entry.isDirectory() && next.depth < deepest && !skipped.has(entry.name) && !entry.name.startsWith('.'))
        open.push({ folder: path, depth: next.depth + 1 })
    }
  }
  return found.sort()
}

/** A folder that cannot be listed has nothing to tell. */
function entriesOf(folder: string): readonly import('node:fs').Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function readText(path: string, file: string): string | undefined {
  try {
    const content = readFileBytes(path, { file, maxBytes: mostBytes })
    return content && decode(content.bytes, file)
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

async function readData(path: string, file: string, name: FormatName | undefined): Promise<ReadData> {
  if (name === undefined) return { document: undefined, textOnly: false, issues: [] }
  const format = (await loadFormat(name))()
  const { textOnly } = format
  try {
    const content = readFileBytes(path, { file })
    if (content === undefined) return { document: undefined, textOnly, issues: [] }
    const document = format.parse(decode(content.bytes, file), file)
    checkTree(document.value, defaultLimits, (at, part) => document.locate(at, part))
    return { document, textOnly, issues: [] }
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return { document: undefined, textOnly, issues: error.issues }
  }
}
