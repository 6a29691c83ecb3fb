import type { ReadableStream } from 'node:stream/web'

/** What is used of `age-encryption`. */
export interface AgeLibrary {
  readonly Encrypter: new () => AgeEncrypter
  readonly Decrypter: new () => AgeDecrypter
  readonly Stanza: new (args: string[], body: Uint8Array) => AgeStanza
  readonly armor: { readonly encode: (file: Uint8Array) => string; readonly decode: (text: string) => Uint8Array }
  readonly generateX25519Identity: () => Promise<string>
  readonly generateHybridIdentity: () => Promise<string>
  readonly identityToRecipient: (identity: string) => Promise<string>
}

/** A part of the header: the key of the file, wrapped for one reader. */
export interface AgeStanza {
  readonly args: string[]
  readonly body: Uint8Array
}

export interface AgeRecipient {
  wrapFileKey(fileKey: Uint8Array): Promise<AgeStanza[]>
}

export interface AgeIdentity {
  unwrapFileKey(stanzas: AgeStanza[]): Promise<Uint8Array | null>
}

interface AgeEncrypter {
  addRecipient(recipient: string | AgeRecipient): void
  encrypt(content: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>>
}

interface AgeDecrypter {
  addIdentity(identity: string | AgeIdentity): void
  decrypt(file: ReadableStream<Uint8Array>): Promise<ReadableStream<Uint8Array>>
}

/**
 * The library that does age. Loading it takes a while, so it is loaded with the first file or key that needs it. Its own
 * declarations speak of types of browsers, which our declarations must not ask for; a test compares the two.
 */
export function ageLibrary(): Promise<AgeLibrary> {
  return import('age-encryption' as string) as Promise<AgeLibrary>
}
