export { type PropertiesOptions, properties } from './properties.ts'
