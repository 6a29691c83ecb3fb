/** Where the files of sources are, and the one watch that serves them all. */
export { directoryTargets, fileTargets, namedTargets, patternTargets, searchTargets } from './targets.ts'
export { type FilesChanged, type FilesToWatch, type FileWatching, watchFiles } from './watch-files.ts'
