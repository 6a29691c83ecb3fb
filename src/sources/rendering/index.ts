/** Templates: loaded with the first file that is one. */
export { renderTemplate } from '../../templates/render-template.ts'
export { readTemplate } from './read-template.ts'
