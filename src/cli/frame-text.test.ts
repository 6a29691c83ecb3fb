import { describe, expect, it } from 'vitest'
import { starSecrets } from './frame-text.ts'

describe('starSecrets', () => {
  it.each([
    ['password: hunter2', 'password: *******'],
    ['DB_PASSWORD="a b"', 'DB_PASSWORD=*****'],
    ['export API_KEY=x', 'export API_KEY=*'],
    ['  "apiKey": "x",', '  "apiKey": ****'],
    ['{ "token": 1 }', '{ "token": ***'],
    ['url: postgres://me:pw@host/db', 'url: postgres://me:**@host/db'],
    ['port: 8080', 'port: 8080'],
    ['# the password is elsewhere', '# the password is elsewhere'],
  ])('hides %j in as many characters', (line, expected) => {
    expect(starSecrets(line)).toBe(expected)
    expect(expected).toHaveLength(line.length)
  })

  it('goes through a long text in linear time', () => {
    const started = performance.now()
    starSecrets('a'.repeat(2_000_000))
    starSecrets('//'.repeat(100_000))
    starSecrets(`${' '.repeat(200_000)}x`)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
