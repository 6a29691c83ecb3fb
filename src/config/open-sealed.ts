import { openAge } from '../crypto/age/age-file.ts'
import { isAge } from '../crypto/age/recognise.ts'
import { malformed } from '../crypto/failures.ts'
import { findKeys, type Keyring } from '../crypto/keys/keyring.ts'
import { looksSealed as looksLikeEnvelope, parseEnvelope } from '../crypto/sops/envelope.ts'
import { type OpenedFile, openSops, plainContent } from '../crypto/sops/open.ts'
import { isSealedBinary } from '../crypto/sops/recognise.ts'
import { storeNamed } from '../crypto/sops/stores/choose-store.ts'
import type { StoreName } from '../crypto/sops/stores/store.ts'
import { ConfigError } from '../errors/config-error.ts'
import { checkTree } from '../formats/check-tree.ts'
import { formatNamed, formatOfFile } from '../formats/choose.ts'
import { decode } from '../formats/decode.ts'
import { type Document, defaultLimits } from '../formats/format.ts'
import type { Source, TextReading } from '../sources/source.ts'
import type { Value } from '../values/value.ts'
import { isMap } from '../values/value.ts'
import { type FormatReader, formatOf } from './formats.ts'
import type { Layer } from './layer.ts'
import { layersOfDocuments } from './parse-layers.ts'
import type { Plan } from './plan.ts'
import { allSecret, someSecret, withoutMetadata, withSecrets } from './sealed-values.ts'

/**
 * The layers of a file that looked sealed. Values that were sealed are secrets from here on; a file that only looked so is
 * read as any other.
 * @throws ConfigError CRYPTO_*, FORMAT_*; without a single value of the file
 */
export async function openLayers(
  plan: Plan,
  source: Source,
  reading: TextReading,
  before: readonly Layer[],
): Promise<readonly Layer[]> {
  if (reading.section !== undefined) throw wholeOnly(reading.file)
  const { format, whole, ...opened } = await unseal(plan, reading)
  const documents = whole
    ? parsed(format, opened).map((document) => allSecret(document))
    : await openDocuments(plan, format, opened)
  const text = decode(opened.reading.bytes, reading.file, reading.encoding)
  return layersOfDocuments(plan, source, { ...reading, bytes: opened.reading.bytes }, format, text, documents, before, false)
}

/** The code over all values is verified first, so there is nothing to gain by reading less. */
function wholeOnly(file: string): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: 'a section cannot be read of a sealed file',
    file,
    hint: 'leave out the option "section"',
  })
}

interface Unsealed {
  readonly reading: TextReading
  readonly format: FormatReader
  /** Whether all of the file was sealed, and not its values. */
  readonly whole: boolean
  readonly keys: Keyring
}

/** The stage before parsing: files of which every byte was sealed. */
async function unseal(plan: Plan, reading: TextReading): Promise<Unsealed> {
  const keys = await findKeys(plan.runtime.env, plan.runtime.cwd, plan.keys)
  const inner = reading.file.endsWith('.age') ? reading.file.slice(0, -'.age'.length) : reading.file
  const named: TextReading = { ...reading, file: inner }
  const format = await formatOf(plan.formats, named)
  if (isAge(reading.bytes)) {
    const bytes = await openAge(reading.bytes, keys.age, reading.file)
    return { reading: { ...reading, bytes }, format, whole: true, keys }
  }
  if (inner !== reading.file) throw malformed('the name says that it is an age file, but it is none', { file: reading.file })
  if (storeNameOf(named) === undefined && isSealedBinary(reading.bytes)) {
    const text = decode(reading.bytes, reading.file)
    const opened = await openSops(text, storeNamed('binary'), reading.file, keys)
    return { reading: { ...reading, bytes: plainContent(opened) }, format, whole: true, keys }
  }
  return { reading, format, whole: false, keys }
}

/** The form that values of this format are sealed in; `undefined` for formats that are sealed as a whole. */
function storeNameOf({ format, file }: TextReading): StoreName | undefined {
  const name = typeof format === 'object' ? format.name : format === undefined ? formatOfFile(file) : formatNamed(format)
  if (name === 'jsonc') return 'json'
  return name === 'yaml' || name === 'json' || name === 'dotenv' || name === 'ini' ? name : undefined
}

