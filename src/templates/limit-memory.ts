const headerBytes = 8
const memorySection = 5
const pageBytes = 65_536

/**
 * A WebAssembly module with a largest size for its memory, which it has to declare itself.
 * A module of another shape than expected comes back as it is.
 */
export function limitMemory(module: Uint8Array, maxBytes: number): Uint8Array<ArrayBuffer> {
  let at = headerBytes
  while (at < module.length) {
    const size = readNumber(module, at + 1)
    const end = size.end + size.value
    if (module[at] === memorySection) return withLimit(module, at, size.end, end, maxBytes / pageBytes)
    at = end
  }
  return Uint8Array.from(module)
}

/** One memory without a limit: a count of 1, the flag 0, the pages at the beginning. */
function withLimit(module: Uint8Array, start: number, from: number, end: number, pages: number): Uint8Array<ArrayBuffer> {
  if (module[from] !== 1 || module[from + 1] !== 0) return Uint8Array.from(module)
  const content = [1, 1, ...module.subarray(from + 2, end), ...writeNumber(pages)]
  const section = Uint8Array.from([memorySection, ...writeNumber(content.length), ...content])
  const limited = new Uint8Array(start + section.length + module.length - end)
  limited.set(module.subarray(0, start))
  limited.set(section, start)
  limited.set(module.subarray(end), start + section.length)
  return limited
}

/** LEB128: seven bits a byte, the lowest first. */
function readNumber(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0
  let end = start
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[end++] ?? 0
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return { value, end }
  }
}

function writeNumber(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...writeNumber(Math.floor(value / 0x80))]
}
