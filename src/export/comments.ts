/** How a format begins a comment. */
const marks: Readonly<Record<string, RegExp>> = {
  yaml: /(?:^|\s)#/,
  toml: /(?:^|\s)#/,
  dotenv: /(?:^|\s)#/,
  ini: /(?:^|\s)[#;]/,
  properties: /^\s*[#!]/,
  jsonc: /\/\/|\/\*/,
  json5: /\/\/|\/\*/,
}

const quoted = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g

/**
 * How many lines of a text have a comment: for telling somebody what a conversion leaves behind, not for reading.
 * A comment sign inside a text of several lines may be counted.
 */
export function countCommentLines(format: string, text: string): number {
  const mark = marks[format]
  if (mark === undefined) return 0
  return text.split(/\r\n|\n|\r/).filter((line) => mark.test(line.replace(quoted, '""'))).length
}
