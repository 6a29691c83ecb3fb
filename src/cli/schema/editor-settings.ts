import type { Edit } from '../../formats/format.ts'
import { getAt } from '../../values/get.ts'
import { isList, isMap, type Value } from '../../values/value.ts'
import type { EditorFiles } from './editor-files.ts'

/** What VS Code and its relatives are told: which files go by the schema. */
export function editorSettings(files: EditorFiles, schema: string): Readonly<Record<string, Value>> {
  const url = `./${schema}`
  return {
    ...(files.yaml.length > 0 && { 'yaml.schemas': { [url]: files.yaml } }),
    ...(files.json.length > 0 && { 'json.schemas': [jsonEntry(files.json, url)] }),
    ...(files.toml.length > 0 && {
      'evenBetterToml.schema.associations': Object.fromEntries(files.toml.map((file) => [patternText(file), url])),
    }),
  }
}

function jsonEntry(files: readonly string[], url: string): Value {
  return { fileMatch: files.map((file) => `/${file}`), url }
}

/** The same as changes to settings that are there: what they say of other schemas stays. */
export function settingsEdits(before: Value, files: EditorFiles, schema: string): readonly Edit[] {
  const url = `./${schema}`
  const edits: Edit[] = []
  if (files.yaml.length > 0) edits.push({ kind: 'set', path: ['yaml.schemas', url], value: files.yaml })
  if (files.json.length > 0) edits.push(jsonEdit(before, files.json, url))
  for (const file of files.toml)
    edits.push({ kind: 'set', path: ['evenBetterToml.schema.associations', patternText(file)], value: url })
  return edits
}

function jsonEdit(before: Value, files: readonly string[], url: string): Edit {
  const list = getAt(before, ['json.schemas'])
  const entry = jsonEntry(files, url)
  if (!isList(list)) return { kind: 'set', path: ['json.schemas'], value: [entry] }
  const known = list.findIndex((each) => isMap(each) && each['url'] === url)
  return { kind: 'set', path: ['json.schemas', known < 0 ? list.length : known], value: entry }
}

/** Even Better TOML matches absolute paths with regular expressions. */
function patternText(file: string): string {
  return `.*/${file.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`
}
