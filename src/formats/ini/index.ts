export { ini } from './ini.ts'
export type { IniDialect, IniInterpolation, IniOptions } from './rules.ts'
