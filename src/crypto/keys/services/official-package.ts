import { cryptoError } from '../../failures.ts'

/** Imports a package by its name. Tests give their own. */
export type ImportPackage = (name: string) => Promise<unknown>

const importInstalled: ImportPackage = (name) => import(name)

/** A class of an official client. What it makes is described where it is asked for: the packages need not be installed. */
export type Maker<Client> = new (...settings: readonly unknown[]) => Client

/**
 * A class or function of an official package, which is imported with the first key that needs it.
 * @throws ConfigError CRYPTO_KEY_SERVICE, with the command that installs it
 */
export async function fromPackage<Exported>(
  name: string,
  exported: string,
  load: ImportPackage = importInstalled,
): Promise<Exported> {
  const loaded = await importOrTell(name, load)
  const found = loaded[exported] ?? (loaded.default as Readonly<Record<string, unknown>> | undefined)?.[exported] // of CommonJS
  if (typeof found === 'function') return found as Exported // its shape is what the caller knows of the package
  throw cryptoError('CRYPTO_KEY_SERVICE', `the package ${name} has no ${exported}`, { hint: `npm install ${name}@latest` })
}

async function importOrTell(name: string, load: ImportPackage): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await load(name)) as Readonly<Record<string, unknown>> // a module
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    throw cryptoError(
      'CRYPTO_KEY_SERVICE',
      isMissing ? `the package ${name} is needed, and is not installed` : `the package ${name} cannot be loaded`,
      { hint: `npm install ${name}` },
      error,
    )
  }
}
