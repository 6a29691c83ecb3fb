import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { createSandbox } from '../testing/sandbox.ts'
import { AuditLog, readAuditLog, verifyAuditLog } from './audit-log.ts'
import { whoAmI } from './who.ts'

const used: Disposable[] = []
afterAll(() => {
  for (const sandbox of used) sandbox[Symbol.dispose]()
})

async function written(key?: string): Promise<string> {
  const sandbox = createSandbox()
  used.push(sandbox)
  const file = sandbox.path('state/audit.ndjson')
  const log = new AuditLog({ file, by: 'ada 4711 configmanage', clock: fakeClock(), key })
  for (const subject of ['db/password', 'api/token', 'db/password']) await log.append({ action: 'read', subject, place: 'local' })
  return file
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues[0].code
    throw error
  }
  return undefined
}

describe('the audit log', () => {
  it('chains records, in a file for this user only', async () => {
    const file = await written()
    const records = verifyAuditLog(file)
    expect(records.map(({ sequence, subject }) => [sequence, subject])).toEqual([
      [1, 'db/password'],
      [2, 'api/token'],
      [3, 'db/password'],
    ])
    expect(records[0]?.at).toBe('2026-01-01T00:00:00.000Z')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('shows every change of one character', async () => {
    const file = await written()
    const text = readFileSync(file, 'utf8')
    const accepted: number[] = []
    for (let index = 0; index < text.length - 1; index++) {
      const other = text[index] === 'x' ? 'y' : 'x'
      writeFileSync(file, text.slice(0, index) + other + text.slice(index + 1))
      if (codeOf(() => verifyAuditLog(file)) !== 'AUDIT_BROKEN') accepted.push(index)
    }
    expect(accepted).toEqual([])
  })

  it('shows what was put into a record beside what its hash covers', async () => {
    const file = await written()
    const text = readFileSync(file, 'utf8')
    const others = [
      text.replace('"subject":"api/token"', '"subject":"api/other","subject":"api/token"'),
      text.replace('"subject":"api/token"', '"subject":"api\\u002ftoken"'),
      text.replace('"subject":"api/token"', '"subject": "api/token"'),
      text.replaceAll('\n', '\r\n'),
    ]
    for (const other of others) {
      writeFileSync(file, other)
      expect(codeOf(() => verifyAuditLog(file))).toBe('AUDIT_BROKEN')
    }
  })

  it('shows lines taken out, added and exchanged', async () => {
    const file = await written()
    const [one, two, three] = readFileSync(file, 'utf8').split('\n') as [string, string, string]
    for (const lines of [
      [two, three],
      [one, three],
      [one, three, two],
      [one, one, two, three],
      [one, 'x', two, three],
    ]) {
      writeFileSync(file, `${lines.join('\n')}\n`)
      expect(
        codeOf(() => verifyAuditLog(file)),
        lines.join('\n'),
      ).toBe('AUDIT_BROKEN')
    }
  })

  it('shows a cut end against a hash that was kept elsewhere', async () => {
    const file = await written()
    const last = verifyAuditLog(file).at(-1)?.hash
    expect(verifyAuditLog(file, undefined, last)).toHaveLength(3)
    const [one] = readFileSync(file, 'utf8').split('\n')
    writeFileSync(file, `${one}\n`)
    expect(verifyAuditLog(file)).toHaveLength(1)
    expect(codeOf(() => verifyAuditLog(file, undefined, last))).toBe('AUDIT_BROKEN')
  })

  it('cannot be forged without the key', async () => {
    const file = await written('key')
    expect(verifyAuditLog(file, 'key')).toHaveLength(3)
    expect(codeOf(() => verifyAuditLog(file))).toBe('AUDIT_BROKEN')
    expect(codeOf(() => verifyAuditLog(file, 'other'))).toBe('AUDIT_BROKEN')
  })

  it('goes on behind a line that a killed writer left unfinished', async () => {
    const file = await written()
    for (const cut of [1, 20, 100]) {
      truncateSync(file, statSync(file).size - cut)
      await new AuditLog({ file, by: 'ada', clock: fakeClock() }).append({ action: 'read', subject: 'next' })
      expect(verifyAuditLog(file).at(-1)?.subject).toBe('next')
    }
  })

  it('adds nothing to what is no log', async () => {
    const file = await written()
    appendFileSync(file, 'something else\n')
    const log = new AuditLog({ file, by: 'ada', clock: fakeClock() })
    await expect(log.append({ action: 'read', subject: 'next' })).rejects.toMatchObject({ code: 'AUDIT_BROKEN' })
  })

  it('keeps its chain when several write at once', async () => {
    const file = await written()
    const logs = Array.from({ length: 8 }, (_, index) => new AuditLog({ file, by: `writer ${index}`, clock: fakeClock() }))
    await Promise.all(
      logs.flatMap((log) => Array.from({ length: 5 }, () => log.append({ action: 'read', subject: 'x'.repeat(9_000) }))),
    )
    expect(verifyAuditLog(file)).toHaveLength(43)
  })
})

describe('what stands in a log', () => {
  it('is read as far as it is records; a file that is not there has none', async () => {
    const file = await written()
    appendFileSync(file, 'null\n[]\n7\n{"sequence":4}\n"text"\n')
    expect(readAuditLog(file).map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    expect(codeOf(() => verifyAuditLog(file))).toBe('AUDIT_BROKEN')
    expect([readAuditLog(`${file}.none`), verifyAuditLog(`${file}.none`)]).toEqual([[], []])
  })

  it('goes on behind a first line that was cut short', async () => {
    const file = await written()
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 40))
    const log = new AuditLog({ file, by: 'ada', clock: fakeClock() })
    expect(await log.append({ action: 'read', subject: 'a', version: '7' })).toMatchObject({ sequence: 1, version: '7' })
    expect(verifyAuditLog(file)).toHaveLength(1)
  })

  it('names a user without a name by number', () => {
    const asked = vi.spyOn(os, 'userInfo').mockImplementation(() => {
      throw new Error('no such user')
    })
    try {
      expect(whoAmI('shop')).toMatch(/^uid \d+ \d+ shop$/)
    } finally {
      asked.mockRestore()
    }
  })
})
