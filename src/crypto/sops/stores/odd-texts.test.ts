import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../errors/config-error.ts'
import { open, seal } from '../../sealed.fixture.ts'
import { plainContent } from '../open.ts'
import { resealSops } from '../seal.ts'

const plainOf = async (text: string, name: string): Promise<string> =>
  Buffer.from(plainContent(await open(text, name))).toString()

async function refused(text: string, name: string): Promise<unknown> {
  const error: unknown = await seal(text, name).catch((thrown: unknown) => thrown)
  return ConfigError.is(error) ? error.issues[0] : error
}

async function valueAt(text: string, path: string): Promise<string | undefined> {
  const found = (await open(text, 'a.yaml')).values.find(({ node, keys }) => node.kind === 'leaf' && keys.join('.') === path)
  return found && Buffer.from(found.scalar.bytes).toString()
}

describe('a value of several lines with a comment beside it', () => {
  // As the SOPS command writes a block whose header has a comment.
  const beside = async (): Promise<string> => {
    const sealed = await seal('c:\n  key: |\n    one\n    two\n  other: x # beside\n', 'a.yaml')
    const [, comment = ''] = / (#ENC\[.*)$/m.exec(sealed) ?? []
    return sealed.replace(` ${comment}`, '').replace(/(key: ENC\[[^\]]*\])/, `$1 ${comment}`)
  }

  it('is opened without the comment in it', async () => {
    const plain = await plainOf(await beside(), 'a.yaml')
    expect(plain).toContain('key: "one\\ntwo\\n" # beside\n')
    expect(await valueAt(await seal(plain, 'a.yaml'), 'c.key')).toBe('one\ntwo\n')
  })

  it('is what it was when another is edited', async () => {
    const opened = await open(await beside(), 'a.yaml')
    const content = Buffer.from(plainContent(opened)).toString().replace('other: x', 'other: y')
    const edited = resealSops(opened, Buffer.from(content), Date.UTC(2027, 0, 1))
    expect(await valueAt(edited, 'c.key')).toBe('one\ntwo\n')
    expect(await valueAt(edited, 'c.other')).toBe('y')
  })
})

describe('a comment in the header of a block', () => {
  it.each([
    ['a: | # note\n  one\n  two\nb: x\n', 'a: "one\\ntwo\\n" # note\nb: x\n'],
    ['a: >-   # note\n  one\n  two\n', 'a: one two   # note\n'],
    ['l:\n  - |2+ # note\n      one\n\n  - x\n', 'l:\n  - "  one\\n\\n" # note\n  - x\n'],
    ['a: |\r\n  # no comment\r\nb: | # note\r\n  y\r\n', 'a: |\r\n  # no comment\r\nb: "y\\n" # note\r\n'],
  ])('is sealed and comes back: %j', async (text, plain) => {
    const sealed = await seal(text, 'a.yaml')
    expect(sealed).not.toContain('note')
    expect(await plainOf(sealed, 'a.yaml')).toBe(plain)
  })

  it('says whether the value is sealed', async () => {
    const rule = { name: 'encrypted_comment_regex', pattern: 'sops:enc' } as const
    const sealed = await seal('a: | # sops:enc\n  secret\nb: | # other\n  plain\n', 'a.yaml', { rule })
    expect(sealed).not.toContain('secret')
    expect(sealed).toContain('b: | # other\n  plain\n')
  })
})

describe('what the SOPS command would not open is not sealed:', () => {
  it.each(['1', 'true', '~', '2024-01-02', '1.5', '.inf', '0x1f', '99999999999999999999'])('%s as a key of YAML', async (key) => {
    expect(await refused(`a:\n  ${key}: x\n`, 'a.yaml')).toMatchObject({
      code: 'CRYPTO_UNSEALABLE',
      message: 'a key that is no text has no form in a sealed file',
      span: { start: { line: 2, column: 3 } },
      hint: 'put the key in quotes',
    })
    expect(await plainOf(await seal(`"${key}": x\n`, 'a.yaml'), 'a.yaml')).toBe(`"${key}": x\n`)
  })

  it('another version of YAML', async () => {
    expect(await refused('%YAML 1.2\n---\na: x\n', 'a.yaml')).toMatchObject({
      code: 'CRYPTO_UNSEALABLE',
      span: { start: { line: 1, column: 1 } },
    })
    expect(await plainOf(await seal('%YAML 1.1\n---\na: |\n  %YAML 1.2\n', 'a.yaml'), 'a.yaml')).toContain('%YAML 1.2')
  })

  it('an INI key that is there twice', async () => {
    expect(await refused('[s]\nx = 1\ny = 2\nx = 3\n', 'a.ini')).toMatchObject({
      code: 'CRYPTO_UNSEALABLE',
      message: 'a key is written twice in its section',
      span: { start: { line: 4 } },
    })
    expect(await plainOf(await seal('[s]\nx = 1\n[t]\nx = 2\n[s]\nx = 3\n', 'a.ini'), 'a.ini')).toContain('x = 3')
  })
})

describe('comments of INI that follow each other', () => {
  it('come back with the marks they had', async () => {
    const text = '[s]\n; above\n# beside\n;; last\nx = 1\n'
    expect(await plainOf(await seal(text, 'a.ini'), 'a.ini')).toBe(text)
  })
})

