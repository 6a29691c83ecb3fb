/** The filters of the engine; ours are in `filters.ts`. */
export const engineFilters: readonly string[] =
  'abs attr batch bool capitalize chain count d default dictsort e escape filesizeformat first float groupby indent int items join last length lines list lower map max min pluralize pprint reject rejectattr replace reverse round safe select selectattr slice sort split string striptags sum title tojson trim truncate unique upper'.split(
    ' ',
  )

/** The tests of the engine, without those that are signs. */
export const engineTests: readonly string[] =
  'boolean defined divisibleby endingwith eq equalto escaped even false filter float ge greaterthan gt in int integer iterable le lessthan lower lt mapping ne none number odd safe sameas sequence startingwith string test true undefined upper'.split(
    ' ',
  )

/** Functions that need no data. */
export const engineFunctions: readonly string[] = 'cycler dict joiner namespace range'.split(' ')

/** Words of the language, which are no names of data. `loop`, `caller` and `super` are there where they mean something. */
export const languageWords: ReadonlySet<string> = new Set(
  'and as caller context else elif false False ignore if import in include is loop missing none None not or recursive self super true True varargs kwargs with without'.split(
    ' ',
  ),
)
