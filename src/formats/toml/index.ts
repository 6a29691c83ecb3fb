export { type TomlOptions, toml } from './toml.ts'
