export { largeReading } from './large-text.ts'
export { lazySource } from './lazy-source.ts'
export { nameOfSection, sectionOf } from './section-of.ts'
export { readSection } from './section-reader.ts'
