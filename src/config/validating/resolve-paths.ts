import type { Issue } from '../../errors/issue.ts'
import { type Replacement, replaceValues } from '../../references/replace-values.ts'
import { nodeFileSystem } from '../../runtime/file-system.ts'
import type { Field } from '../../schema/fields/field.ts'
import { isSchema, type JsonSchema } from '../../schema/fields/json-schema.ts'
import { reaching } from '../../schema/fields/reaching.ts'
import { type Path, printPath } from '../../values/path.ts'
import { isList, isMap, type Value } from '../../values/value.ts'

/** What `x-path` asks of the path of a file or folder. */
interface PathRule {
  readonly exists: unknown
  readonly relative: unknown
}

export interface ResolvedPaths {
  readonly value: Value
  readonly issues: readonly Issue[]
}

/** Where relative paths start from: the folder of the file that says `path`, or that of the whole configuration. */
export interface PathFolders {
  readonly root: string
  folderOf(path: Path): string
}

/**
 * The tree with paths made absolute where the schema says what they are relative to, and an issue for each that is not
 * there although it has to be. Only fields with `x-path` are looked at.
 */
export function resolvePaths(tree: Value, root: Field, folders: PathFolders, earlier: Value | undefined): ResolvedPaths {
  const leads = leadsToPath.get(root) ?? reaching(root, (schema) => ruleOf(schema) !== undefined)
  leadsToPath.set(root, leads)
  const replacements: Replacement[] = []
  const issues: Issue[] = []
  visit(tree, root, [])
  return { value: replacements.length === 0 ? tree : replaceValues(tree, replacements, earlier), issues }

  function visit(value: Value, field: Field, path: Path): void {
    if (!leads(field)) return
    if (typeof value === 'string') {
      check(value, field, path)
      return
    }
    const entries: readonly (readonly [string | number, Value])[] = isList(value)
      ? [...value.entries()]
      : isMap(value)
        ? Object.entries(value)
        : []
    for (const [key, child] of entries) {
      const below = field.child(key)
      if (below !== undefined) visit(child, below, [...path, key])
    }
  }

  function check(text: string, field: Field, path: Path): void {
    const rule = field.parts.map(({ schema }) => ruleOf(schema)).find((found) => found !== undefined)
    if (rule === undefined) return
    const { resolve } = process.getBuiltinModule('node:path')
    const absolute = resolve(rule.relative === 'declaring-file' ? folders.folderOf(path) : folders.root, text)
    if (rule.relative !== undefined && absolute !== text) replacements.push({ path, value: absolute })
    const missing = rule.exists === undefined ? undefined : whatIsMissing(absolute, rule.exists)
    if (missing !== undefined) issues.push(missingPath(path, text, missing, absolute, field))
  }
}

const leadsToPath = new WeakMap<Field, (field: Field) => boolean>()

function ruleOf(schema: JsonSchema): PathRule | undefined {
  const said = schema['x-path'] ?? schema['path']
  return isSchema(said) ? { exists: said['exists'], relative: said['relative'] } : undefined
}

function whatIsMissing(absolute: string, exists: unknown): string | undefined {
  const wanted = exists === 'file' ? 'file' : exists === 'directory' ? 'folder' : 'file or folder'
  try {
    const stats = nodeFileSystem().statSync(absolute, { bigint: true })
    const fits = exists === 'file' ? stats.isFile() : exists === 'directory' ? stats.isDirectory() : true
    return fits ? undefined : wanted
  } catch {
    return wanted // Whatever keeps the program from seeing it would keep it from using it.
  }
}

function missingPath(path: Path, text: string, wanted: string, absolute: string, field: Field): Issue {
  return {
    code: 'VALUE_RULE',
    severity: 'error',
    message: `${JSON.stringify(printPath(path))} must be the path of a ${wanted} that is there`,
    path,
    expected: `a ${wanted} that is there`,
    received: JSON.stringify(text),
    hint: absolute === text ? 'create it, or correct the path' : `create ${absolute}, or correct the path`,
    rule: field.placeOf('x-path', 'path'),
  }
}
