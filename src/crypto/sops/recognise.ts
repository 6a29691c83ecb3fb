/** Whether bytes are a file that SOPS sealed as a whole: JSON of which the one value is sealed. */
export function isSealedBinary(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return /^\s*\{\s*"data"\s*:\s*"ENC\[AES256_GCM,data:/.test(text.toString('latin1', 0, 200)) && text.includes('"sops"')
}
