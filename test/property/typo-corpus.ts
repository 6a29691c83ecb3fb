/** Names as they occur together: what is typed is compared with all names of its kind. */
export const names: Readonly<Record<string, readonly string[]>> = {
  keys: (
    'host port server database password user username timeout retries poolSize maxConnections logLevel level format output cache ' +
    'ttl enabled region bucket endpoint apiKey token secret url path name version debug verbose interval threshold limits memory ' +
    'cpu replicas image tag namespace labels annotations schedule command args env volumes mounts readinessProbe livenessProbe ' +
    'certificate privateKey issuer audience scopes redirectUri clientId clientSecret rateLimit burst'
  ).split(' '),
  variables: (
    'SHOP_SERVER__PORT SHOP_SERVER__HOST SHOP_DB__PASSWORD SHOP_DB__POOL_SIZE SHOP_LOG__LEVEL SHOP_CACHE__TTL SHOP_REGION ' +
    'SHOP_API_KEY SHOP_FEATURE__CHECKOUT SHOP_TIMEOUT SHOP_RETRIES SHOP_ENV'
  ).split(' '),
  'enum values': 'debug info warning error fatal round-robin least-connections random weighted always never on-failure'.split(
    ' ',
  ),
  profiles: 'development staging production testing preview canary europe-west us-east'.split(' '),
  commands:
    'get set unset explain validate lint doctor schema types convert diff demo export list completion profiles references'.split(
      ' ',
    ),
}

/** Words of everyday language: none of them is a name above, mistyped. */
export const unrelated: readonly string[] = (
  'elephant guitar mountain butterfly umbrella chocolate dinosaur kangaroo lemonade orchestra penguin rainbow sandwich telescope ' +
  'volcano waterfall xylophone yesterday zebra bicycle cathedral dolphin feather garden hammer island jungle kitchen lantern ' +
  'meadow needle ocean pillow quilt river summer tiger village window autumn breakfast candle diamond emerald forest glacier ' +
  'harbour insect jacket kettle library museum notebook orange planet rabbit shadow thunder violin winter apple bridge castle ' +
  'desert eagle flower giraffe honey igloo juggler knight lizard monkey nurse owl piano queen robot snake turtle unicorn whale ' +
  'fruit bread water sugar coffee pepper onion garlic tomato potato carrot banana cherry lemon melon grape peach ' +
  'lion bear milk soup tree moon fish bird duck frog gold silk wool rain snow wind fire leaf seed root barn farm lake hill cave ' +
  'king drum flute harp shoe hat coat sock belt ring cup fork spoon knife plate chair table couch lamp rug wolf fox deer goat'
).split(' ')

const letters = 'abcdefghijklmnopqrstuvwxyz'

/** What somebody types who means the name and slips `edits` times: a letter too many, one missing, a wrong one, or two swapped. */
export function mistyped(name: string, edits: number, random: () => number): string {
  let text = name
  for (let done = 0; done < edits; done++) text = slip(text, random)
  return text
}

function slip(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length)
  const letter = letters[Math.floor(random() * letters.length)] ?? ''
  const typed = text === text.toUpperCase() ? letter.toUpperCase() : letter
  switch (Math.floor(random() * 4)) {
    case 0:
      return text.slice(0, at) + typed + text.slice(at)
    case 1:
      return text.slice(0, at) + text.slice(at + 1)
    case 2:
      return text.slice(0, at) + typed + text.slice(at + 1)
    default:
      return at + 1 < text.length ? text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2) : text
  }
}
