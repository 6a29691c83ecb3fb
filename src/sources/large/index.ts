export { largeReading } from './large-text.ts'
