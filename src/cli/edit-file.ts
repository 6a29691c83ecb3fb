import { ConfigError } from '../errors/config-error.ts'
import { checkTree } from '../formats/check-tree.ts'
import { decode } from '../formats/decode.ts'
import { type Document, defaultLimits, type Edit, type Format } from '../formats/format.ts'
import { updateFileBytes } from '../runtime/update-file.ts'
import { withValue } from '../values/set.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { fileFormat } from './file-format.ts'
import { findDefinitionIfAny } from './find-definition.ts'
import { pathOf } from './paths.ts'
import { missingFile } from './read-input.ts'
import { usageError } from './usage-error.ts'

/** Which file, and what to change in it once its content is known. */
export interface FileEdit {
  readonly file: string
  /** True if a file that is not there is made. */
  readonly create: boolean
  readonly edits: (document: Document, format: Format) => readonly Edit[]
}

type EditFlags = GlobalFlags & { readonly from?: string }

/** What an edit did to its file. A name with a slip in it makes a new file, which somebody wants to be told. */
export type EditOutcome = 'unchanged' | 'changed' | 'created'

/**
 * Changes values in a file under a lock, so that two people doing so at once both get their change.
 * @returns what became of the file
 * @throws ConfigError FORMAT_SYNTAX, FORMAT_EDIT, FILE_LOCKED, FILE_WRITE …
 */
export async function editFile(context: CliContext, flags: EditFlags, edit: FileEdit): Promise<EditOutcome> {
  try {
    return await changeFile(context, flags, edit)
  } catch (error) {
    // Pictures of its lines must not show what the manifest calls secret.
    if (ConfigError.is(error)) await findDefinitionIfAny(context, flags)
    throw error
  }
}

async function changeFile(context: CliContext, flags: EditFlags, { file, create, edits }: FileEdit): Promise<EditOutcome> {
  if (file === '-') throw usageError('standard input cannot be changed', 'name a file: --to config/app.yaml')
  const format = await fileFormat(context, flags, { file, asked: flags.from })
  let isNew = false
  const changed = await updateFileBytes(
    pathOf(context, file),
    (bytes) => {
      isNew = bytes === undefined
      if (bytes === undefined && !create) throw missingFile(context, file)
      const before = bytes === undefined ? '' : decode(bytes, file)
      refuseUtf16(bytes, file)
      const text = bytes === undefined ? emptyText(format) : before
      if (bytes !== undefined && isSealed(bytes)) throw sealed(file)
      const document = onlyDocument(text, file, format)
      checkTree(document.value, defaultLimits, (path, part) => document.locate(path, part))
      const changes = edits(document, format)
      for (const change of changes) if (change.kind === 'set') refuseUnreadable(change)
      const after = format.edit(text, changes, file)
      if (after === before) return undefined
      return hasMark(bytes) ? `\ufeff${after}` : after
    },
    { file },
  )
  return changed ? (isNew ? 'created' : 'changed') : 'unchanged'
}

/** A value beside sealed ones makes their common authentication code wrong. */
function isSealed(bytes: Uint8Array): boolean {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return content.includes('ENC[AES256_GCM,data:') && content.includes('sops')
}

function sealed(file: string): ConfigError {
  return new ConfigError({
    code: 'CRYPTO_SEALED_ALREADY',
    severity: 'error',
    message: 'the file is sealed',
    file,
    hint: 'change it with "configmanage edit"',
  })
}

function onlyDocument(text: string, file: string, format: Format): Document {
  const [document, second] = format.parseAll?.(text, file) ?? []
  if (second === undefined) return document ?? format.parse(text, file)
  throw new ConfigError({
    code: 'FORMAT_EDIT',
    severity: 'error',
    message: 'a file with several documents cannot be changed; the second one begins here',
    span: second.locate([]),
    file,
    hint: 'put each document into a file of its own',
  })
}

/** What no reader would take back is not written: too deep, or a key that could reach a prototype. */
function refuseUnreadable({ path, value }: Extract<Edit, { readonly kind: 'set' }>): void {
  checkTree(withValue(undefined, path, value), defaultLimits, () => undefined)
}

/** What an empty file of the format holds: a JSON text cannot be empty. */
function emptyText(format: Format): string {
  return format.name.startsWith('json') ? '{}\n' : ''
}

function hasMark(bytes: Uint8Array | undefined): boolean {
  return bytes?.[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

function refuseUtf16(bytes: Uint8Array | undefined, file: string): void {
  const first = bytes?.[0]
  const second = bytes?.[1]
  if (!((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))) return
  throw new ConfigError({
    code: 'SOURCE_ENCODING',
    severity: 'error',
    message: 'files in UTF-16 can be read but not changed',
    file,
    hint: 'save the file as UTF-8',
  })
}
