import type { Document, FormatFactory, Value } from 'configmanage'
import { dotenv } from 'configmanage/formats/dotenv'
import { ini } from 'configmanage/formats/ini'
import { json } from 'configmanage/formats/json'
import { json5 } from 'configmanage/formats/json5'
import { jsonc } from 'configmanage/formats/jsonc'
import { properties } from 'configmanage/formats/properties'
import { toml } from 'configmanage/formats/toml'
import { yaml } from 'configmanage/formats/yaml'

const factories = { yaml, toml, ini, dotenv, properties, json, jsonc, json5 } satisfies Record<string, FormatFactory>

export type FormatName = keyof typeof factories

/** A text as a program would read it that uses the format alone. */
export function documentOf(format: FormatName, text: string, options: { readonly expand?: boolean } = {}): Document {
  return factories[format]({ ...options }).parse(text.replace(/^\ufeff/, ''), 'a file')
}

export function parseAs(format: FormatName, text: string): Value {
  return documentOf(format, text).value
}
