/** What is only worked out when somebody asks: places, repeated keys, and values that `JSON.parse` gets wrong. */
export { build } from '../json/build.ts'
export { DocumentPlaces } from '../json/document-places.ts'
