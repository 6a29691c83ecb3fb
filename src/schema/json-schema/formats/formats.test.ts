import { describe, expect, it } from 'vitest'
import { compileJsonSchema } from '../validator.ts'
import { formatNames } from './formats.ts'
import { fromPunycode, toPunycode } from './punycode.ts'

const isOf = (format: string, text: string) => compileJsonSchema({ format }).isValid(text)

/** The formats of the specification are held to the official suite; these are ours, and those that it leaves out. */
const cases: Readonly<Record<string, { readonly right: readonly string[]; readonly wrong: readonly string[] }>> = {
  port: { right: ['0', '80', '65535'], wrong: ['', '65536', '080', '-1', '8o', '1e3', '99999'] },
  host: { right: ['localhost', 'db.example.com', '10.0.0.1', '::1', '2001:db8::7'], wrong: ['', 'a b', '-a', 'a:80', '[::1]'] },
  cidr: {
    right: ['10.0.0.0/8', '0.0.0.0/0', '2001:db8::/32', '::/128', '1.2.3.4/32'],
    wrong: ['10.0.0.0', '10.0.0.0/33', '::/129', '10.0.0/8', '10.0.0.0/08', '/8', '10.0.0.0/8/8'],
  },
  semver: {
    right: ['1.2.3', '0.0.0', '1.0.0-rc.1+build.5', '1.0.0--'],
    wrong: ['1.2', 'v1.2.3', '01.2.3', '1.0.0-01', '1.0.0-', '1.0.0+'],
  },
  cron: {
    right: ['* * * * *', '0 4 * * 1-5', '*/5 0-12/2 1,15 jan-mar sun', '0 0 4 * * ?', '@daily', '  0 4 * * *  ', '0 0 1 1 7'],
    wrong: [
      '',
      '* * * *',
      '60 * * * *',
      '* 24 * * *',
      '* * 0 * *',
      '* * * 13 *',
      '* * * * 8',
      '5-1 * * * *',
      '*/0 * * * *',
      '@sometimes',
      '1-2-3 * * * *',
      '*/5/5 * * * *',
      '? * * * *',
      'x * * * *',
    ],
  },
  'duration-text': { right: ['250ms', '30s', '5m', '1h30m', '7d', '1.5h'], wrong: ['', '30', '5x', 'PT5M', '-1s'] },
  'byte-size': { right: ['512B', '10KB', '10KiB', '1.5GB'], wrong: ['', '10', '10XB', '-1KB'] },
  'idn-email': {
    right: ['jörg@example.com', 'a@bücher.example', '실례@실례.테스트'],
    wrong: ['jörg', '@bücher.example', 'a b@example.com'],
  },
  'idn-hostname': {
    // RFC 5892: marks that are right only beside certain letters (appendix A), and exceptions (section 2.6).
    right: [
      ...['bücher.example', '실례。테스트', 'example.com', 'xn--bcher-kva.example', 'l·l', 'a-b', 'straße', '\u0660a'],
      ...['\u0375β', 'א\u05f3', 'א\u05f4', 'カ\u30fb', '\u0915\u094d\u200d', '\u0915\u094d\u200c'],
      '\u0628\u064e\u200c\u064e\u0628',
    ],
    wrong: [
      ...['', '-bücher', 'bücher-', 'Bücher', 'bü--cher', 'l·a', 'xn--a', `${'ü'.repeat(64)}.example`, 'a'.repeat(254)],
      ...['a\u0301', '\u0301a', '\u0660\u06f0', 'a\u0640', '\u0375a', '\u0375', 'a\u05f3', '\u05f4', 'a\u30fb', '\u200d'],
      ...['\u200c', '\u0627\u200c\u0628', '\u0628\u200c', '\u0628\u200c\u0621', 'a\u200cb'],
    ],
  },
  iri: { right: ['http://bücher.example/straße?q=ö#ü', 'urn:a:b'], wrong: ['/straße', 'http://a b/', 'http://\ud800/'] },
  'iri-reference': { right: ['/straße', '//bücher.example', ''], wrong: ['\\\\x', 'a b', '#ü\\'] },
  uri: { right: ['http://[v1.a:b]/', 'http://a:/'], wrong: ['http://[v1]/', 'http://a[b/', 'http://a%zz@b/'] },
  email: { right: ['a@[IPv6:::1]', '"a\\"b"@example.com'], wrong: ['a@[1.2.3]', 'a@[::1', '"a"b"@example.com'] },
  'relative-json-pointer': { right: ['0+1/a', '2-3#'], wrong: ['0+0/a', '0+'] },
  'date-time': { right: ['2026-04-01T08:30:00Z'], wrong: ['2026-04-01', '2026-04-01 08:30:00Z'] },
  date: { right: ['2024-02-29', '2000-02-29'], wrong: ['2023-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-04-00'] },
  time: {
    right: ['12:00:00.5z', '12:00:00+05:30', '23:59:60Z', '15:59:60-08:00', '00:29:60+00:30'],
    wrong: ['12:00:00', '24:00:00Z', '12:60:00Z', '12:00:61Z', '12:00:60Z', '12:00:00+24:00', '12:00:00-00:60'],
  },
  ipv6: { right: ['::ffff:1.2.3.4', '::', '1:2:3:4:5:6:7:8'], wrong: ['1::2::3', '::1.2.3.256', '1:2:3:4:5:6:7', '12345::', ''] },
}

describe('formats', () => {
  for (const [format, { right, wrong }] of Object.entries(cases)) {
    it.each(right)(`${format}: %j is one`, (text) => expect(isOf(format, text)).toBe(true))
    it.each(wrong)(`${format}: %j is none`, (text) => expect(isOf(format, text)).toBe(false))
  }

  it('are only remarks where that is asked for, or where nobody knows them', () => {
    expect(compileJsonSchema({ format: 'email' }, { formats: 'annotate' }).isValid('x')).toBe(true)
    expect(isOf('toString', 'x')).toBe(true)
    expect(isOf('unheard-of', 'x')).toBe(true)
  })

  it.each(formatNames)('%s takes no longer for a text that is meant to hang it', (format) => {
    const validator = compileJsonSchema({ format })
    for (const unit of ['a', '1', '1:', 'a.', '1.', '{a}', '%41', '/', '-', ' ', '*,', '"', '::', 'é']) {
      const started = performance.now()
      for (const end of ['', '!', '\n']) validator.isValid(`P${unit.repeat(30_000)}${end}`)
      for (const start of ['', 'a@', 'http://', 'xn--']) validator.isValid(start + unit.repeat(30_000))
      expect(performance.now() - started).toBeLessThan(1000)
    }
  })
})

describe('punycode', () => {
  it.each([
    ['bücher', 'bcher-kva'],
    ['실례', '9n2bp8q'],
    ['ü', 'tda'],
    ['他们为什么不说中文', 'ihqwcrb4cv8a8dqg056pqjye'],
  ])('writes %s as %s and reads it back', (text, encoded) => {
    expect(toPunycode(text)).toBe(encoded)
    expect(fromPunycode(encoded)).toBe(text)
  })

  it.each(['x', '9999999999', '!', 'a-!'])('refuses what stands for nothing: %s', (encoded) => {
    expect(fromPunycode(encoded)).toBeUndefined()
  })
})
