/** The one watch that serves the files of all sources. */
export { type FilesChanged, type FilesToWatch, type FileWatching, watchFiles } from './watch-files.ts'
