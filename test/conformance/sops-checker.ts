import { createHash, webcrypto } from 'node:crypto'
import { isMap, isScalar, isSeq, type ParsedNode, parseAllDocuments } from 'yaml'

/** A value that the checker met: its place, the type in its envelope (`plain` without one), and its bytes as text. */
export interface CheckedValue {
  readonly place: string
  readonly type: string
  readonly text: string
}

export interface CheckedFile {
  readonly values: readonly CheckedValue[]
  /** Whether the code in the file is the one of its values. */
  readonly macFits: boolean
}

interface Found {
  readonly place: string
  readonly value: unknown
}

/**
 * A second opinion on sealed files, written from the description of the format and with other means than the library: the
 * `yaml` package and WebCrypto. It knows as much of the format as its tests need.
 */
export async function checkSealed(
  text: string,
  format: 'yaml' | 'json' | 'dotenv' | 'ini',
  dataKey: Uint8Array,
): Promise<CheckedFile> {
  const { found, metadata } = format === 'dotenv' ? lines(text) : format === 'ini' ? sections(text) : documents(text)
  const key = await webcrypto.subtle.importKey('raw', Buffer.from(dataKey), 'AES-GCM', false, ['decrypt'])
  const hash = createHash('sha512')
  const onlySealed = String(metadata.mac_only_encrypted) === 'true'
  if (onlySealed) hash.update(createHash('sha256').update('sops').digest())
  const values: CheckedValue[] = []
  for (const { place, value } of found) {
    if (value === null) continue
    const isSealed = typeof value === 'string' && value.startsWith('ENC[') && value.endsWith(']')
    const { type, bytes } = isSealed ? await decrypt(value, key, place) : { type: 'plain', bytes: Buffer.from(plainText(value)) }
    if (type === 'comment') continue
    if (isSealed || !onlySealed) hash.update(bytes)
    values.push({ place, type, text: bytes.toString() })
  }
  const mac = await decrypt(String(metadata.mac), key, String(metadata.lastmodified))
  return { values, macFits: mac.bytes.toString() === hash.digest('hex').toUpperCase() }
}

async function decrypt(envelope: string, key: webcrypto.CryptoKey, place: string): Promise<{ type: string; bytes: Buffer }> {
  const fields = Object.fromEntries(
    envelope
      .slice('ENC[AES256_GCM,'.length, -1)
      .split(',')
      .map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1)]),
  )
  const part = (name: string): Buffer => Buffer.from(fields[name] ?? '', 'base64')
  const parameters = { name: 'AES-GCM', iv: part('iv'), additionalData: Buffer.from(place), tagLength: 128 }
  const bytes = await webcrypto.subtle.decrypt(parameters, key, Buffer.concat([part('data'), part('tag')]))
  return { type: fields.type ?? '', bytes: Buffer.from(bytes) }
}

function plainText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'number' ? positional(value) : String(value)
}

/** Without an exponent. */
function positional(value: number): string {
  const [mantissa = '', exponent] = String(Math.abs(value)).split('e')
  if (exponent === undefined) return String(value)
  const [whole = '', fraction = ''] = mantissa.split('.')
  const point = whole.length + Number(exponent)
  const digits = whole + fraction
  const text =
    point <= 0
      ? `0.${digits.padStart(digits.length - point, '0')}`
      : point >= digits.length
        ? digits.padEnd(point, '0')
        : `${digits.slice(0, point)}.${digits.slice(point)}`
  return value < 0 ? `-${text}` : text
}

interface Parts {
  readonly found: readonly Found[]
  readonly metadata: Readonly<Record<string, unknown>>
}

/** JSON is YAML, and this reader keeps the order of keys that look like numbers. */
function documents(text: string): Parts {
  const found: Found[] = []
  let metadata: Readonly<Record<string, unknown>> = {}
  const visit = (node: ParsedNode | null, keys: readonly string[]): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const name = String(isScalar(key) ? key.value : '')
        if (keys.length === 0 && name === 'sops') metadata = value?.toJSON() as Readonly<Record<string, unknown>>
        else visit(value, [...keys, name])
      }
    } else if (isSeq(node)) for (const item of node.items) visit(item as ParsedNode, keys)
    else if (isScalar(node)) found.push({ place: `${keys.join(':')}:`, value: node.value })
  }
  for (const document of parseAllDocuments(text, { intAsBigInt: true }))
    visit('contents' in document ? (document.contents as ParsedNode) : null, [])
  return { found, metadata }
}

function lines(text: string): Parts {
  const pairs = text
    .split('\n')
    .flatMap((line) => (line === '' || line.startsWith('#') ? [] : [/^([^=]*)=(.*)$/s.exec(line) as RegExpExecArray]))
  const value = (raw = ''): string => raw.replaceAll('\\n', '\n')
  return {
    found: pairs.flatMap(([, name = '', raw]) => (name.startsWith('sops_') ? [] : [{ place: `${name}:`, value: value(raw) }])),
    metadata: Object.fromEntries(
      pairs.flatMap(([, name = '', raw]) => (name.startsWith('sops_') ? [[name.slice(5), value(raw)]] : [])),
    ),
  }
}

function sections(text: string): Parts {
  const found: Found[] = []
  const metadata: Record<string, unknown> = {}
  let section = 'DEFAULT'
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    if (line.startsWith('[')) section = line.slice(1, -1)
    else if (line !== '' && !/^[;#]/.test(line)) {
      const at = line.indexOf('=')
      const name = line.slice(0, at).trim()
      const value = line
        .slice(at + 1)
        .trim()
        .replace(/ ;.*$/, '')
      if (section === 'sops') metadata[name] = value
      else found.push({ place: `${section}:${name}:`, value })
    }
  }
  return { found, metadata }
}
