/** Small texts that together show every part of JSON. */
export const jsonCorpus: readonly string[] = [
  '{"name": "shop", "port": 8080, "debug": false, "note": null}',
  '{\n  "server": {\n    "host": "localhost",\n    "ports": [80, 443]\n  },\n  "list": [],\n  "map": {}\n}\n',
  '{\r\n\t"a": -1.5e+3,\r\n\t"b": [true, {"c": "\\u00e9\\n\\"\\\\"}]\r\n}',
  '[1, [2, [3, [{"deep": "x"}]]], 9007199254740993, 1e300, -0]',
  '{"a":1,"b":{"c":[{},{"d":""}],"a":2},"a":3}',
  '"text"',
]

/** And of JSONC. */
export const jsoncCorpus: readonly string[] = [
  ...jsonCorpus,
  '// top\n{\n  // the name\n  "name": "shop", // behind\n  /* block */ "port": 1,\n  "list": [\n    1, // one\n    2,\n  ],\n}\n// end',
  '{ "a": 1, /* c */ "b": [1, 2,], }',
  '{\n  /* nothing yet\n  */\n}',
  '{"url": "http://x/*y*/", "b": 2 // c\n}',
]

/** And of JSON5. */
export const json5Corpus: readonly string[] = [
  ...jsoncCorpus,
  "{\n  unquoted: 'single \"quoted\"',\n  $id_1: 0xDECAF,\n  'k': +1, half: .5, whole: 5.,\n  more: Infinity, less: -Infinity, none: NaN,\n}",
  '{ a: "line \\\ncontinued", b: \'\\x41\\0\\v\', \\u0061b: [1,], }',
  '{\n\tünïcode: "\u2028", // c\n\tlist: [\n\t\tnull,\n\t\t0x1FFFFFFFFFFFFFFF,\n\t],\n}',
]

export const jsonTokens: readonly string[] = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '//',
  '/*',
  '*/',
  '{}',
  '[]',
  '"a":',
  '"a"',
  ',"a":1',
  '\\u00',
  '\\"',
  "'",
  'null',
  'Infinity',
  '-',
  '.5',
  '0x',
  '12345678901234567890',
  '\n',
  '\u2028',
]
