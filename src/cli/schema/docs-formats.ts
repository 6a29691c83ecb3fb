/** What `schema docs` can write. */
export const docsFormats: readonly string[] = ['markdown', 'dotenv', 'json']
