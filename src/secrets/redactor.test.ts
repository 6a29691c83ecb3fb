import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Redactor } from './redactor.ts'

const secret = 'pä$$ wörd/"1+2=3"'

describe('Redactor', () => {
  it.each<[string, string]>([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ secret })],
    ['in JSON kept to ASCII', '{"a":"p\\u00e4$$ w\\u00f6rd/\\"1+2=3\\""}'],
    ['in an address', `https://x.test/?p=${encodeURIComponent(secret)}`],
    ['in a form', `p=${encodeURIComponent(secret).replaceAll('%20', '+')}`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 for addresses', Buffer.from(secret).toString('base64url')],
    ['in base64 of something longer', Buffer.from(`user:${secret}@host`).toString('base64')],
    ['in base64 one byte further', Buffer.from(`users:${secret}@host`).toString('base64')],
    ['in base64 two bytes further', Buffer.from(`users.:${secret}@host`).toString('base64')],
    ['in hexadecimal digits', Buffer.from(secret).toString('hex').toUpperCase()],
  ])('takes a secret out %s', (_, text) => {
    const told = new Redactor([secret]).text(text)
    expect(told).toContain('[secret]')
    expect(told).not.toContain(text.slice(text.length / 2 - 4, text.length / 2 + 4))
  })

  it.each<[string, string]>([
    ['in JSON that stands in JSON', JSON.stringify({ message: JSON.stringify({ key: 'a"b\\c!d e(f)\'g@h/i' }) })],
    ['in single quotes, as Node shows it', inspect({ key: 'a"b\\c!d e(f)@h/i' })],
    ['in quotes that are escaped', `'a"b\\\\c!d e(f)\\'g@h/i'`],
    ['in a form of the URL standard', new URLSearchParams({ key: 'a"b\\c!d e(f)\'g@h/i' }).toString()],
    ['in an address without any of the signs in between', 'a%22b%5Cc%21d%20e%28f%29%27g%40h%2Fi'],
    ['in a whole address', encodeURI('https://x.test/a"b\\c!d e(f)\'g@h/i')],
  ])('takes out a secret with many signs %s', (_, text) => {
    const told = new Redactor(['a"b\\c!d e(f)\'g@h/i', 'a"b\\c!d e(f)@h/i']).text(text)
    expect(told).toContain('[secret]')
    expect(told).not.toMatch(/!d|%21d|e\(f|e%28f|h\/i|h%2Fi/)
  })

  it.each<[string, string, string]>([
    ['of Go', 'a<b>&c+d/é', '{"k":"a\\u003cb\\u003e\\u0026c+d/é"}'],
    ['of .NET', 'a<b>&c+d/é', '{"k":"a\\u003Cb\\u003E\\u0026c\\u002Bd/\\u00E9"}'],
    ['of Java', 'pässwörd', '{"k":"p\\u00E4ssw\\u00F6rd"}'],
  ])('takes a secret out of JSON %s', (_, own, text) => {
    expect(new Redactor([own]).text(text)).toBe('{"k":"[secret]"}')
  })

  it('takes out a secret of 100 KB, and leaves what only begins like it', () => {
    const large = Array.from({ length: 20_000 }, (_, index) => index).join('-')
    const alike = large.slice(0, 50)
    const text = `a ${large} b ${Buffer.from(large).toString('hex')} c ${alike} d`
    expect(new Redactor([large]).text(text)).toBe(`a [secret] b [secret] c ${alike} d`)
    expect(new Redactor([large, large.slice(0, 30)]).text(alike)).toBe(`[secret]${alike.slice(30)}`)
  })

  it('leaves everything else as it is, byte for byte', () => {
    const bytes = Uint8Array.from({ length: 512 }, (_, index) => index % 256)
    const pieces = new Redactor([secret]).pieces()
    expect(Buffer.concat([pieces.push(bytes), pieces.end()])).toEqual(Buffer.from(bytes))
  })

  it('finds a secret wherever the pieces of a stream cut it', () => {
    const text = `before ${secret} between ${JSON.stringify(secret)} after`
    const whole = new Redactor([secret]).text(text)
    const bytes = Buffer.from(text)
    for (let first = 0; first <= bytes.length; first++) {
      for (const second of [first, first + 1, first + 5, bytes.length]) {
        const pieces = new Redactor([secret]).pieces()
        const cuts = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]
        expect(Buffer.concat([...cuts.map((cut) => pieces.push(cut)), pieces.end()]).toString()).toBe(whole)
      }
    }
  })

  it('covers secrets that overlap, and those that begin alike', () => {
    expect(new Redactor(['abcdef', 'defghi']).text('xabcdefghiy')).toBe('x[secret]y')
    expect(new Redactor(['abcd', 'abcdefgh']).text('abcdefgh abcdefg')).toBe('[secret] [secret]efg')
    const pieces = new Redactor(['aaaa']).pieces()
    const told = [...'xaaaaaaay'].map((letter) => pieces.push(Buffer.from(letter)).toString())
    expect([...told, pieces.end().toString()].join('')).toBe('x[secret]y')
  })

  it('holds back nothing that cannot be a secret', () => {
    const pieces = new Redactor([secret]).pieces()
    expect(pieces.push(Buffer.from('Name: ')).toString()).toBe('Name: ')
    expect(pieces.push(Buffer.from('x p')).toString()).toBe('x ')
    expect(pieces.push(Buffer.from('q')).toString()).toBe('pq')
  })

  it('hides each line of a secret that has several', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----\n'
    expect(new Redactor([key]).text('log: MIIEvQIBADANBg.')).toBe('log: [secret].')
  })

  it('leaves texts alone that are too short to be told from others', () => {
    expect(new Redactor(['abc', '']).text('abc')).toBe('abc')
  })
})