describe('a comment behind brackets', () => {
  const text = 'r:\n  a: {x: one, y: [two]} # mark\n  b: [three, four] # mark\n  c:\n    - [five, six] # mark\n  d: seven\n'

  it('is bound to what is inside of them', async () => {
    const { values } = await open(await seal(text, 'a.yaml'), 'a.yaml')
    expect(values.flatMap(({ node, aad }) => (node.kind === 'comment' ? [aad] : []))).toEqual(['r:a:', 'r:b:', 'r:c:'])
    expect(await plainOf(await seal(text, 'a.yaml'), 'a.yaml')).toBe(text)
  })

  it('holds for the first value in them', async () => {
    const sealed = await seal(text, 'a.yaml', { rule: { name: 'encrypted_comment_regex', pattern: 'mark' } })
    expect(['one', 'two', 'three', 'four', 'five', 'six', 'seven'].filter((word) => sealed.includes(word))).toEqual([
      'two',
      'four',
      'six',
      'seven',
    ])
  })
})

describe('a comment inside of brackets', () => {
  it.each([
    ['i: {\n  x: A, # mark\n  y: b\n}\nk: c\n'],
    ['i: {\n  x: a,\n  y: B # mark\n}\nk: c\n'],
    ['i: {\n  # mark\n  x: A,\n  y: b\n}\nk: c\n'],
    ['i: [\n  # mark\n  A,\n  b\n]\nk: c\n'],
    ['i: {x: [A, b], # mark\n  z: c}\nk: d\n'],
    ['i: {x: a, y: B, # mark\n  z: c}\nk: d\n'],
  ])('holds for the value that the SOPS command takes it for, in capitals here: %j', async (text) => {
    const rule = { name: 'encrypted_comment_regex', pattern: 'mark' } as const
    const opened = await open(await seal(text, 'a.yaml', { rule }), 'a.yaml')
    const sealed = opened.values.flatMap(({ node, sealed, scalar }) =>
      node.kind === 'leaf' && sealed !== undefined ? [Buffer.from(scalar.bytes).toString()] : [],
    )
    expect(sealed).toEqual(text.match(/\b[A-Z]\b/g))
  })
})

describe('a comment of brackets around nothing', () => {
  // As the SOPS command writes it: on its own line, and the bracket that closes at the margin.
  const moved = (text: string): string => text.replace(/\{\} (#ENC.*)\n/, '{\n        $1\n}\n')

  it.each(['s: {} # note\nt: 1\n', 'x:\n  s: {} # note\n  t: 1\n'])(
    'of %j is opened where the SOPS command puts it',
    async (text) => {
      const sealed = await seal(text, 'a.yaml')
      expect(moved(sealed)).not.toBe(sealed)
      const plain = await plainOf(moved(sealed), 'a.yaml')
      expect(plain).toBe(text.replace('{} # note', '{\n        # note\n}'))
      const opened = await open(moved(sealed), 'a.yaml')
      expect(resealSops(opened, Buffer.from(plain), Date.UTC(2027, 0, 1))).toBe(moved(sealed))
    },
  )
})

describe('an INI key in quotes', () => {
  it.each([
    ['"a:b"', 'a:b'],
    ['`a=b`', 'a=b'],
    ['"""a"b"""', 'a"b'],
    ['"q"', 'q'],
  ])('%s is %s, and stays as it is written', async (written, name) => {
    const text = `[s]\n${written} = x\n`
    const sealed = await seal(text, 'a.ini')
    expect(sealed).toContain(`[s]\n${written} = ENC[`)
    expect((await open(sealed, 'a.ini')).values.map(({ keys }) => keys)).toEqual([['s', name]])
    expect(await plainOf(sealed, 'a.ini')).toBe(text)
  })

  it.each([
    ['[s]\n"a = x\n', 'CRYPTO_MALFORMED', 'a line without a key and a value'],
    ['[s]\n- = x\n', 'CRYPTO_UNSEALABLE', 'the key "-" has no form in a sealed file'],
    ['[s]\na = `x\n`b` = y\n', 'CRYPTO_MALFORMED', 'a value goes on behind its quote'],
  ])('or a value is refused where it has no form: %j', async (text, code, message) => {
    expect(await refused(text, 'a.ini')).toMatchObject({ code, message })
  })

  it('ends with the last quote of its line where it is a value', async () => {
    const sealed = await seal('[s]\na = `x`y` ; note\n', 'a.ini')
    expect((await open(sealed, 'a.ini')).values.map(({ scalar }) => Buffer.from(scalar.bytes).toString())).toContain('x`y')
  })
})

describe('a line of .env that has blanks only', () => {
  it('loses them when the file is sealed, as the SOPS command would not open it', async () => {
    const sealed = await seal('A=1\n  \nB=2\n\t\n', '.env')
    expect(sealed).toMatch(/^A=ENC\[.*\n\nB=ENC\[.*\n\nsops_/)
    expect(await plainOf(sealed, '.env')).toBe('A=1\n\nB=2\n\n')
  })
})

it('refuses a sealed value that is marked as a time and is none', async () => {
  const marked = (await seal('a: s\n', 'a.yaml')).replace(/^(a: .*type:)str/, '$1time')
  await expect(open(marked, 'a.yaml')).rejects.toSatisfy(ConfigError.is)
})
