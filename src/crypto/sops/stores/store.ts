import { sealField } from '../file-seal.ts'
import type { MetadataMap, MetadataTree } from '../metadata-tree.ts'
import type { PlainScalar } from '../plain-scalar.ts'
import type { SopsComment, SopsLeaf, SopsMap } from '../tree.ts'

/** The formats of sealed files, by the names that `--from` and the SOPS command know. */
export const storeNames = ['yaml', 'json', 'dotenv', 'ini', 'binary'] as const

export type StoreName = (typeof storeNames)[number]

/** Reads a text as SOPS sees it, and writes it again with only the replaced stretches changed. */
export interface SopsStore {
  readonly name: StoreName
  /**
   * @param isChecked whether the reader of the format accepted this very text a moment ago
   * @throws ConfigError FORMAT_*, CRYPTO_MALFORMED, CRYPTO_UNSEALABLE
   */
  read(text: string, file: string, isChecked?: boolean): SopsFile
}

export interface SopsFile {
  /** Without the metadata. Several for a YAML stream. */
  readonly documents: readonly SopsMap[]
  readonly metadata: MetadataTree | undefined
  /** The stretch of text that holds the metadata, to be put back unchanged. */
  readonly rawMetadata: string | undefined
  /** The text with values and comments replaced, and something done to the metadata. */
  rewrite(replacements: Replacements, metadata: MetadataChange): string
}

export type Replacements = ReadonlyMap<SopsLeaf | SopsComment, Replacement>

export type Replacement =
  | {
      readonly kind: 'sealed'
      readonly text: string
      /** A comment that becomes an item of its list, as the SOPS command writes them. */
      readonly asItem?: boolean
    }
  | { readonly kind: 'plain'; readonly scalar: PlainScalar }

export type MetadataChange =
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove' }
  /** Added, or in the place of what is there. */
  | { readonly kind: 'put'; readonly tree: MetadataMap }
  /** What `rawMetadata` was of another text; where that does not fit the layout, the same as data. */
  | { readonly kind: 'restore'; readonly raw: string | undefined; readonly tree: MetadataMap }
  | TouchedMetadata

/** Only what changes with every edit. A file seal is only renewed where there is one. */
export interface TouchedMetadata {
  readonly kind: 'touch'
  readonly lastModified: string
  readonly mac: string
  readonly seal?: string | undefined
}

/** The fields that are touched, by their names in files. */
export function touchedFields({ lastModified, mac, seal }: TouchedMetadata): ReadonlyMap<string, string> {
  const fields = new Map([
    ['lastmodified', lastModified],
    ['mac', mac],
  ])
  return seal === undefined ? fields : fields.set(sealField, seal)
}
