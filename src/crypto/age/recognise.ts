const intro = 'age-encryption.org/v1'
const armor = '-----BEGIN AGE ENCRYPTED FILE-----'

/** Whether bytes are a file of age, plain or armored. */
export function isAge(bytes: Uint8Array): boolean {
  return startsWith(bytes, intro) || isArmored(bytes)
}

export function isArmored(bytes: Uint8Array): boolean {
  return startsWith(bytes, armor)
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[index] !== text.charCodeAt(index)) return false
  return true
}
