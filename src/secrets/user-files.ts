type Environment = Readonly<Record<string, string | undefined>>
type Join = (...parts: readonly string[]) => string

/**
 * Where the secrets of a person are kept when no file is named: with other data (XDG_DATA_HOME), which is backed up and does
 * not end up in a repository of dotfiles. CONFIGMANAGE_SECRET_STORE names another file. `undefined` where there is no home.
 */
export function defaultStoreFile(env: Environment, platform: string = process.platform): string | undefined {
  if (env.CONFIGMANAGE_SECRET_STORE) return env.CONFIGMANAGE_SECRET_STORE
  return fileOf(env, platform, { xdg: 'XDG_DATA_HOME', home: ['.local', 'share'], name: 'secrets.age' })
}

/**
 * Where it is recorded who saw which secret: with other logs (XDG_STATE_HOME), on this machine only.
 * CONFIGMANAGE_AUDIT_LOG names another file. `undefined` where there is no home.
 */
export function defaultAuditFile(env: Environment, platform: string = process.platform): string | undefined {
  if (env.CONFIGMANAGE_AUDIT_LOG) return env.CONFIGMANAGE_AUDIT_LOG
  return fileOf(env, platform, { xdg: 'XDG_STATE_HOME', home: ['.local', 'state'], name: 'audit.ndjson' })
}

interface Place {
  readonly xdg: 'XDG_DATA_HOME' | 'XDG_STATE_HOME'
  /** Below the home, where the variable is not set. */
  readonly home: readonly string[]
  readonly name: string
}

/** The rules of each system; a folder that XDG variables name wins everywhere. They must be absolute, says their standard. */
function fileOf(env: Environment, platform: string, { xdg, home, name }: Place): string | undefined {
  const { join, isAbsolute } = process.getBuiltinModule('node:path')
  const named = env[xdg]
  if (named !== undefined && isAbsolute(named)) return join(named, 'configmanage', name)
  const folder = folderOf(env, platform, home, join)
  return folder === undefined ? undefined : join(folder, 'configmanage', name)
}

function folderOf(env: Environment, platform: string, home: readonly string[], join: Join): string | undefined {
  if (platform === 'win32') return env.LOCALAPPDATA || undefined
  if (!env.HOME) return undefined
  return platform === 'darwin' ? join(env.HOME, 'Library', 'Application Support') : join(env.HOME, ...home)
}
