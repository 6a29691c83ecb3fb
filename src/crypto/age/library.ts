/** What is used of `age-encryption`. */
export interface AgeLibrary {
  readonly Encrypter: new () => AgeEncrypter
  readonly Decrypter: new () => AgeDecrypter
  readonly armor: { readonly encode: (file: Uint8Array) => string; readonly decode: (text: string) => Uint8Array }
  readonly generateX25519Identity: () => Promise<string>
  readonly generateHybridIdentity: () => Promise<string>
  readonly identityToRecipient: (identity: string) => Promise<string>
}

interface AgeEncrypter {
  setPassphrase(passphrase: string): void
  addRecipient(recipient: string): void
  encrypt(content: Uint8Array): Promise<Uint8Array>
}

interface AgeDecrypter {
  addPassphrase(passphrase: string): void
  addIdentity(identity: string): void
  decrypt(file: Uint8Array): Promise<Uint8Array>
}

/**
 * The library that does age. Loading it takes a while, so it is loaded with the first file or key that needs it. Its own
 * declarations speak of types of browsers, which our declarations must not ask for; a test compares the two.
 */
export function ageLibrary(): Promise<AgeLibrary> {
  return import('age-encryption' as string) as Promise<AgeLibrary>
}
