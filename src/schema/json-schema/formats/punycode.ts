/** Text in the letters of host names (RFC 3492). */
const [base, least, most, skew, damp, firstBias, firstCode] = [36, 1, 26, 38, 700, 72, 128] as const

/** The text that a label without its `xn--` stands for; `undefined` if it stands for none. */
export function fromPunycode(encoded: string): string | undefined {
  const split = encoded.lastIndexOf('-')
  const output = split > 0 ? [...encoded.slice(0, split)].map((letter) => letter.charCodeAt(0)) : []
  let at = split > 0 ? split + 1 : 0
  let [code, index, bias] = [firstCode as number, 0, firstBias as number]
  while (at < encoded.length) {
    const before = index
    for (let weight = 1, k = base as number; ; k += base) {
      const digit = digitOf(encoded.charCodeAt(at++))
      if (digit === undefined) return undefined
      index += digit * weight
      if (index > 0x7fff_ffff) return undefined
      const threshold = thresholdOf(k, bias)
      if (digit < threshold) break
      weight *= base - threshold
    }
    bias = adapt(index - before, output.length + 1, before === 0)
    code += Math.floor(index / (output.length + 1))
    index %= output.length + 1
    if (code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined
    output.splice(index++, 0, code)
  }
  return String.fromCodePoint(...output)
}

export function toPunycode(text: string): string {
  const codes = [...text].map((character) => character.codePointAt(0) as number)
  const plain = codes.filter((code) => code < firstCode)
  let output = plain.length > 0 ? `${String.fromCodePoint(...plain)}-` : ''
  let [code, delta, bias, done] = [firstCode as number, 0, firstBias as number, plain.length]
  while (done < codes.length) {
    const next = Math.min(...codes.filter((other) => other >= code))
    delta += (next - code) * (done + 1)
    code = next
    for (const other of codes) {
      if (other < code) delta++
      if (other !== code) continue
      output += digitsOf(delta, bias)
      bias = adapt(delta, done + 1, done === plain.length)
      delta = 0
      done++
    }
    delta++
    code++
  }
  return output
}

function digitsOf(delta: number, bias: number): string {
  let output = ''
  let rest = delta
  for (let k = base as number; ; k += base) {
    const threshold = thresholdOf(k, bias)
    if (rest < threshold) return output + letters[rest]
    output += letters[threshold + ((rest - threshold) % (base - threshold))]
    rest = Math.floor((rest - threshold) / (base - threshold))
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Of a lower-case letter or a digit; `undefined` for anything else, and behind the end. */
function digitOf(letter: number): number | undefined {
  const digit = letters.indexOf(String.fromCharCode(letter))
  return digit < 0 ? undefined : digit
}

function thresholdOf(k: number, bias: number): number {
  return Math.min(Math.max(k - bias, least), most)
}

function adapt(delta: number, size: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? damp : 2))
  rest += Math.floor(rest / size)
  let k = 0
  for (; rest > ((base - least) * most) / 2; k += base) rest = Math.floor(rest / (base - least))
  return k + Math.floor(((base - least + 1) * rest) / (rest + skew))
}