/** The stage after parsing: documents of which values were sealed. The code over all of them is verified first. */
async function openDocuments(
  plan: Plan,
  format: FormatReader,
  { reading, keys }: Pick<Unsealed, 'reading' | 'keys'>,
): Promise<readonly Document[]> {
  const text = decode(reading.bytes, reading.file, reading.encoding)
  const documents = format.parseAll?.(text, reading.file) ?? [format.parse(text, reading.file)]
  for (const document of documents) checkTree(document.value, plan.limits, (path, part) => document.locate(path, part))
  const name = storeNameOf(reading)
  if (!documents.some(({ value }) => hasMetadata(value, name))) return refuseStray(documents, reading.file)
  if (name === undefined)
    throw malformed('sealed values in a format that cannot have them', {
      file: reading.file,
      hint: 'use YAML, JSON, .env or INI, or seal the file as a whole',
    })
  const opened = await openSops(text, storeNamed(name), reading.file, keys, isChecked(plan, name, reading))
  if (name === 'dotenv') return openedVariables(opened, format, reading)
  const secrets = secretsOf(opened)
  return documents.map((document) => withSecrets(withoutMetadata(document), secrets, reading.file))
}

/** What a reader of the application accepted, or one with wider limits, ours may refuse; and JSON with comments is none. */
function isChecked({ formats, limits }: Plan, store: StoreName, { format, formatOptions, file }: TextReading): boolean {
  if (typeof format === 'object' || formatOptions !== undefined || formats.own.length > 0) return false
  return limits.maxDepth <= defaultLimits.maxDepth && (format ?? formatOfFile(file)) === store
}

function hasMetadata(value: Value, store: StoreName | undefined): boolean {
  if (!isMap(value)) return false
  return store === 'dotenv' ? Object.keys(value).some((key) => key.startsWith('sops_')) : Object.hasOwn(value, 'sops')
}

/** Sealed values without metadata: an application would take the sealed text for its password. */
function refuseStray(documents: readonly Document[], file: string): readonly Document[] {
  for (const { value } of documents) {
    const waiting: Value[] = [value]
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (typeof next === 'string' && looksLikeEnvelope(next) && parseEnvelope(next) !== undefined)
        throw malformed('there are sealed values, but no metadata that says how to open them', { file })
      if (Array.isArray(next)) for (const item of next as readonly Value[]) waiting.push(item)
      else if (isMap(next)) for (const item of Object.values(next)) waiting.push(item)
    }
  }
  return documents
}

function secretsOf({ values }: OpenedFile): ReadonlyMap<string, OpenedFile['values'][number]> {
  return new Map(values.flatMap((value) => (value.sealed === undefined ? [] : [[value.sealed, value]])))
}

/** Quotes and variables of a .env file are inside of the sealed texts, so the format reads it once it is open. */
function openedVariables(opened: OpenedFile, format: FormatReader, reading: TextReading): readonly Document[] {
  const names = new Set(
    opened.values.flatMap(({ keys, sealed, scalar }) => (sealed !== undefined || mayTell(scalar) ? [keys[0]] : [])),
  )
  const documents = parsed(format, { reading: { ...reading, bytes: plainContent(opened) } })
  return documents.map((document) => someSecret(document, (key) => names.has(key)))
}

/** A plain value may expand to a sealed one. */
function mayTell({ bytes }: OpenedFile['values'][number]['scalar']): boolean {
  return bytes.includes(0x24)
}

/** What is wrong with opened text is said without quoting it. */
function parsed(format: FormatReader, { reading }: Pick<Unsealed, 'reading'>): readonly Document[] {
  try {
    const text = decode(reading.bytes, reading.file, reading.encoding)
    return format.parseAll?.(text, reading.file) ?? [format.parse(text, reading.file)]
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    throw new ConfigError(
      error.issues.map(({ code, severity, span }) => ({
        code,
        severity,
        message: `the opened content cannot be read${span === undefined ? '' : `, from line ${span.start.line} on`}`,
        file: reading.file,
        hint: 'look at it with "configmanage edit"',
      })),
    )
  }
}
