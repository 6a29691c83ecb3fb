import { describe, expect, it } from 'vitest'
import { resolveUri } from './uri.ts'

describe('references between URIs', () => {
  // RFC 3986, section 5.4, without the fragments that never come here.
  it.each([
    ['g:h', 'g:h'],
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    [';x', 'http://a/b/c/;x'],
    ['', 'http://a/b/c/d;p?q'],
    ['.', 'http://a/b/c/'],
    ['./', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../g', 'http://a/g'],
    ['../../../g', 'http://a/g'],
    ['/./g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['..g', 'http://a/b/c/..g'],
    ['./../g', 'http://a/b/g'],
    ['g;x=1/../y', 'http://a/b/c/y'],
  ])('%j leads to %s', (reference, expected) => {
    expect(resolveUri(reference, 'http://a/b/c/d;p?q')).toBe(expected)
  })

  it('start from whatever there is', () => {
    expect(resolveUri('a/b.json', '')).toBe('a/b.json')
    expect(resolveUri('c.json', 'a/b.json')).toBe('a/c.json')
    expect(resolveUri('x', 'http://host')).toBe('http://host/x')
    expect(resolveUri('urn:uuid:1', 'http://host/a')).toBe('urn:uuid:1')
    expect(resolveUri('?a', 'urn:x')).toBe('urn:x?a')
  })
})
