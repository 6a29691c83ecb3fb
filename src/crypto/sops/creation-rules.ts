import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Document } from '../../formats/format.ts'
import { yaml } from '../../formats/yaml/yaml.ts'
import { closest } from '../../text/closest.ts'
import { didYouMean } from '../../text/words.ts'
import type { Path } from '../../values/path.ts'
import { isMap, type Value, type ValueMap } from '../../values/value.ts'
import type { KeyTarget } from '../keys/key-provider.ts'
import { groupKeys, type KeyNames, keyNames, topKeys } from './creation-keys.ts'
import { compilePattern, defaultRule, ruleNames, type SelectionRule, selectionOf } from './rules.ts'

/** How a new file is sealed: one of the rules of `.sops.yaml`. */
export interface CreationRule {
  readonly fits: (path: string) => boolean
  readonly groups: readonly (readonly KeyTarget[])[]
  readonly threshold: number
  readonly rule: SelectionRule
  readonly macOnlyEncrypted: boolean
}

/**
 * The rules in a `.sops.yaml`, in their order. Everything in it is checked: a mistyped rule would leave secrets in plain
 * text, so nothing that is not understood is passed over.
 * @throws ConfigError CRYPTO_RULES with all that is wrong, FORMAT_*
 */
export function readCreationRules(text: string, file: string): readonly CreationRule[] {
  const document = yaml().parse(text, file)
  const reader = new RuleReader(document)
  const rules = reader.read()
  if (reader.issues.length > 0) throw new ConfigError(reader.issues)
  return rules
}

const fileNames = ['creation_rules', 'destination_rules', 'stores']
const ruleKeys = ['path_regex', 'key_groups', 'shamir_threshold', 'mac_only_encrypted', ...ruleNames, ...topKeys]

class RuleReader {
  readonly issues: Issue[] = []
  readonly #document: Document

  constructor(document: Document) {
    this.#document = document
  }

  read(): readonly CreationRule[] {
    const root = this.#document.value ?? {}
    if (!isMap(root)) return this.#wrong([], 'the file must be a map', 'write "creation_rules:" and a list below it') ?? []
    this.#known(root, fileNames, [])
    return this.#list(root.creation_rules, ['creation_rules']).flatMap((rule, index) =>
      this.#rule(rule, ['creation_rules', index]),
    )
  }

  #rule(value: Value, path: Path): readonly CreationRule[] {
    if (!isMap(value)) return this.#wrong(path, 'a rule must be a map') ?? []
    this.#known(value, ruleKeys, path)
    const selection = this.#selection(value, path)
    const fits = this.#pattern(value.path_regex, [...path, 'path_regex'])
    const groups =
      value.key_groups === undefined
        ? [this.#keys(value, path, keyNames)].filter((group) => group.length > 0)
        : this.#list(value.key_groups, [...path, 'key_groups']).map((group, index) =>
            this.#group(group, [...path, 'key_groups', index], 0),
          )
    const threshold = value.shamir_threshold ?? 0
    if (typeof threshold !== 'number' || !Number.isInteger(threshold) || threshold < 0 || threshold > groups.length)
      this.#wrong([...path, 'shamir_threshold'], 'the threshold must be a number of key groups')
    const macOnlyEncrypted = value.mac_only_encrypted ?? false
    if (typeof macOnlyEncrypted !== 'boolean') this.#wrong([...path, 'mac_only_encrypted'], 'it must be true or false')
    return [{ fits, groups, threshold: Number(threshold), rule: selection, macOnlyEncrypted: macOnlyEncrypted === true }]
  }

  #selection(rule: ValueMap, path: Path): SelectionRule {
    const given = ruleNames.filter((name) => rule[name] !== undefined && rule[name] !== null)
    const [name, second] = given
    if (second !== undefined) this.#wrong([...path, second], `${given.join(' and ')} exclude each other`, 'keep one of them')
    if (name === undefined) return defaultRule
    const pattern = rule[name]
    if (typeof pattern !== 'string' || pattern === '') {
      this.#wrong([...path, name], `"${name}" must be a text`)
      return defaultRule
    }
    this.#attempt([...path, name], () => selectionOf({ name, pattern }))
    return { name, pattern }
  }

  #pattern(value: Value | undefined, path: Path): (text: string) => boolean {
    if (value === undefined || value === null) return () => true
    if (typeof value === 'string') return this.#attempt(path, () => compilePattern(value, 'path_regex')) ?? (() => false)
    this.#wrong(path, '"path_regex" must be a text')
    return () => false
  }

  /** Groups may be made of others. */
  #group(value: Value, path: Path, depth: number): readonly KeyTarget[] {
    if (!isMap(value) || depth > 10) return this.#wrong(path, 'a key group must be a map of keys') ?? []
    this.#known(value, [...groupKeys, 'merge'], path)
    const merged = this.#list(value.merge, [...path, 'merge']).flatMap((inner, index) =>
      this.#group(inner, [...path, 'merge', index], depth + 1),
    )
    return withoutRepeats([...merged, ...this.#keys(value, path, keyNames)])
  }

  #keys(value: ValueMap, path: Path, names: KeyNames): readonly KeyTarget[] {
    const found = Object.entries(names).flatMap(([name, read]) => {
      const given = value[name]
      if (given === undefined || given === null) return []
      return this.#attempt([...path, name], () => read(given, value)) ?? []
    })
    return withoutRepeats(found)
  }

  #list(value: Value | undefined, path: Path): readonly Value[] {
    if (value === undefined || value === null) return []
    return Array.isArray(value) ? (value as readonly Value[]) : (this.#wrong(path, 'it must be a list') ?? [])
  }

  #known(map: ValueMap, names: readonly string[], path: Path): void {
    for (const key of Object.keys(map)) {
      if (names.includes(key)) continue
      const hint = didYouMean(closest(key, names)) ?? `known are ${names.join(', ')}`
      this.#wrong([...path, key], `the key ${JSON.stringify(key)} is not known`, hint, 'key')
    }
  }

  #attempt<T>(path: Path, work: () => T): T | undefined {
    try {
      return work()
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      for (const issue of error.issues) this.issues.push({ ...issue, path, span: this.#document.locate(path) })
      return undefined
    }
  }

  #wrong(path: Path, message: string, hint = 'correct it', part: 'key' | 'value' = 'value'): undefined {
    this.issues.push({ code: 'CRYPTO_RULES', severity: 'error', message, path, span: this.#document.locate(path, part), hint })
  }
}

function withoutRepeats(keys: readonly KeyTarget[]): readonly KeyTarget[] {
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()]
}
