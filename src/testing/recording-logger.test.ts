import { expect, it } from 'vitest'
import { recordingLogger } from './recording-logger.ts'

it('remembers level, message and fields in the order of the calls', () => {
  const logger = recordingLogger()
  logger.debug('looking')
  logger.info('loaded', { durationMs: 3 })
  logger.warn('close to a key', { code: 'SOURCE_NEAR_MISS' })
  logger.error('rejected')

  expect(logger.records).toEqual([
    { level: 'debug', message: 'looking', fields: {} },
    { level: 'info', message: 'loaded', fields: { durationMs: 3 } },
    { level: 'warn', message: 'close to a key', fields: { code: 'SOURCE_NEAR_MISS' } },
    { level: 'error', message: 'rejected', fields: {} },
  ])
})
