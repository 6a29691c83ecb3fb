import { isObject } from '../kind.ts'
import type { Site } from '../step.ts'
import { exactDecimal } from './decimal.ts'

/** Reading what stands behind a keyword, and saying when it is not what the keyword can have. */
export function numberArgument(keyword: string, argument: unknown, site: Site): number | bigint | undefined {
  if (typeof argument === 'bigint' || (typeof argument === 'number' && Number.isFinite(argument))) return argument
  return site.problem(keyword, `"${keyword}" must be a number`)
}

/** A number of characters, elements or keys. */
export function countArgument(keyword: string, argument: unknown, site: Site): number | undefined {
  const amount = typeof argument === 'bigint' ? Number(argument) : argument
  if (typeof amount === 'number' && Number.isInteger(amount) && amount >= 0) return amount
  return site.problem(keyword, `"${keyword}" must be a whole number, 0 or greater`)
}

export function textArgument(keyword: string, argument: unknown, site: Site): string | undefined {
  return typeof argument === 'string' ? argument : site.problem(keyword, `"${keyword}" must be a text`)
}

export function listArgument(keyword: string, argument: unknown, site: Site): readonly unknown[] | undefined {
  return Array.isArray(argument) ? argument : site.problem(keyword, `"${keyword}" must be a list`)
}

export function textsArgument(keyword: string, argument: unknown, site: Site): readonly string[] | undefined {
  const isRight = Array.isArray(argument) && argument.every((item) => typeof item === 'string')
  return isRight ? argument : site.problem(keyword, `"${keyword}" must be a list of texts`)
}

export function mapArgument(keyword: string, argument: unknown, site: Site): readonly (readonly [string, unknown])[] | undefined {
  return isObject(argument) ? Object.entries(argument) : site.problem(keyword, `"${keyword}" must be a map`)
}

/** For `multipleOf`. */
export function stepArgument(keyword: string, argument: unknown, site: Site): ReturnType<typeof exactDecimal> {
  const amount = numberArgument(keyword, argument, site)
  if (amount === undefined) return undefined
  return amount > 0 ? exactDecimal(amount) : site.problem(keyword, `"${keyword}" must be greater than 0`)
}
