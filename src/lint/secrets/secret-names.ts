/** What kind of secret the name of a key promises. */
export type NamedKind = 'password' | 'key'

/** Last words of a name. What comes before does not matter: `dbPassword`, `SMTP_PASSWORD`. */
const passwordEnds = ['password', 'passwd', 'passphrase', 'passcode', 'pwd']
const keyEnds = [
  ['secret'],
  ['token'],
  ['apikey'],
  ['accesskey'],
  ['secretkey'],
  ['authkey'],
  ['api', 'key'],
  ['access', 'key'],
  ['auth', 'key'],
  ['private', 'key'],
  ['secret', 'key'],
  ['signing', 'key'],
  ['encryption', 'key'],
  ['master', 'key'],
  ['account', 'key'],
  ['shared', 'key'],
  ['session', 'key'],
  ['webhook', 'key'],
  ['key', 'base'],
  ['access', 'key', 'secret'],
  ['connection', 'string'],
  ['credential'],
  ['bearer'],
]

/** `registry.example/:_authToken`, `nextToken`: names that end like a secret and are none. */
const notSecret = /^(?:next|prev|previous|continuation|page|sync|csrf|xsrf|design|cancel|syntax|css|start|end|stop|public)[-_ ]?/i

/** What a name says of its value: `undefined` for most names. */
export function kindOfName(name: string): NamedKind | undefined {
  if (name.length > 100 || notSecret.test(name)) return undefined
  const written = wordsOf(name)
  const last = singular(written.at(-1) ?? '')
  const words = [...written.slice(0, -1), last]
  if (passwordEnds.includes(last) || (last === 'pass' && words.length > 1)) return 'password'
  return keyEnds.some((end) => endsWith(words, end)) ? 'key' : undefined
}

/** `tokens`: one of several; `pass` and `access` are words of their own. */
function singular(word: string): string {
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return end.every((word, index) => words[words.length - end.length + index] === word)
}

/** `dbPoolSize`, `db-pool-size`, `DB_POOL_SIZE2`: db, pool, size. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+|(?<=[a-z])(?=\d+$)/)
    .filter((word) => word !== '' && !/^\d+$/.test(word))
}
