import { describe, expect, it } from 'vitest'
import { starSecrets, starValues } from './star-secrets.ts'

describe('starSecrets', () => {
  it.each([
    ['password: hunter2', 'password: *******'],
    ['DB_PASSWORD="a b"', 'DB_PASSWORD=*****'],
    ['export API_KEY=x', 'export API_KEY=*'],
    ['  "apiKey": "x",', '  "apiKey": ***,'],
    ['{"a": 1, "password": "hunter2", oops}', '{"a": 1, "password": *********, oops}'],
    ['db: {user: a, password: hunter2, x', 'db: {user: a, password: **********'],
    ['"password":\n  "hunter2",\n"y": }', '"password":\n  *********,\n"y": }'],
    ['[{"tokens": ["a", "b"], "c": 1}]', '[{"tokens": **********, "c": 1}]'],
    ['password: |\n  hunter2\n\n  more\nport: [', 'password: *\n*********\n\n******\nport: ['],
    ['passwords:\n- a\n- b\nport: [', 'passwords:\n***\n***\nport: ['],
    ['- password: x\n  user: y\n- [', '- password: *\n  user: y\n- ['],
    ['? password\n: hunter2\n', '? password\n: *******\n'],
    ['KEY="a"\nPRIVATE_KEY="b\nc"\nBAD', 'KEY="a"\nPRIVATE_KEY=**\n**\nBAD'],
    ['password = """\nhunter2\n"""\nx =', 'password = ***\n*******\n***\nx ='],
    ["password = 'never closed\nx = 1", 'password = *************\n*****'],
    ['password hunter2', 'password *******'],
    ['password=a\\\n  b\nport=1', 'password=**\n***\nport=1'],
    ['[secrets]\na = 1\nb = 2\n[open]\na = 1', '[secrets]\n*****\n*****\n[open]\na = 1'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMII\n', '*******************************\n***\n'],
    ['SECRET=-----BEGIN PRIVATE KEY-----\nMII\nBvQ', 'SECRET=***************************\n***\n***'],
    ['{ "token": 1 }', '{ "token": ***'],
    ['url: postgres://me:pw@host/db', 'url: postgres://me:**@host/db'],
    ['port: 8080', 'port: 8080'],
    ['# the password is elsewhere', '# the password is elsewhere'],
  ])('hides %j in as many characters', (line, expected) => {
    expect(starSecrets(line)).toBe(expected)
    expect(expected).toHaveLength(line.length)
  })

  it.each([
    ['pin: 1', 'pin: *'],
    ['[pin.more]\na = 1\n[open]\na = 1', '[pin.more]\n*****\n[open]\na = 1'],
    ['"db": {"pw": "x", "port": 1}', '"db": {"pw": ***, "port": 1}'],
    ['db.pw = x', 'db.pw = *'],
    ['SHOP_DB__PW=x', 'SHOP_DB__PW=*'],
    ['codes: [1, 2]', 'codes: ******'],
    ['pinned: 1', 'pinned: 1'],
  ])('hides what a schema calls secret in %j', (line, expected) => {
    expect(starSecrets(line, [['pin'], ['db', 'pw'], ['codes', '*']])).toBe(expected)
  })

  it('stars out tokens by their form, whatever their key is called', () => {
    const token = ['glpat', 'q7Zr2Lx9Vb4Nk8Tm3Wd6'].join('-')
    expect(starSecrets(`note: see ${token}, please\n# ${token}`)).toBe(`note: see ${'*'.repeat(26)}, please\n# ${'*'.repeat(26)}`)
  })

  it('goes through a long text in linear time', () => {
    const started = performance.now()
    starSecrets('a'.repeat(2_000_000))
    starSecrets('//'.repeat(100_000))
    starSecrets(`${' '.repeat(200_000)}x`)
    starSecrets('password '.repeat(100_000))
    starSecrets('password: x\n'.repeat(30_000))
    starSecrets(`{${'"password":"x",'.repeat(30_000)}}`)
    starSecrets('{"password":['.repeat(50_000))
    starSecrets('password:\n'.repeat(50_000))
    starSecrets('[password\n'.repeat(50_000))
    starSecrets('-----BEGIN PRIVATE KEY-----'.repeat(20_000))
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

describe('starValues', () => {
  it.each([
    ['db: hunter2\nport: 1', 'db: *******\nport: *'],
    ['db:\n  pw: hunter2\n  x: [\nport: 1', 'db:\n*************\n******\nport: *'],
    ['A=hunter2\nexport B="x\nC=y', 'A=*******\n*******B=**\n***'],
    ['[db]\npw = x', '*db]\n******'],
    ['hunter2', '*******'],
    ['- hunter2', '*********'],
    ['correct horse\nbattery', '*************\n*******'],
    ['# hunter2\na: 1', '*********\na: *'],
    ['{"a": "hunter2", oops}', '**a": ****************'],
  ])('leaves of %j only names', (text, expected) => {
    expect(starValues(text)).toBe(expected)
    expect(expected).toHaveLength(text.length)
  })

  it('goes through a long text in linear time', () => {
    const started = performance.now()
    for (const text of ['a ', '[a\n', '"a":[', 'a\n', 'a:\n', '{a:1,', "'a'"]) starValues(text.repeat(50_000))
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
