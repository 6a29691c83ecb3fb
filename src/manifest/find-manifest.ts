const extensions = ['ts', 'mts', 'js', 'mjs', 'yaml', 'yml', 'toml', 'json', 'jsonc', 'json5'] as const

/** File names that are a manifest, in the order in which one is taken when there are several. */
export const manifestNames: readonly string[] = extensions.map((extension) => `configmanage.config.${extension}`)

/** The manifest in a folder or the nearest one above it; an absolute path, or `undefined`. */
export function findManifest(folder: string): string | undefined {
  const { existsSync } = process.getBuiltinModule('node:fs')
  const { dirname, join } = process.getBuiltinModule('node:path')
  for (let current = folder; ; current = dirname(current)) {
    const found = manifestNames.map((name) => join(current, name)).find((file) => existsSync(file))
    if (found !== undefined) return found
    if (dirname(current) === current) return undefined
  }
}
