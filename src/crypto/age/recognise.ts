const intro = 'age-encryption.org/v1'
const armor = '-----BEGIN AGE ENCRYPTED FILE-----'

/** Whether bytes are a file of age, plain or armored. */
export function isAge(bytes: Uint8Array): boolean {
  return startsWith(bytes, intro) || isArmored(bytes)
}

export function isArmored(bytes: Uint8Array): boolean {
  let at = 0
  while (isBlank(bytes[at])) at++
  return startsWith(at === 0 ? bytes : bytes.subarray(at), armor)
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[index] !== text.charCodeAt(index)) return false
  return true
}
