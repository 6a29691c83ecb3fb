import { ConfigError } from '../../errors/config-error.ts'
import { type Path, printPath } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { pathKey } from '../expected-texts.ts'
import { type Document, type Edit, type Format, type FormatFactory, type Limits, limitsOf } from '../format.ts'
import { editTexts } from '../text-edit.ts'
import { textLeaves, unwritable } from '../text-leaves.ts'
import { IniChanges } from './changes.ts'
import { Interpolation } from './interpolate.ts'
import { IniModel, type IniPlace } from './model.ts'
import { abilityOf, printIni } from './print.ts'
import { type IniRules, rulesOf } from './rules.ts'
import { escapeReferences } from './values.ts'

/**
 * INI: sections of `key = value`. Every value is text. See {@link IniOptions} for the dialects.
 *
 * In the `default` dialect `[server.tls]` and `tls.port = 1` nest; `["a.b"]` and `"a.b" = 1` do not. Keys may
 * stand in front of the first section. `;` and `#` begin a comment at the start of a line and behind a blank.
 * Quotes around a value or name are taken off. A line indented deeper than its key continues the value.
 */
export const ini: FormatFactory = (options = {}) => {
  const rules = rulesOf(options)
  const limits = limitsOf(options)
  const isPlain = JSON.stringify(rules) === JSON.stringify(rulesOf({}))
  const format: Format = {
    name: 'ini',
    extensions: ['.ini', '.cfg', '.cnf', '.conf'],
    mediaTypes: ['text/x-ini'],
    textOnly: true,
    parse: (text, file) => read(text, file, rules, limits),
    print: (value) => {
      const text = printIni(value, rules, limits.maxDepth)
      if (!isPlain) checkReadsBack(text, value, rules, limits)
      return text
    },
    edit: (text, edits, file) => edit(text, edits, file, rules, limits),
  }
  return format
}

function read(text: string, file: string, rules: IniRules, limits: Limits): Document {
  const model = new IniModel(text, file, rules, limits)
  const view = model.view()
  const interpolation = new Interpolation(model, limits.maxExpansion, (issue) => view.report(issue), model.span)
  const value = view.toValue(({ place }) =>
    place?.entry === undefined ? null : interpolation.textOf(place.section, place.entry),
  )
  return { value, warnings: view.warnings, locate: (path, part = 'value') => view.locate(path, part, text.length) }
}

function edit(text: string, edits: readonly Edit[], file: string, rules: IniRules, limits: Limits): string {
  const model = new IniModel(text, file, rules, limits)
  if (model.defaults !== undefined) for (const each of edits) checkOwn(model, each)
  const folded = rules.modern || rules.caseSensitive ? edits : edits.map(inLowerCase)
  return editTexts<IniPlace>(text, folded, file, abilityOf(rules, limits.maxDepth), (current) => {
    const opened = current === text ? model : new IniModel(current, file, rules, limits)
    return {
      tree: opened.tree,
      patches: (changes) => new IniChanges(opened).patches(changes),
      written: (value) => escapeReferences(value, rules),
    }
  })
}

/** What the default section gives to every section cannot be taken out of one. */
function checkOwn(model: IniModel, edit: Edit): void {
  if (edit.kind === 'set' || model.tree.find(edit.path) !== undefined) return
  const inherited = model.view().find(edit.path)?.place
  if (inherited === undefined) return
  throw new ConfigError({
    code: 'FORMAT_EDIT',
    severity: 'error',
    message: `${printPath(edit.path)} comes from the section ${JSON.stringify(model.rules.defaultSection)}`,
    path: edit.path,
    span: model.span(inherited.keyStart, inherited.keyEnd),
    hint: 'remove it there',
  })
}

function inLowerCase(edit: Edit): Edit {
  const path: Path = edit.path.map((part, index) => (index === 1 ? String(part).toLowerCase() : part))
  return { ...edit, path }
}

/** Dialects without quotes cannot write everything; what was written is read again to be sure. */
function checkReadsBack(text: string, value: Value, rules: IniRules, limits: Limits): void {
  const ability = abilityOf(rules, limits.maxDepth)
  const wanted = textLeaves(value, ability)
  const found = new Map<string, string | null | undefined>()
  try {
    for (const leaf of textLeaves(read(text, 'printed', rules, limits).value, ability)) found.set(pathKey(leaf.path), leaf.text)
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    throw unwritable(
      error.issues[0].path ?? [],
      'the dialect cannot write this name or text',
      'rename it, or use the default dialect',
    )
  }
  const lost = wanted.find((leaf) => !found.has(pathKey(leaf.path)) || found.get(pathKey(leaf.path)) !== leaf.text)
  if (lost !== undefined) throw unwritable(lost.path, 'the dialect cannot write this name or text', 'use the default dialect')
  if (found.size !== wanted.length)
    throw unwritable([], 'the dialect would read more than was written', 'use the default dialect')
}
