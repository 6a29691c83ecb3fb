import { nodePath } from '../runtime/file-system.ts'
import { invalid } from './limits.ts'

/**
 * Where a program of this name keeps what it can make again: `$XDG_CACHE_HOME/<name>`, else `~/.cache/<name>`; on Windows
 * in `%LOCALAPPDATA%`. A relative XDG_CACHE_HOME is ignored, as its specification asks for.
 * @throws ConfigError OPTION_INVALID when the environment says nothing of it
 */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const { isAbsolute, join } = nodePath()
  const { XDG_CACHE_HOME: xdg = '', HOME: home = '', LOCALAPPDATA: local = '' } = env
  if (isAbsolute(xdg)) return join(xdg, name)
  if (process.platform === 'win32' && isAbsolute(local)) return join(local, name, 'Cache')
  if (isAbsolute(home)) return join(home, '.cache', name)
  throw invalid('there is no folder for caches: neither XDG_CACHE_HOME nor HOME is set', 'name a folder')
}
